"""Rare characters in a Word file: set in a small font of exactly these characters that travels with it.

Word and WPS show what their own 仿宋 has (the common ideographs and Extension A). What is beyond comes
with the file: its outlines are taken from our fonts into one of their own, embedded as the format foresees.
"""

from __future__ import annotations

import copy
import hashlib
import uuid
from io import BytesIO
from typing import TYPE_CHECKING, Any

from zhibu.papers import fonts

if TYPE_CHECKING:
    from docx.document import Document

FAMILY = "Zhibu Rare"
COMMON = ((0x4E00, 0x9FA5), (0x3400, 0x4DB5))  # what the fonts of Windows and WPS have had since 2005
HAN = ((0x9FA6, 0x9FFF), (0x4DB6, 0x4DBF), (0x20000, 0x3FFFF))
MADE = 3_800_000_000  # seconds since 1904: always the same, so that equal papers are equal files
CONTENT = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/font"


def is_rare(sign: str) -> bool:
    """Whether an ideograph lies beyond what an office's own fonts show."""
    return any(first <= ord(sign) <= last for first, last in HAN)


def rare_set(document: Document) -> None:
    """Give every rare character of the document a run of its own in the embedded font."""
    found: set[str] = set()
    for part in (document.element.body, *_margins(document)):
        for text in list(part.iter(_tag("t"))):
            if text.text and any(map(is_rare, text.text)):
                found.update(filter(is_rare, text.text))
                _split(text)
    if found:
        _embed(document, font_of("".join(sorted(found))))


def _margins(document: Document) -> list[Any]:
    return [
        margin._element for section in document.sections for margin in (section.header, section.footer)
    ]


def _tag(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(f"w:{name}"))


def _split(text: Any) -> None:
    """Cut the run of a text into runs of common and of rare characters."""
    run = text.getparent()
    if run.getparent() is None:
        return  # cut already, with an earlier text of the same run
    if [child.tag for child in run if child.tag != _tag("rPr")] != [_tag("t")]:
        for child in [c for c in run if c.tag != _tag("rPr")]:  # several texts and breaks: a run for each
            alone = copy.deepcopy(run)
            for other in [c for c in alone if c.tag != _tag("rPr")]:
                alone.remove(other)
            alone.append(copy.deepcopy(child))
            run.addprevious(alone)
            for one in alone.iter(_tag("t")):
                if one.text and any(map(is_rare, one.text)):
                    _split(one)
        run.getparent().remove(run)
        return
    for rare, words in _pieces(text.text):
        piece = copy.deepcopy(run)
        shown = piece.find(_tag("t"))
        shown.text = words
        shown.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        if rare:
            _face(piece)
        run.addprevious(piece)
    run.getparent().remove(run)


def _pieces(text: str) -> list[tuple[bool, str]]:
    pieces: list[tuple[bool, str]] = []
    for sign in text:
        rare = is_rare(sign)
        if pieces and pieces[-1][0] == rare:
            pieces[-1] = (rare, pieces[-1][1] + sign)
        else:
            pieces.append((rare, sign))
    return pieces


def _face(run: Any) -> None:
    look = run.get_or_add_rPr()
    faces = look.find(_tag("rFonts"))
    if faces is None:
        faces = look.makeelement(_tag("rFonts"), {})
        style = look.find(_tag("rStyle"))
        look.insert(0 if style is None else 1, faces)
    for which in ("ascii", "hAnsi", "eastAsia", "cs"):
        faces.set(_tag(which), FAMILY)
    faces.set(_tag("hint"), "eastAsia")


def font_of(signs: str) -> bytes:
    """A TrueType font of these characters alone, drawn from whichever of our fonts has each."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.transformPen import TransformPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import TTFont

    size = 1000
    glyphs: dict[str, Any] = {".notdef": TTGlyphPen(None).glyph()}
    for font in fonts.REST:
        wanted = [s for s in signs if fonts.font_of(s) == font.family]
        if not wanted:
            continue
        with TTFont(fonts.FOLDER / font.file, lazy=True) as source:
            drawn, names = source.getGlyphSet(), fonts.glyph_names(font.file)
            scale = size / source["head"].unitsPerEm
            for sign in wanted:
                pen = TTGlyphPen(None)
                curves = Cu2QuPen(pen, 1.0, reverse_direction="CFF " in source)
                drawn[names[ord(sign)]].draw(TransformPen(curves, (scale, 0, 0, scale, 0, 0)))
                glyphs[f"u{ord(sign):X}"] = pen.glyph()
    builder = FontBuilder(size, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap({ord(s): f"u{ord(s):X}" for s in signs if f"u{ord(s):X}" in glyphs})
    builder.setupGlyf(glyphs)
    metrics = {name: (size, getattr(glyph, "xMin", 0) or 0) for name, glyph in glyphs.items()}
    builder.setupHorizontalMetrics(metrics)
    builder.setupHorizontalHeader(ascent=860, descent=-140)
    builder.setupNameTable({"familyName": FAMILY, "styleName": "Regular", "psName": "ZhibuRare-Regular"})
    builder.setupOS2(sTypoAscender=860, sTypoDescender=-140, usWinAscent=900, usWinDescent=200, fsType=0)
    builder.setupPost()
    builder.updateHead(created=MADE, modified=MADE)
    builder.font.recalcTimestamp = False
    buffer = BytesIO()
    builder.save(buffer)
    return buffer.getvalue()


def _embed(document: Document, font: bytes) -> None:
    """Add the font, obfuscated under its key, and say in the table of fonts and the settings that it is there."""
    from docx.opc.constants import RELATIONSHIP_TYPE as RELATIONS
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from lxml import etree

    key = uuid.UUID(bytes=hashlib.sha256(font).digest()[:16])
    mask = key.bytes[::-1]
    hidden = bytes(byte ^ mask[n % 16] for n, byte in enumerate(font[:32])) + font[32:]
    package = document.part.package
    where = PackURI("/word/fonts/rare.odttf")
    table = document.part.part_related_by(RELATIONS.FONT_TABLE)
    relation = table.relate_to(Part(where, CONTENT, hidden, package), RELATION)
    root = etree.fromstring(table.blob)
    entry = etree.SubElement(root, _tag("font"), {_tag("name"): FAMILY})
    etree.SubElement(entry, _tag("charset"), {_tag("val"): "86"})
    place = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    etree.SubElement(
        entry, _tag("embedRegular"), {place: relation, _tag("fontKey"): f"{{{str(key).upper()}}}"}
    )
    table._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    settings = document.settings.element
    flag = settings.makeelement(_tag("embedTrueTypeFonts"), {})
    zoom = settings.find(_tag("zoom"))
    settings.insert(0 if zoom is None else settings.index(zoom) + 1, flag)
