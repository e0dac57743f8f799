"""Draws the Word templates anew: `python -m zhibu.papers.masters`. They are stored beside, for Word to open."""

from __future__ import annotations

from typing import Any

from docx import Document
from docx.document import Document as Doc
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from zhibu.papers.templates import FOLDER

FANG, KAI, HEI, TITLE, SONG = "仿宋", "楷体", "黑体", "方正小标宋简体", "宋体"
LINE = Pt(28.95)  # 22 lines of 225 mm
RED = RGBColor(0xD7, 0x00, 0x0F)
ALIASES = {FANG: "仿宋_GB2312,FangSong,FandolFang R", KAI: "楷体_GB2312,KaiTi,FandolKai", HEI: "SimHei,FandolHei"}
ALIASES |= {TITLE: "小标宋体,方正小标宋_GBK,FandolSong,宋体", SONG: "SimSun,NSimSun"}
AFTER_BORDERS = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc")
NUMBER = '<w:r><w:t xml:space="preserve">{}</w:t></w:r><w:fldSimple w:instr=" {} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def main() -> None:
    """Write the four templates."""
    for head in ("document", "letter", "plain"):
        _letter(head).save(str(FOLDER / f"{head}.docx"))
    _sheet().save(str(FOLDER / "sheet.docx"))


def _new(top: float, right: float, bottom: float, left: float) -> Doc:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.right_margin = Mm(top), Mm(right)
    section.bottom_margin, section.left_margin = Mm(bottom), Mm(left)
    section.header_distance, section.footer_distance = Mm(15), Mm(bottom - 13)
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.PARAGRAPH and style.name not in ("Normal", "Footer", "Header", "Heading 1"):
            style.delete()
    _faces(document)
    core = document.core_properties
    core.author, core.title, core.comments, core.language = "", "{{ 标题 }}", "", "zh-CN"
    return document


def _faces(document: Doc) -> None:
    normal = document.styles["Normal"]
    _face(normal, FANG, 16)
    normal.paragraph_format.space_after = Pt(0)
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-US")  # figures keep together; what is Chinese follows the next
        language.set(qn("w:eastAsia"), "zh-CN")
    names = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in ALIASES.items()
    )
    table = next(r.target_part for r in document.part.rels.values() if r.reltype.endswith("/fontTable"))
    table._blob = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w", "r")}>{names}</w:fonts>'.encode()


def _face(style: Any, name: str, size: float, bold: bool = False) -> None:
    style.font.size, style.font.bold, style.font.name = Pt(size), bold, "Times New Roman"
    style.font.color.rgb = RGBColor(0, 0, 0)
    faces = style.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        faces.attrib.pop(qn(f"w:{theme}"), None)
    faces.set(qn("w:eastAsia"), name)


def _style(document: Doc, name: str, face: str, size: float, align: int = 0, **look: Any) -> Any:
    """A paragraph style; `align` is 0 left, 1 centre, 2 right, 3 justified."""
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    _face(style, face, size)
    style.paragraph_format.alignment = align
    for key, value in look.items():
        setattr(style.paragraph_format, key, value)
    return style


def _heading(document: Doc, face: str, size: float, line: Any) -> None:
    style = document.styles["Heading 1"]
    _face(style, face, size)
    form = style.paragraph_format
    form.alignment, form.space_before, form.space_after, form.line_spacing = 1, Pt(0), Pt(0), line


def _letter(head: str) -> Doc:
    document = _new(37, 26, 35, 28)
    grid = document.sections[0]._sectPr.find(qn("w:docGrid"))
    if grid is not None:
        grid.getparent().remove(grid)
    _letter_styles(document)
    _letter_head(document, head)
    add = document.add_paragraph
    add("{{ 标题 }}", "Heading 1")
    add("", "公文正文").paragraph_format.first_line_indent = Pt(0)
    for line in ("{%p if 主送 %}", "{{ 主送 }}：", "{%p endif %}", "{%p for 段 in 正文 %}"):
        add(line, "主送" if "主送" in line else "公文正文")
    for level, style in enumerate(("一级", "二级", "三级", "四级"), 1):
        add(f"{{%p if 段.级 == {level} %}}", "公文正文")
        paragraph = add("", "公文正文")
        paragraph.add_run("{{ 段.标题 }}", style)
        paragraph.add_run("{{ 段.文 }}")
        add("{%p endif %}", "公文正文")
    for line in ("{%p if 段.级 == 0 %}", "{{ 段.文 }}", "{%p endif %}", "{%p endfor %}"):
        add(line, "公文正文")
    for line in ("{%p if 附件 %}", "", "{%p endif %}", "{%p for 件 in 附件 %}", "{{ 件 }}", "{%p endfor %}"):
        add(line, "附件说明")
    add("", "公文正文")
    add("", "公文正文")
    for line in ("{%p for 名 in 署名 %}", "{{ 名 }}", "{%p endfor %}"):
        add(line, "署名")
    add("{{ 成文日期 }}", "成文日期")
    for line in ("{%p if 附注 %}", "（{{ 附注 }}）", "{%p endif %}"):
        add(line, "附注")
    for line in ("{%p if 缺字说明 %}", "{{ 缺字说明 }}", "{%p endif %}"):
        add(line, "附注")
    _imprint(document)
    _letter_numbers(document, head)
    return document


