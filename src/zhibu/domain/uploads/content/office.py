"""Office files are zip archives: opened piece by piece, without macros, without what they would fetch from outside."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from lxml import etree

from zhibu.domain.uploads.choices import KINDS
from zhibu.kernel.errors import InputError, Problem

MOST_PARTS = 3000
MOST_BYTES = 300 * 1024 * 1024  # unpacked; a picture in a document hardly packs, text packs to a tenth
MOST_TIMES = 200  # how many times larger a part may become
ALWAYS = 1024 * 1024  # bytes at which nobody asks how often they were packed
CHUNK = 64 * 1024
MACROS = re.compile(r"(vbaproject|vbadata|macrosheets/|activex/|oleobject.*\.bin|embeddings/.*\.bin)", re.IGNORECASE)
LINK = "/hyperlink"  # the one thing outside that a document may name: nothing is fetched until somebody clicks


def require_sound(shown: str, kind: str, content: bytes) -> None:
    """InputError where it is no Office file of this kind, a bomb, has macros or would fetch something."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _require_parts(shown, kind, archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise _refused(shown, "打不开的文件", f"完好的{KINDS[kind].label}", "在原来的程序里打开，另存一份再传") from error


def _require_parts(shown: str, kind: str, archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if "[Content_Types].xml" not in names or KINDS[kind].main not in names:
        raise _refused(shown, "不是这种文件", KINDS[kind].label, "从原来的程序里另存一份再传，不要只改扩展名")
    if len(parts) > MOST_PARTS or len(set(names)) != len(names):
        raise _refused(shown, f"里面有 {len(parts)} 个部分", f"不超过 {MOST_PARTS} 个，不重名", "另存一份再传")
    for part in parts:
        if part.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", part.filename):
            raise _refused(shown, part.filename[:60], "文件里面的路径", "另存一份再传")
        if part.flag_bits & 0x1:
            raise _refused(shown, "加了密码的文件", "不加密码的文件", "去掉打开密码再传")
        if MACROS.search(part.filename):
            raise _refused(shown, "里面有宏或嵌入的程序", "不带宏、不嵌程序的文件", f"另存为普通的 {kind}，把嵌入的对象删掉或换成图片")
    _require_texts(shown, kind, archive, parts)


def _require_texts(shown: str, kind: str, archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    whole = 0
    for part in parts:
        body = b""
        keep = part.filename.endswith((".rels", "[Content_Types].xml"))
        size = 0
        with archive.open(part) as stream:
            while chunk := stream.read(CHUNK):
                size, whole = size + len(chunk), whole + len(chunk)
                if whole > MOST_BYTES or (size > ALWAYS and size > MOST_TIMES * max(part.compress_size, 1)):
                    raise _refused(shown, "解开以后大得反常", "普通的文件", "另存一份再传；图片先压缩")
                if size == len(chunk) and b"<!DOCTYPE" in chunk[:4096] and part.filename.endswith((".xml", ".rels")):
                    raise _refused(shown, "里面有 DOCTYPE", "Office 程序自己存的文件", "另存一份再传")
                body = body + chunk if keep else b""
        if keep:
            _require_inside(shown, kind, part.filename, body)


def _require_inside(shown: str, kind: str, name: str, body: bytes) -> None:
    """No type with macros, and nothing that is fetched from elsewhere when the file is opened."""
    if b"macroEnabled" in body or b"vbaProject" in body:
        raise _refused(shown, "里面有宏", "不带宏的文件", f"另存为普通的 {kind} 再传")
    if not name.endswith(".rels") or not body.strip():
        return
    for relation in _relations(shown, body):
        outside = relation.get("TargetMode", "").lower() == "external"
        if outside and not relation.get("Type", "").lower().endswith(LINK):
            raise _refused(shown, "打开时会从外面取东西（模板、图片或对象）", "内容都在文件里",
                           "把链接的图片改成嵌入，模板改为“普通模板”，另存再传")  # fmt: skip


def _relations(shown: str, body: bytes) -> list[etree._Element]:
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise _refused(shown, "里面有实体声明", "Office 程序自己存的文件", "另存一份再传")
    try:
        return list(etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)))
    except etree.XMLSyntaxError as error:
        raise _refused(shown, "读不懂的部分", "完好的文件", "另存一份再传") from error


def _refused(shown: str, read: str, expected: str, mend: str) -> InputError:
    return InputError([Problem(shown, read, expected, mend)])
