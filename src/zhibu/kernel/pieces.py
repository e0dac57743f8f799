"""Sealed files that are read in part: pieces of equal length, each encrypted and bound to its place.

A video is wound forward without opening all of it. Form: mark, salt, then the pieces, each with the tag of AES-GCM;
the key of a file comes from the installation's and the salt, the nonce of a piece is its number. The last piece
is told apart, so that nothing can be cut off, left out or put elsewhere without being noticed.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from zhibu.kernel.errors import ZhibuError

MARK = b"ZBF1"
SALT = 16
PIECE = 256 * 1024
TAG = 16
HEAD = len(MARK) + SALT
BROKEN = "文件打不开：密钥不对，或文件被改动过。"


def _cipher(key: str, salt: bytes) -> AESGCM:
    derive = HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"zhibu pieces")
    return AESGCM(derive.derive(key.encode()))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\1" if last else b"\0")


def seal_pieces(key: str, content: bytes) -> Iterator[bytes]:
    """The sealed file, part by part: the head, then each piece."""
    salt = secrets.token_bytes(SALT)
    cipher = _cipher(key, salt)
    yield MARK + salt
    count = max(-(-len(content) // PIECE), 1)
    for number in range(count):
        part = content[number * PIECE : (number + 1) * PIECE]
        yield cipher.encrypt(_nonce(number, number == count - 1), part, None)


class SealedFile:
    """A sealed file on disk; `size` is the length of what was sealed, in bytes."""

    def __init__(self, key: str, path: Path) -> None:
        self.path = path
        whole = path.stat().st_size - HEAD
        self.count = max(-(-whole // (PIECE + TAG)), 1)
        self.size = whole - self.count * TAG
        with path.open("rb") as file:
            head = file.read(HEAD)
        if self.size < 0 or head[: len(MARK)] != MARK:
            raise ZhibuError(BROKEN)
        self._cipher = _cipher(key, head[len(MARK) :])

    def read(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """The bytes from `start` to before `stop`, in pieces; ZhibuError where one was changed."""
        end = self.size if stop is None else min(stop, self.size)
        with self.path.open("rb") as file:
            for number in range(start // PIECE, -(-end // PIECE) if end else 1):
                file.seek(HEAD + number * (PIECE + TAG))
                first = number * PIECE
                yield self._open(number, file.read(PIECE + TAG))[max(start - first, 0) : end - first]

    def _open(self, number: int, sealed: bytes) -> bytes:
        try:
            return self._cipher.decrypt(_nonce(number, number == self.count - 1), sealed, None)
        except InvalidTag:
            raise ZhibuError(BROKEN) from None
