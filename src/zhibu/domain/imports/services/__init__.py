"""What is done with an import: open, answer, map columns, confirm, undo, discard; nothing else writes."""

from __future__ import annotations

from zhibu.domain.imports.services.answering import (
    column_forget,
    import_answer,
    import_correct,
    import_map,
    name_forget,
)
from zhibu.domain.imports.services.confirming import import_confirm
from zhibu.domain.imports.services.ending import (
    UNDO_DAYS,
    import_discard,
    import_undo,
    imports_expire,
)
from zhibu.domain.imports.services.opening import import_again, import_open

__all__ = [
    "UNDO_DAYS", "column_forget", "import_again", "import_answer", "import_confirm", "import_correct",
    "import_discard", "import_map", "import_open", "import_undo", "imports_expire", "name_forget",
]  # fmt: skip
