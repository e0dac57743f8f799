"""Word files: the same words as the PDF, the faces of an office, templates that a clerk may change."""

from __future__ import annotations

import time
import zipfile
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from tests.papers.examples import ALL, COUNTERFOIL, FORM, LETTER, SLIPS, TABLE, bare, pages
from zhibu.papers import Bundle, masters, render, templates
from zhibu.papers.word import word


def opened(paper: Any) -> Any:
    return Document(BytesIO(render(paper, "docx")))


def words_of(document: Any) -> str:
    return bare("".join(node.text or "" for node in document.element.body.iter(qn("w:t"))))


@pytest.mark.parametrize("name", ALL)
def test_word_says_what_the_pdf_says(name: str) -> None:
    said = words_of(opened(ALL[name]))
    for text in pages(ALL[name]):
        for mark in ("第1页，共1页", "—1—", "—2—"):
            text = text.replace(mark, "")
        assert sorted(text) == sorted(said) if len(pages(ALL[name])) == 1 else set(text) <= set(said)


def test_text_is_set_in_the_faces_of_an_office() -> None:
    document = opened(LETTER)
    styles = {style.name: style for style in document.styles}
    faces = {
        name: styles[name].element.rPr.rFonts.get(qn("w:eastAsia")) for name in ("Normal", "Heading 1", "一级", "二级")
    }

    assert faces == {"Normal": "仿宋", "Heading 1": "方正小标宋简体", "一级": "黑体", "二级": "楷体"}
    with zipfile.ZipFile(BytesIO(render(LETTER, "docx"))) as archive:
        table = archive.read("word/fontTable.xml").decode()
    assert "仿宋_GB2312" in table  # the substitute is named
    section = document.sections[0]
    assert [round(m.mm) for m in (section.top_margin, section.left_margin, section.right_margin)] == [37, 28, 26]


def test_the_name_stands_centred_over_the_day() -> None:
    indents = {p.style.name: p.paragraph_format.right_indent.pt for p in opened(LETTER).paragraphs if p.style.name in ("署名", "成文日期")}

    # eight characters over seven and a half (figures count half): half a character's half further out
    assert indents["成文日期"] - indents["署名"] == pytest.approx((8 - 7) / 2 * 15.75, abs=0.5)


def test_headings_have_the_face_of_their_level() -> None:
    runs = {run.text: run.style.name for p in opened(LETTER).paragraphs for run in p.runs if run.text}

    assert runs["一、同意选举结果"] == "一级"
    assert runs["（一）任期。"] == "二级"


def test_the_heading_row_of_a_list_comes_again_and_rows_stay_whole() -> None:
    table = opened(TABLE).tables[0]._tbl
    rows = table.findall(qn("w:tr"))

    assert len(rows) == 31
    assert rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)


def test_a_long_list_takes_no_square_of_its_rows() -> None:
    def seconds(count: int) -> float:
        began = time.process_time()
        render(replace(TABLE, rows=[(n, f"王某{n}", None) for n in range(count)]), "docx")
        return time.process_time() - began

    seconds(10)
    assert seconds(4000) < 30 * seconds(400)


def test_every_row_of_a_form_fills_its_grid() -> None:
    for form in (FORM, FORM.blank()):
        table = next(t._tbl for t in opened(form).tables if "姓名" in words_in(t._tbl))
        for row in table.findall(qn("w:tr")):
            spans = (cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}") for cell in row.findall(qn("w:tc")))
            assert sum(1 if span is None else int(span.get(qn("w:val"))) for span in spans) == 4


def words_in(element: Any) -> str:
    return "".join(node.text or "" for node in element.iter(qn("w:t")))


def test_parts_of_a_bundle_are_sections_that_count_their_own_pages() -> None:
    document = opened(Bundle([LETTER, FORM, replace(TABLE, landscape=True), SLIPS]))
    said = words_of(document)

    assert len(document.sections) == 4
    assert [s.page_width > s.page_height for s in document.sections] == [False, False, True, False]
    assert "票决情况登记表" in said
    assert "党员名册" in said
    for section in document.sections[1:]:
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
    assert "第 " in words_in(document.sections[1].footer._element)
    assert words_in(document.sections[3].footer._element) == ""


def test_parts_begin_on_odd_pages_on_request() -> None:
    starts = [s.start_type.name for s in opened(Bundle([FORM, TABLE], duplex=True)).sections]

    assert starts[1] == "ODD_PAGE"


def test_cut_sheets_have_no_page_number() -> None:
    assert words_in(opened(COUNTERFOIL).sections[0].footer._element) == ""


@pytest.mark.parametrize("kind", ["document", "letter", "plain", "sheet"])
def test_our_templates_keep_their_own_rules(kind: str) -> None:
    stored = (templates.FOLDER / f"{kind}.docx").read_bytes()

    assert templates.problems(stored, kind) == []
    assert templates.placeholders(stored) <= set(templates.KNOWN[kind])


@pytest.mark.parametrize("kind", ["document", "letter", "plain"])
def test_stored_templates_are_what_is_drawn(kind: str) -> None:
    drawn = masters._letter(kind).element.body.xml
    stored = Document(str(templates.FOLDER / f"{kind}.docx")).element.body.xml

    assert drawn == stored, "run `python -m zhibu.papers.masters`"


def own(*lines: str) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_a_clerks_own_template_is_filled() -> None:
    template = own("本单位：{{ 发文机关标志 }}", "{{ 标题 }}", "{%p for 段 in 正文 %}", "{{ 段.标题 }}{{ 段.文 }}", "{%p endfor %}")

    assert templates.problems(template, "plain") == []
    said = words_of(Document(BytesIO(word(LETTER, template))))
    assert "本单位：中共溪口镇委员会文件" in said
    assert "一、同意选举结果" in said


def test_unknown_and_missing_names_of_a_template_are_told_in_chinese() -> None:
    found = templates.problems(own("{{ 题目 }} {{ 正文 }}"), "plain")

    assert [str(p) for p in found if "题目" in p.read]
    assert any("{{ 标题 }}" in p.expected and not p.read for p in found)
    assert "发文字号" in str(found[0])


@pytest.mark.parametrize(
    ("template", "word_in_it"),
    [(b"no archive", "不是 Word 文档"), (own("{{ 标题"), "双花括号"), (own("{% for 段 in 正文 %}"), "endfor")],
)
def test_a_template_that_cannot_be_read_says_why(template: bytes, word_in_it: str) -> None:
    (problem,) = templates.problems(template, "plain")

    assert word_in_it in problem.mend


def test_an_archive_that_is_no_word_file_is_refused() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "x")

    (problem,) = templates.problems(buffer.getvalue(), "plain")
    assert "不是 Word 文档" in problem.mend


def test_a_template_that_unpacks_to_too_much_is_refused() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (templates.LARGEST + 1))

    (problem,) = templates.problems(buffer.getvalue(), "plain")
    assert "MB" in problem.mend


def test_a_template_reaches_nothing_of_the_program() -> None:
    hostile = own("{{ 标题.__class__.__mro__[1].__subclasses__() }}")
    with pytest.raises(templates.TemplateFault, match="填不了"):
        word(LETTER, hostile)
