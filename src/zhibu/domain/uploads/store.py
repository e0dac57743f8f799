"""Where the bytes lie: under `files/uploads` of the data folder, sealed, by their digest, never in what the site serves.

No two rows share a file: what is deleted is gone, and nobody learns by uploading what is there already.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from zhibu.kernel.crypto import blind_index
from zhibu.kernel.pieces import SealedFile, seal_pieces

ENDING = ".sealed"
BESIDE = ".part"


def root() -> Path:
    """The folder; made when first asked for, open to its owner only."""
    folder: Path = settings.ZHIBU_FILES / "uploads"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _key() -> str:
    key: str = settings.ZHIBU_SECRETS["files_key"]
    return key


def place_of(digest: str, pk: str) -> str:
    """The path below the folder: a keyed mark of the digest, so that the name does not tell which known file it is."""
    mark = blind_index(_key(), "upload", digest)
    return f"{mark[:2]}/{mark[:32]}.{pk}{ENDING}"


def write(place: str, content: bytes) -> None:
    """Write beside, on the disk for certain, and move into place: a file is there whole or not at all."""
    path = root() / place
    path.parent.mkdir(exist_ok=True, mode=0o700)
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}{BESIDE}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            for part in seal_pieces(_key(), content):
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def sealed(place: str) -> SealedFile | None:
    """The file, to be read in part; None where it is not there."""
    path = root() / place
    return SealedFile(_key(), path) if place and path.is_file() else None


def delete(place: str) -> None:
    """Delete; a file that is gone already is no error."""
    (root() / place).unlink(missing_ok=True)


def places() -> Iterator[tuple[str, float]]:
    """Every file that lies there, half-written ones too, and when it was written."""
    folder = root()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.stat().st_mtime


def exists(place: str) -> bool:
    """Whether it lies there."""
    return bool(place) and (root() / place).is_file()
