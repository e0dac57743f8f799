"""The only writes: taking files in, taking them away, bringing them back, clearing what is past its time."""

from zhibu.domain.uploads.services.keeping import file_remove, file_restore, files_sweep
from zhibu.domain.uploads.services.storing import file_store, files_store

__all__ = ["file_remove", "file_restore", "file_store", "files_store", "files_sweep"]
