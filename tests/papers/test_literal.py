"""Whatever signs a text holds, it is printed as it stands: nothing of it is taken for a command."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.papers.examples import FORM, LETTER, TABLE, bare, pages
from zhibu.papers import Cell, Column, Table, render
from zhibu.papers.texts import Texts

MARKS = "#$*_<>&\\@[]{}()`'\"~^/|%=+-;:!?,.0a王喆·—\u3000 \t\n\r\x00\x07\x1b\x7f\ufeff\u202e𠀀"
HOSTILE = [
    "#include \"/etc/passwd\"", "#read(\"base.typ\")", "$x^2$ *粗* _斜_ `码`", "= 标题", "- 一项", "/ 词: 义",
    "<label> @ref [内容] {代码}", "\\u{41} \\ # \\n", "//注 /*注*/", "</w:t><w:p/>", "&amp; &lt; ]]>", "{{ 标题 }}",
    "{% for x in y %}", "{%p if 主送 %}", "https://x.y/z", "a -- b --- c ... d", "\"引\" '号'", "~ 连 ~", "#{1+1}",
    "=SUM(A1)", "+1", "100%", "1. 一", "（一）二", "{{p x }}", "{#注#}",
]  # fmt: skip


def expected(text: str) -> str:
    return unicodedata.normalize("NFKC", bare(Texts().one(text)))


def printed(table: Table) -> str:
    return unicodedata.normalize("NFKC", "".join(pages(table)))


@pytest.mark.parametrize("text", HOSTILE)
def test_marks_of_typst_word_and_jinja_are_printed_literally(text: str) -> None:
    table = replace(TABLE, title=text, subtitle=text, rows=[("1", text, text)], notes=(text,))
    shown = printed(table)

    assert shown.count(expected(text)) == 5
    words = "".join(node.text or "" for node in Document(BytesIO(render(table, "docx"))).element.body.iter() if node.tag.endswith("}t"))
    assert unicodedata.normalize("NFKC", bare(words)).count(expected(text)) == 5


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet=MARKS, max_size=60))
def test_any_mix_of_marks_is_read_back_as_it_was_given(text: str) -> None:
    assert f"始{expected(text)}终" in printed(Table("字", [Column("文")], [[f"始{text}终"]]))


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=40))
def test_any_text_at_all_can_be_set(text: str) -> None:
    letter = replace(LETTER, title=text, to=text, body=(text,), organ=text, copies_to=(text,))
    form = replace(FORM, rows=((Cell(text, label=True), Cell(text, span=3, foot=(text,))),))

    for paper in (letter, form):
        assert pages(paper)
        assert render(paper, "docx").startswith(b"PK")


@settings(max_examples=20, deadline=None)
@given(st.text(alphabet=MARKS, max_size=60))
def test_a_letter_in_word_says_what_was_given(text: str) -> None:
    document = Document(BytesIO(render(replace(LETTER, body=(f"始{text}终",)), "docx")))

    whole = unicodedata.normalize("NFKC", bare("".join(p.text for p in document.paragraphs)))
    assert f"始{expected(text)}终" in whole


def test_line_breaks_are_kept() -> None:
    shown = render(replace(TABLE, rows=[(1, "甲\n乙\r\n丙", "")]))

    from tests.papers.examples import read

    text = read(shown).pages[0].extract_text()
    assert re.search(r"甲\s*\n\s*乙\s*\n\s*丙", text)
