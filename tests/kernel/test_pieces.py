"""Sealed files read in part."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhibu.kernel.errors import ZhibuError
from zhibu.kernel.pieces import PIECE, SealedFile, seal_pieces

KEY = "k" * 32


def sealed(folder: Path, content: bytes) -> Path:
    path = folder / "x.sealed"
    path.write_bytes(b"".join(seal_pieces(KEY, content)))
    return path


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 7])
def test_what_was_sealed_comes_back(tmp_path: Path, size: int) -> None:
    content = bytes(number % 251 for number in range(size))
    found = SealedFile(KEY, sealed(tmp_path, content))

    assert (found.size, b"".join(found.read())) == (size, content)


@pytest.mark.parametrize("span", [(0, 1), (PIECE - 3, PIECE + 3), (PIECE, 2 * PIECE), (5, None), (2 * PIECE + 1, 2 * PIECE + 5)])
def test_a_part_is_read_without_the_rest(tmp_path: Path, span: tuple[int, int | None]) -> None:
    content = bytes(number % 251 for number in range(2 * PIECE + 99))
    found = SealedFile(KEY, sealed(tmp_path, content))

    assert b"".join(found.read(*span)) == content[slice(*span)]


def test_nothing_readable_lies_on_the_disk(tmp_path: Path) -> None:
    assert b"secret" not in sealed(tmp_path, b"secret words" * 10).read_bytes()


@pytest.mark.parametrize("harm", ["changed", "cut", "swapped", "other key"])
def test_what_was_touched_does_not_open(tmp_path: Path, harm: str) -> None:
    path = sealed(tmp_path, b"a" * PIECE + b"b" * PIECE + b"c")
    bytes_, piece = bytearray(path.read_bytes()), PIECE + 16
    if harm == "changed":
        bytes_[-1] ^= 1
    elif harm == "cut":
        del bytes_[20 + 2 * piece :]
    elif harm == "swapped":
        bytes_[20 : 20 + piece], bytes_[20 + piece : 20 + 2 * piece] = bytes_[20 + piece : 20 + 2 * piece], bytes_[20 : 20 + piece]
    path.write_bytes(bytes_)

    with pytest.raises(ZhibuError, match="打不开"):
        list(SealedFile("o" * 32 if harm == "other key" else KEY, path).read())
