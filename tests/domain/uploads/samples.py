"""Small files of each kind, good and bad ones."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO

import docx
import xlsxwriter
from PIL import Image

PLACE = {34853: {1: "N", 2: (28.0, 41.0, 12.0), 3: "E", 4: (111.0, 30.0, 5.0)}, 271: "某牌手机"}


def word() -> bytes:
    target = BytesIO()
    document = docx.Document()
    document.add_paragraph("一段话")
    document.save(target)
    return target.getvalue()


def excel() -> bytes:
    target = BytesIO()
    book = xlsxwriter.Workbook(target)
    book.add_worksheet().write_string(0, 0, "一格")
    book.close()
    return target.getvalue()


def with_part(content: bytes, name: str, body: bytes, replace: bool = False) -> bytes:
    """An Office file with one part more, or another one in its place."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if not (replace and part.filename == name):
                new.writestr(part, old.read(part))
        new.writestr(name, body)
    return target.getvalue()


def relations(kind: str, target: str, outside: bool = True) -> bytes:
    mode = ' TargetMode="External"' if outside else ""
    sort = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
    return (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId9" Type="{sort}" Target="{target}"{mode}/></Relationships>'
    ).encode()


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), place: bool = True, turned: int = 0) -> bytes:
    """A picture with red at the left and blue at the right; with the place where it was taken."""
    image = Image.new("RGB", size, (200, 0, 0))
    image.paste((0, 0, 200), (size[0] // 2, 0, size[0], size[1]))
    exif = Image.Exif()
    if place:
        exif.get_ifd(34853).update(PLACE[34853])  # type: ignore[arg-type]  # a table of tags
        exif[34853] = PLACE[34853]
        exif[271] = "某牌手机"
    if turned:
        exif[274] = turned
    target = BytesIO()
    image.save(target, kind, exif=exif)
    return target.getvalue()


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, name) + body


def video(place: bytes = b"+28.6867+111.5014/") -> bytes:
    """As phones write it: where it was taken in `udta` and `meta`."""
    spot = box(b"udta", box(b"\xa9xyz", struct.pack(">HH", len(place), 0x15C7) + place))
    track = box(b"trak", box(b"tkhd", bytes(84)) + box(b"meta", b"com.apple.quicktime.location " + place))
    return box(b"ftyp", b"mp42\0\0\0\0mp42isom") + box(b"moov", box(b"mvhd", bytes(100)) + track + spot) + box(b"mdat", b"pixels" * 50)


def sound() -> bytes:
    return b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x64" + bytes(400)


def pdf(inside: bytes = b"") -> bytes:
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog" + inside + b">>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
