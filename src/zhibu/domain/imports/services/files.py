"""Uploaded workbooks and their previews: sealed with a key, in the data folder, until undo has ended."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

from django.conf import settings

from zhibu.domain.imports.models import Import, ImportFile
from zhibu.kernel.crypto import seal, unseal
from zhibu.kernel.errors import Refused


def _folder() -> Path:
    folder: Path = settings.ZHIBU_FILES / "imports"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _key() -> str:
    key: str = settings.ZHIBU_SECRETS["files_key"]
    return key


def write_sealed(name: str, content: bytes) -> None:
    """Write beside and move into place: a file is there whole or not at all."""
    path = _folder() / name
    beside = path.with_suffix(f".{secrets.token_hex(4)}")
    beside.write_bytes(seal(_key(), content))
    beside.chmod(0o600)
    beside.replace(path)


def read_sealed(name: str) -> bytes | None:
    """The content, or None where the file is not there any more."""
    path = _folder() / name
    return unseal(_key(), path.read_bytes()) if path.exists() else None


def delete_sealed(name: str) -> None:
    """Delete; a file that is gone already is no error."""
    (_folder() / name).unlink(missing_ok=True)


def file_of(of: Import, order: int, name: str, content: bytes) -> ImportFile:
    """Keep one uploaded workbook."""
    stored = f"{of.pk}.{order}.sealed"
    write_sealed(stored, content)
    return ImportFile(
        of=of,
        order=order,
        name=name,
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        stored_as=stored,
    )


def sources(of: Import) -> list[tuple[str, bytes]]:
    """The workbooks as (name, bytes), in the order uploaded; two of one name are told apart."""
    found: list[tuple[str, bytes]] = []
    seen: set[str] = set()
    for file in of.files.all():
        content = read_sealed(file.stored_as) if file.stored_as else None
        if content is None:
            raise Refused("上传的文件已经按期删除，不能再看原表。")
        name = file.name if file.name not in seen else f"{file.order + 1}-{file.name}"
        seen.add(name)
        found.append((name, content))
    return found


def preview_name(of: Import) -> str:
    """Where the preview is kept."""
    return f"{of.pk}.preview.sealed"


def forget(of: Import) -> list[str]:
    """Note that all uploaded is gone; returns what to delete once the transaction has ended."""
    names = [file.stored_as for file in of.files.exclude(stored_as="")]
    of.files.update(stored_as="")
    return [*names, preview_name(of)]
