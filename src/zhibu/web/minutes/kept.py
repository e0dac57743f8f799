"""Booklets that were just made: kept an hour in the data folder, opened only by whoever had them made."""

from __future__ import annotations

import contextlib
import hashlib
import re
import secrets
import time
from pathlib import Path

from django.conf import settings

HOUR = 3600.0
_TOKEN = re.compile(r"[0-9a-f]{32}", re.ASCII)


def _folder(user: str) -> Path:
    return Path(settings.ZHIBU_DATA) / "made" / hashlib.sha256(f"made:{user}".encode()).hexdigest()[:24]


def keep(user: str, name: str, content: bytes) -> str:
    """Keep a file for an hour; the token under which it is found. What is older is cleared."""
    folder = _folder(user)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _clear(folder.parent)
    token = secrets.token_hex(16)
    (folder / token).write_bytes(name.encode() + b"\n" + content)
    return token


def _clear(made: Path) -> None:
    """What anybody had made and is past its hour: whoever comes never again leaves nothing behind."""
    for old in made.glob("*/*"):
        with contextlib.suppress(FileNotFoundError):
            if old.stat().st_mtime < time.time() - HOUR:
                old.unlink()


def take(user: str, token: str) -> tuple[str, bytes] | None:
    """Its name and content; None where there is none (any more)."""
    path = _folder(user) / token if _TOKEN.fullmatch(token) else None
    if path is None or not path.exists() or path.stat().st_mtime < time.time() - HOUR:
        return None
    name, _, content = path.read_bytes().partition(b"\n")
    return name.decode(), content
