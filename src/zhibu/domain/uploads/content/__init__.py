"""What a file is, told by its bytes; nothing of Django here."""

from zhibu.domain.uploads.content.checking import Checked, checked
from zhibu.domain.uploads.content.names import clean_name

__all__ = ["Checked", "checked", "clean_name"]
