"""Draws `templates/record.docx` anew: the template of minutes that a clerk begins with (`python -m zhibu.papers.record_master`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhibu.papers.templates import FOLDER

if TYPE_CHECKING:
    from docx.document import Document

HEAD = (
    (("时　间", "{{时间}}"), ("地　点", "{{地点}}")),
    (("主持人", "{{主持人}}"), ("记录人", "{{记录人}}")),
    (("应　到", "{{应到人数}}"), ("实　到", "{{实到人数}}")),
)
WIDE = (
    ("到会人", "{{到会人员}}"),
    ("缺席及原因", "{{缺席人员}}"),
    ("列　席", "{{列席人员}}"),
    ("议　题", "{{议题清单}}"),
)
BODY = (
    ("{%p for 项 in 上次的事 %}", "text"), ("{{项.名称}}：{{项.文字}}", "text"), ("{%p endfor %}", "text"),
    ("{%p for 项 in 议题 %}", "text"), ("{{项.序号}}{{项.标题}}", "bold"), ("{{项.讨论}}", "text"),
    ("{%p if 项.意见 %}", "text"), ("{{项.意见}}", "text"), ("{%p endif %}", "text"),
    ("{%p if 项.要办的事 %}", "text"), ("{{项.要办的事}}", "text"), ("{%p endif %}", "text"), ("{%p endfor %}", "text"),
    ("{%p for 项 in 内容 %}", "text"), ("{{项.名称}}", "bold"), ("{{项.文字}}", "text"), ("{%p endfor %}", "text"),
)  # fmt: skip
FOOT = "支部工作台打印 · 第 {{版次}} 版 · {{补记}} · 核对码 {{核对码}}"


def draw() -> Document:
    """The template as a document of Word."""
    from docx import Document as new
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    document = new()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(22)
    page.top_margin, page.bottom_margin = Mm(20), Mm(18)
    _face(document.styles["Normal"], "仿宋", Pt(12))
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(title, "{{会议名称}}", "方正小标宋简体", Pt(20))
    document.add_paragraph("{{单位}}　　　　编号：{{编号}}")
    table = document.add_table(rows=0, cols=4)
    table.style = "Table Grid"
    table.autofit = False
    for left, right in HEAD:
        cells = table.add_row().cells
        for cell, said, is_label in zip(
            cells, (*left, *right), (True, False, True, False), strict=True
        ):
            _cell(cell, said, is_label)
    for label, text in WIDE:
        cells = table.add_row().cells
        _cell(cells[0], label, True)
        _cell(cells[1].merge(cells[3]), text, False)
    cells = table.add_row().cells
    whole = cells[0].merge(cells[3])
    for number, (text, look) in enumerate(BODY):
        paragraph = whole.paragraphs[0] if number == 0 else whole.add_paragraph()
        _run(paragraph, text, "黑体" if look == "bold" else "仿宋", Pt(12))
    document.add_paragraph()
    document.add_paragraph(
        "主持人（签名）：＿＿＿＿＿＿＿＿　　　　记录人（签名）：＿＿＿＿＿＿＿＿"
    )
    document.add_paragraph("核对日期：{{核对日期}}　　　报送日期：{{上报日期}}")
    document.add_paragraph("{{更正说明}}")
    _run(page.footer.paragraphs[0], FOOT, "宋体", Pt(9))
    for row, width in ((row, width) for row in table.rows for width in [(24, 59, 24, 59)]):
        for cell, size in zip(row.cells, width, strict=True):
            cell.width = Mm(size)
    return document


def _cell(cell: Any, text: str, label: bool) -> None:
    from docx.shared import Pt

    _run(cell.paragraphs[0], text, "黑体" if label else "仿宋", Pt(12))


def _run(paragraph: Any, text: str, face: str, size: Any) -> None:
    _face(paragraph.add_run(text), face, size)


def _face(one: Any, face: str, size: Any) -> None:
    from docx.oxml.ns import qn

    one.font.name, one.font.size = face, size
    one.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


if __name__ == "__main__":
    draw().save(str(FOLDER / "record.docx"))
