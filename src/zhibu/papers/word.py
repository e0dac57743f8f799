"""A paper as a Word file, filled into the templates of this folder."""

from __future__ import annotations

import copy
import datetime as dt
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any

from zhibu.papers import word_tables
from zhibu.papers.drawing import day_of, drawn, qr
from zhibu.papers.headings import title_lines
from zhibu.papers.shapes import Paper
from zhibu.papers.templates import filled
from zhibu.papers.widths import room_of
from zhibu.papers.word_fonts import rare_set

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

Data = dict[str, Any]
RULE = "＿"
SIGN = 15.75  # points of one character of a letter


def word(paper: Paper, template: bytes | None = None) -> bytes:
    """The paper as .docx; `template` is a clerk's own for a letter (zhibu.papers.templates.problems checks it)."""
    data = drawn(paper)
    documents = [_document(part, template) for part in data["parts"]]
    whole = documents[0]
    for other in documents[1:]:
        _append(whole, other, data["duplex"])
    _pictures_put(whole)
    rare_set(whole)
    core = whole.core_properties
    day = day_of(paper) or dt.date(2000, 1, 1)
    core.title, core.language, core.revision = data["title"][:250], "zh-CN", 1
    core.created = core.modified = dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001 -- Word wants no zone
    buffer = BytesIO()
    whole.save(buffer)
    return _packed(buffer.getvalue())


def _document(part: Data, template: bytes | None) -> Document:
    return _letter(part, template) if part["kind"] == "letter" else _sheet(part)


def _letter(part: Data, template: bytes | None) -> Document:
    hand = part["hand"]
    many = len(part["attachments"]) > 1
    names = [f"{n}. {one}" if many else one for n, one in enumerate(part["attachments"], 1)]
    imprint = [f"抄送：{part['copies']}。"] if part["copies"] else []
    if part["head"] != "letter" and (part["printer"] or part["printed"]):
        imprint.append(f"{part['printer']}\t{part['printed']}{'印发' if part['printed'] else ''}")
    rules = {"number": "＿＿＿〔＿＿＿〕＿＿号", "to": "＿" * 14, "on": "　　　　年　　月　　日"}
    said = {key: part[key] or (rule if hand else "") for key, rule in rules.items()}
    body = part["body"]
    if hand:
        body = [{"level": 0, "head": "", "rest": one["head"] + one["rest"] or RULE * 26} for one in body]
    values = {
        "发文机关标志": part["mark"], "发文字号": said["number"], "签发人": part["approver"],
        "标题": title_lines(part["title"], 20), "主送": said["to"], "署名": part["signers"], "成文日期": said["on"],
        "正文": [{"级": one["level"], "标题": one["head"], "文": one["rest"]} for one in body],
        "附件": [("附件：" if n == 0 else "　　　") + name for n, name in enumerate(names)],
        "附注": part["contact"], "版记": imprint, "缺字说明": part["missing"],
    }  # fmt: skip
    document = filled(part["head"], values, template)
    _fit(document, part, said["on"])
    return document


def _fit(document: Document, part: Data, day: str) -> None:
    """The red name as large as its line allows; the names centred over the day."""
    from docx.shared import Pt

    wide = _width(day)
    longest = max(map(_width, part["signers"]), default=0)
    right = 4 + max(0.0, (longest - wide) / 2 - 4) if part["sealed"] else max(2.0, wide + 4 - longest)
    for paragraph in document.paragraphs:
        name = paragraph.style.name if paragraph.style else ""
        if name == "发文机关标志" and paragraph.text:
            most = 46 if part["head"] == "document" else 38
            for run in paragraph.runs:
                run.font.size = Pt(min(most, int(436 / max(1, _width(paragraph.text)))))
        elif name == "公文正文" and set(paragraph.text) == {RULE}:
            _ruled(paragraph)
        elif name == "署名":
            width = _width(paragraph.text)
            far = right + (wide - width) / 2 if part["sealed"] else right
            paragraph.paragraph_format.right_indent = Pt(max(0, far) * SIGN)
        elif name == "成文日期":
            far = right if part["sealed"] else right + longest - wide - 2
            paragraph.paragraph_format.right_indent = Pt(max(0, far) * SIGN)