def _letter_styles(document: Doc) -> None:
    exact = {"line_spacing": LINE}
    _heading(document, TITLE, 22, Pt(34))
    _style(document, "发文机关标志", TITLE, 46, 1, line_spacing=1.0).font.color.rgb = RED
    _style(document, "发文字号", FANG, 16, 1, **exact)
    _style(document, "主送", FANG, 16, 3, **exact)
    _style(document, "公文正文", FANG, 16, 3, first_line_indent=Pt(31.6), **exact)
    _style(document, "附件说明", FANG, 16, 0, left_indent=Pt(31.6), **exact)
    _style(document, "署名", FANG, 16, 2, keep_with_next=True, **exact)
    _style(document, "成文日期", FANG, 16, 2, **exact)
    _style(document, "附注", FANG, 16, 0, left_indent=Pt(31.6), **exact)
    for name in ("主送", "公文正文", "附件说明", "署名", "成文日期", "附注"):
        # 28 characters of 16 points are a little more than the line: each gives a quarter of a point
        document.styles[name].element.rPr.append(parse_xml(f'<w:spacing {nsdecls("w")} w:val="-5"/>'))
    _style(document, "版记", FANG, 14, 0, left_indent=Pt(14), right_indent=Pt(14), line_spacing=Pt(24))
    _style(document, "末行", FANG, 1, 0, line_spacing=Pt(1))
    for name, face in (("一级", HEI), ("二级", KAI), ("三级", FANG), ("四级", FANG)):
        style = document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        style.font.name = "Times New Roman"
        style.element.rPr.rFonts.set(qn("w:eastAsia"), face)


def _letter_head(document: Doc, head: str) -> None:
    if head == "plain":
        return
    add = document.add_paragraph
    mark = add("{{ 发文机关标志 }}", "发文机关标志")
    if head == "letter":
        mark.paragraph_format.space_before = Mm(0)
        _line(mark, "bottom", "thickThinSmallGap", 24, 8)
        mark.paragraph_format.left_indent = mark.paragraph_format.right_indent = Mm(-7)
        add("{{ 发文字号 }}", "发文字号").paragraph_format.alignment = 2
    else:
        mark.paragraph_format.space_before = Mm(28)
        add("", "发文字号")
        add("{%p if 签发人 %}", "发文字号")
        both = add("　{{ 发文字号 }}\t签发人：", "发文字号")
        both.paragraph_format.alignment = 0
        both.paragraph_format.tab_stops.add_tab_stop(Mm(150), 2)
        both.add_run("{{ 签发人 }}", "二级")
        _line(both, "bottom", "single", 12, 11)
        add("{%p else %}", "发文字号")
        _line(add("{{ 发文字号 }}", "发文字号"), "bottom", "single", 12, 11)
        add("{%p endif %}", "发文字号")
    for _ in range(2):
        add("", "发文字号")


def _line(paragraph: Any, side: str, kind: str, size: int, space: int) -> None:
    paragraph._p.get_or_add_pPr().insert_element_before(
        parse_xml(
            f'<w:pBdr {nsdecls("w")}><w:{side} w:val="{kind}" w:sz="{size}" w:space="{space}" w:color="D7000F"/></w:pBdr>'
        ),
        *AFTER_BORDERS,
    )


def _imprint(document: Doc) -> None:
    """版记 as a table that lies at the foot of the page's text."""
    document.add_paragraph("{%p if 版记 %}", "版记")
    heavy, light = 'w:val="single" w:sz="8" w:color="000000"', 'w:val="single" w:sz="6" w:color="000000"'
    rows = "".join(
        f'<w:tr><w:tc><w:tcPr><w:tcW w:w="8844" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="{_id(document)}"/>'
        f'<w:tabs><w:tab w:val="right" w:pos="8550"/></w:tabs></w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p></w:tc></w:tr>'
        for text in ("{%tr for 行 in 版记 %}", "{{ 行 }}", "{%tr endfor %}")
    )
    document.element.body.insert_element_before(
        parse_xml(
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin" '
            'w:horzAnchor="margin" w:tblpXSpec="center" w:tblpYSpec="bottom"/><w:tblW w:w="8844" w:type="dxa"/>'
            f'<w:tblBorders><w:top {heavy}/><w:bottom {heavy}/><w:insideH {light}/></w:tblBorders>'
            '<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="8844"/></w:tblGrid>'
            f"{rows}</w:tbl>"
        ),
        "w:sectPr",
    )
    document.add_paragraph("{%p endif %}", "版记")
    document.add_paragraph("", "末行")  # a table that lies on the page needs a paragraph to hang on


