"""Videos and recordings of phones (MP4): where they were taken is blotted out, the picture is left as it is.

The file is a chain of boxes: length, name, content. What a phone writes about place and device lies in `udta`, `meta` and `uuid`
inside `moov` and its tracks; such a box is renamed `free` and emptied, so that every other stays where it is.
"""

from __future__ import annotations

import struct

from zhibu.kernel.errors import InputError, Problem

INSIDE = {b"moov", b"trak"}
BLOTTED = {b"udta", b"meta", b"uuid"}
DEEPEST = 3


def without_place(shown: str, content: bytes) -> bytes:
    """The same bytes with those boxes emptied; InputError where the boxes do not fit."""
    found = bytearray(content)
    names = _walk(shown, found, 0, len(found), 0)
    if b"moov" not in names or names[:1] != [b"ftyp"]:
        raise _broken(shown)
    return bytes(found)


def _walk(shown: str, data: bytearray, start: int, end: int, depth: int) -> list[bytes]:
    names = []
    at = start
    while at + 8 <= end:
        size, name = struct.unpack_from(">I4s", data, at)
        head = 8
        if size == 1 and at + 16 <= end:
            size, head = struct.unpack_from(">Q", data, at + 8)[0], 16
        elif size == 0 and depth == 0:
            size = end - at
        if size < head or at + size > end:
            if depth and not any(data[at:end]):
                break  # some programs close the list with a zero
            raise _broken(shown)
        names.append(name)
        if name in BLOTTED:
            data[at + 4 : at + 8] = b"free"
            data[at + head : at + size] = bytes(size - head)
        elif name in INSIDE and depth < DEEPEST:
            _walk(shown, data, at + head, at + size, depth + 1)
        at += size
    return names


def _broken(shown: str) -> InputError:
    return InputError([Problem(shown, "打不开的视频或录音", "完好的 mp4", "在手机或电脑上打开，另存一份再传")])
