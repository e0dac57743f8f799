"""Records on paper, and the Word templates of clerks."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document
from pypdf import PdfReader

from zhibu.domain.minutes.papers import blank_form, minutes_form, word_values
from zhibu.domain.minutes.record import (
    Box,
    Record,
    Said,
    code_next,
    code_of,
    code_short,
    packed,
    unpacked,
)
from zhibu.domain.minutes.selectors.asking import Asking
from zhibu.papers import render
from zhibu.papers.records import record_filled, record_template_problems, starting_template

RECORD = Record(
    "党小组会记录", "水利局机关党支部第二党小组", "party_group_meeting", "2026-11-23", "15:00", "16:10", "二楼小会议室", host="周明远",
    recorder="贺云帆", entitled=8, counted=7, present=("周明远", "苗佳宁（预备）"), missing=("蒋德厚：请假，体检",),
    items=(Said("冬修工程", "先修溢洪道。", "分三段。", ("定值守表（秦岚）",)),), boxes=(Box("小结", "念了分工。"),), view_word="意见", version=2,
    recorded_on="2026-12-05", late=5,
)  # fmt: skip


def text_of(word: bytes) -> str:
    document = Document(BytesIO(word))
    lines = [one.text for one in document.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    foot = [one.text for one in document.sections[0].footer.paragraphs]
    return "\n".join([*lines, *cells, *foot])


def with_text(text: str) -> bytes:
    document = Document(BytesIO(starting_template()))
    document.add_paragraph(text)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_what_was_locked_comes_back_as_it_was_and_its_code_tells_every_change() -> None:
    kept = packed(RECORD)
    assert unpacked(kept) == RECORD
    changed = {**kept, "place": "三楼"}
    assert code_of(kept) != code_of(changed)
    assert code_of(kept) == code_of(dict(reversed(kept.items())))
    assert code_next(code_of(kept), "a", "b") != code_next(code_of(kept), "ab", "")


def test_our_template_has_no_fault_and_is_filled_with_everything() -> None:
    assert record_template_problems(starting_template()) == []
    text = text_of(record_filled(None, word_values(RECORD, "4c1e90b7")))
    for words in ("党小组会记录", "二楼小会议室", "蒋德厚：请假，体检", "一、冬修工程", "先修溢洪道。", "意见：分三段。", "定值守表（秦岚）", "补记 5 天", "4c1e-90b7"):
        assert words in text
    assert "{" not in text


def test_an_unknown_placeholder_is_told_with_its_place_and_the_nearest_word() -> None:
    [problem] = record_template_problems(with_text("地点在{{地典}}"))
    assert "第 " in str(problem)
    assert "段" in str(problem)
    assert "{{地典}}" in str(problem)
    assert "“地点”" in str(problem)


def test_an_unknown_part_of_a_list_is_told() -> None:
    found = record_template_problems(with_text("{% for 甲 in 议题 %}{{甲.标提}}{% endfor %}"))
    assert any("甲.标提" in str(one) and "甲.标题" in str(one) for one in found)


@pytest.mark.parametrize("text", ["{{ 地点.__class__.__mro__ }}", "{% for 甲 in 议题 %}没有完", "{{ 地点"])
def test_a_template_that_wants_more_than_names_is_refused(text: str) -> None:
    assert record_template_problems(with_text(text)) or "class" not in text_of(record_filled(with_text(text), {}))


@pytest.mark.parametrize("content", [b"", b"abc", b"PK\x03\x04broken"])
def test_what_is_no_word_file_is_told_so(content: bytes) -> None:
    [problem] = record_template_problems(content)
    assert "Word" in str(problem)
    assert "是空的" not in str(problem)


@pytest.mark.parametrize(("text", "said"), [("{% endfo %}", "endfo"), ("{% if 主题 %}", "endif"), ("{{ 主 题 }}", "成对")])
def test_braces_that_cannot_be_read_are_told_in_chinese(text: str, said: str) -> None:
    [problem] = record_template_problems(with_text(text))
    assert said in str(problem)
    assert "Jinja" not in str(problem)


def test_the_sheet_and_the_one_for_handwriting_are_printed() -> None:
    form = minutes_form(RECORD, "4c1e90b7" * 8, ("第 1 次更正",))
    assert any("核对码" in note and code_short("4c1e90b7") in note for note in form.notes)
    assert "还没有锁定" in minutes_form(RECORD).notes[-1]
    for paper in (form, blank_form("党小组会记录", "第二党小组", ("冬修工程",))):
        assert render(paper).startswith(b"%PDF")


def test_the_sheet_for_handwriting_has_the_fields_of_the_type_on_one_page() -> None:
    asked = (Asking("field.f1", "书名"), Asking("field.f2", "读了几页", "number"), Asking("field.f3", "评价", "choice", choices=("好", "差")))
    pages = PdfReader(BytesIO(render(blank_form("读书会记录", "第二党小组", ("导读",), asked=asked)))).pages
    said = "".join(pages[0].extract_text().split())

    assert len(pages) == 1
    assert all(word in said for word in ("书名", "读了几页", "评价", "好", "差"))