def _id(document: Doc) -> str:
    return str(document.styles["版记"].style_id)


def _letter_numbers(document: Doc, head: str) -> None:
    """— 1 — outside: right on odd pages, left on even ones; the first page of a 函 has none."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    section.different_first_page_header_footer = head == "letter"
    for footer, align in ((section.footer, 2), (section.even_page_footer, 0)):
        paragraph = footer.paragraphs[0]
        paragraph.style = _number_style(document)
        paragraph.alignment = align
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
        for piece in parse_xml(
            f"<w:p {nsdecls('w')}>{NUMBER.format('— ', 'PAGE')}<w:r><w:t xml:space=\"preserve\"> —</w:t></w:r></w:p>"
        ):
            paragraph._p.append(piece)
    if head == "letter":
        first = section.first_page_footer.paragraphs[0]
        first.style = _number_style(document)
        first.paragraph_format.left_indent = first.paragraph_format.right_indent = Mm(-7)
        _line(first, "bottom", "thinThickSmallGap", 24, 1)


def _number_style(document: Doc) -> Any:
    names = [style.name for style in document.styles]
    return document.styles["页码"] if "页码" in names else _style(document, "页码", SONG, 14)


def _sheet() -> Doc:
    """A page for forms, lists, slips and trees: the table takes the place of 表格."""
    document = _new(20, 18, 18, 18)
    small = {"line_spacing": Pt(15)}
    _heading(document, TITLE, 20, Pt(28))
    _style(document, "表号", HEI, 14, 0, line_spacing=Pt(24))
    _style(document, "副标题", KAI, 12, 1, line_spacing=Pt(22))
    _style(document, "表文", FANG, 11, 0, **small)
    _style(document, "表头", HEI, 11, 1, **small)
    _style(document, "表注", FANG, 10.5, 0, space_before=Pt(4), **small)
    _style(document, "联题", TITLE, 18, 1, space_before=Pt(8), space_after=Pt(8))
    _style(document, "联文", FANG, 14, 3, first_line_indent=Pt(28), line_spacing=Pt(24))
    _style(document, "骑缝", FANG, 12, 1, space_before=Pt(36), space_after=Pt(22))
    _style(document, "横线", FANG, 14, 0, line_spacing=Pt(25))
    for name, kind, between in (("骑缝", "dashed", ""), ("横线", "single", "between")):
        sides = [f'<w:{side} w:val="{kind}" w:sz="4" w:space="1" w:color="808080"/>' for side in ("bottom", between) if side]
        document.styles[name].element.get_or_add_pPr().insert_element_before(
            parse_xml(f"<w:pBdr {nsdecls('w')}>{''.join(sides)}</w:pBdr>"), *AFTER_BORDERS
        )
    lines = (
        ("表号", "{%p if 表号 %}"), ("表号", "{{ 表号 }}"), ("表号", "{%p endif %}"),
        ("Heading 1", "{%p if 标题 %}"), ("Heading 1", "{{ 标题 }}"), ("Heading 1", "{%p endif %}"),
        ("副标题", "{%p if 副标题 %}"), ("副标题", "{{ 副标题 }}"), ("副标题", "{%p endif %}"),
        ("表文", "{{ 表格 }}"),
        ("表注", "{%p for 注 in 附注 %}"), ("表注", "{{ 注 }}"), ("表注", "{%p endfor %}"),
    )  # fmt: skip
    for style, text in lines:
        document.add_paragraph(text, style)
    footer = document.sections[0].footer.paragraphs[0]
    footer.style, footer.alignment = document.styles["表文"], 1
    for piece in parse_xml(
        f"<w:p {nsdecls('w')}>{NUMBER.format('第 ', 'PAGE')}{NUMBER.format(' 页，共 ', 'SECTIONPAGES')}"
        '<w:r><w:t xml:space="preserve"> 页</w:t></w:r></w:p>'
    ):
        footer._p.append(piece)
    return document


if __name__ == "__main__":
    main()