def _ruled(paragraph: Paragraph) -> None:
    """A line to write on: an empty paragraph with a rule below and between it and the next."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Pt

    paragraph.text = ""
    paragraph.paragraph_format.first_line_indent = Pt(0)
    sides = "".join(f'<w:{side} w:val="single" w:sz="6" w:space="1" w:color="000000"/>' for side in ("bottom", "between"))
    paragraph._p.get_or_add_pPr().insert_element_before(
        parse_xml(f"<w:pBdr {nsdecls('w')}>{sides}</w:pBdr>"), "w:spacing", "w:ind", "w:jc"
    )


def _width(text: str) -> float:
    """Characters of a text; a letter or figure counts half."""
    return sum(0.5 if ord(sign) < 0x2000 else 1 for sign in text)


def _sheet(part: Data) -> Document:
    kind = part["kind"]
    across = bool(part.get("landscape")) or bool(part.get("wall"))
    room = room_of(across, bool(part.get("wall")))
    titled = kind not in ("slips", "counterfoil")
    notes = list(part.get("notes", ()))
    document = filled(
        "sheet",
        {
            "表号": part["serial"] if titled and "serial" in part else "",
            "标题": title_lines(part["title"], int(room / 7.2)) if titled else "",
            "副标题": part.get("subtitle", ""),
            "表格": MARK,
            "附注": [*notes, *([part["missing"]] if part["missing"] else [])],
        },
    )
    _insert(document, _CONTENT[kind](part, room))
    if not titled:
        document.sections[0].footer.paragraphs[0].clear()  # slips are cut, their pages have no number
    if across:
        _turn(document, wall=bool(part.get("wall")))
    return document


MARK = "\ue000"  # of the private use area: no text that was cleaned has it


def _insert(document: Document, pieces: list[str]) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    place = next(p for p in document.paragraphs if p.text == MARK)
    styles = {style.name: style.style_id for style in document.styles}
    inside = "".join(pieces)
    for name in ("表文", "表头", "表注", "联题", "联文", "横线", "骑缝"):
        inside = inside.replace(f'w:pStyle w:val="{name}"', f'w:pStyle w:val="{styles[name]}"')
    whole = parse_xml(f"<w:body {nsdecls('w')}>{inside}</w:body>")
    place._p.addprevious(whole)  # moved as one: moving a table by itself takes the square of its cells
    for element in list(whole):
        place._p.addprevious(element)
    place._p.getparent().remove(whole)
    if place._p.getnext() is None or len(pieces) == 0 or place._p.getprevious().tag.endswith("}p"):
        place._p.getparent().remove(place._p)
    else:
        place.text = ""  # two tables, or a table and the end of the page, need a paragraph between them


SIGNS = {word_tables.PICTURE: 24, word_tables.POSTER: 110}  # the sign before a code -> how wide, in mm


def _pictures_put(document: Document) -> None:
    """Put a QR code where its text stands behind the sign of a picture."""
    from docx.oxml.ns import qn
    from docx.shared import Mm
    from docx.text.paragraph import Paragraph

    for element in list(document.element.body.iter(qn("w:p"))):
        paragraph = Paragraph(element, document._body)
        if (sign := paragraph.text[:1]) in SIGNS:
            text = paragraph.text[1:]
            paragraph.text = ""
            paragraph.paragraph_format.line_spacing = 1.0  # an exact one would cut the picture
            picture = paragraph.add_run().add_picture(BytesIO(qr(text, "png")), width=Mm(SIGNS[sign]))
            picture._inline.docPr.set("descr", f"二维码：{text}")


def _turn(document: Document, wall: bool) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = (Mm(420), Mm(297)) if wall else (Mm(297), Mm(210))


def _form(part: Data, room: float) -> list[str]:
    found = [word_tables.side_by_side(part["filled"], room), word_tables.paragraph("", size=4)]
    found = found if part["filled"] else []
    found.append(word_tables.form(part, room))
    if part["signatures"]:
        found.append(word_tables.paragraph("", size=6))
        found.append(word_tables.side_by_side(part["signatures"], room))
    return found


_CONTENT: dict[str, Callable[[Data, float], list[str]]] = {
    "table": lambda part, room: [word_tables.listed(part, room)],
    "form": _form,
    "tree": lambda part, room: [word_tables.tree(part, room)],
    "slips": word_tables.slips,
    "counterfoil": lambda part, _: word_tables.counterfoil(part),
}


def _append(whole: Document, other: Document, odd: bool) -> None:
    """Put another paper behind as a section of its own, with its styles, its page and its footers."""
    from docx.enum.section import WD_SECTION
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    body = whole.element.body
    last = body.sectPr
    end = OxmlElement("w:p")
    look = OxmlElement("w:pPr")
    look.append(copy.deepcopy(last))
    end.append(look)
    body.insert(body.index(last), end)
    _styles_added(whole, other)
    for element in list(other.element.body):
        if element.tag != qn("w:sectPr"):
            body.insert(body.index(last), element)
    fresh = copy.deepcopy(other.element.body.sectPr)
    for reference in list(fresh):
        if reference.tag in (qn("w:footerReference"), qn("w:headerReference")):
            fresh.remove(reference)
    body.replace(last, fresh)
    numbers = fresh.makeelement(qn("w:pgNumType"), {qn("w:start"): "1"})
    fresh.insert_element_before(numbers, "w:cols", "w:docGrid", "w:titlePg")
    _footers(whole, other)
    whole.sections[-1].start_type = WD_SECTION.ODD_PAGE if odd else WD_SECTION.NEW_PAGE


def _styles_added(whole: Document, other: Document) -> None:
    present = {style.style_id for style in whole.styles}
    for style in other.styles:
        if style.style_id not in present:
            whole.styles.element.append(copy.deepcopy(style.element))
    if other.settings.odd_and_even_pages_header_footer:
        whole.settings.odd_and_even_pages_header_footer = True


def _footers(whole: Document, other: Document) -> None:
    """The last section's footers are the other paper's; on even pages too, where the first paper tells them apart."""
    section, source = whole.sections[-1], other.sections[0]
    pairs = [(section.footer, source.footer)]
    even = source.even_page_footer
    pairs.append((section.even_page_footer, source.footer if even.is_linked_to_previous else even))
    if source.different_first_page_header_footer:
        pairs.append((section.first_page_footer, source.first_page_footer))
    for ours, theirs in pairs:
        ours.is_linked_to_previous = False
        for element in list(ours._element):
            ours._element.remove(element)
        for element in theirs._element:
            ours._element.append(copy.deepcopy(element))


def _packed(file: bytes) -> bytes:
    """The same archive with a fixed time at each entry: equal papers are equal files."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(file)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename), old.read(entry), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
