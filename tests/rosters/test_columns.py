"""Headings are found anywhere near the top, in one or two rows, under many names; people correct them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rosters.small_books import Cells, book
from zhibu.kernel.errors import InputError
from zhibu.rosters import Reading, SheetReading, read
from zhibu.rosters.columns import Vocabulary, find_layout
from zhibu.rosters.mapping import Mapping
from zhibu.rosters.people.vocabulary import VOCABULARY as PEOPLE
from zhibu.rosters.sheets import Sheet

WORDS = Vocabulary({"name": "姓名", "total": "党员数合计 合计", "full": "党员数正式", "phone": "电话 *电话"}, {r"(\d{1,2})月": "month_{}"})


def _sheet(*rows: Cells) -> Sheet:
    return Sheet("甲.xlsx", "表", [list(row) for row in rows])


def test_the_heading_row_is_found_below_titles_and_blank_rows() -> None:
    layout = find_layout(_sheet(["某县名册"], [""], ["填报单位：某局"], ["姓 名", "联系电话（手机）"], ["李一", "154"]), WORDS)
    assert layout is not None
    assert layout.header_rows == (4,)
    assert (layout.index("name"), layout.index("phone")) == (0, 1)
    assert layout.columns["phone"].certainty < layout.columns["name"].certainty == 1.0


def test_two_heading_rows_without_merges() -> None:
    layout = find_layout(_sheet(["姓名", "党员数", "", "电话"], ["", "合计", "正式", ""], ["李一", 3, 2, ""]), WORDS)
    assert layout is not None
    assert layout.header_rows == (1, 2)
    assert (layout.index("total"), layout.index("full")) == (1, 2)


def test_patterns_and_line_breaks() -> None:
    layout = find_layout(_sheet(["姓\n名", "1月", "12月"], ["李一", 1, 2]), WORDS)
    assert layout is not None
    assert (layout.index("name"), layout.index("month_12")) == (0, 2)


def _roster(headings: Cells, row: Cells, mapping: object = None) -> Reading:
    content = book(("名单", [["某县党员花名册"], headings, row]))
    return read([("甲.xlsx", content)], mapping=mapping)  # type: ignore[arg-type]  # as a person's file has it


ROW: Cells = ["李一", "999999199012290383", "女", "汉族", "1990.12", "正式党员", "县教育局党支部", "2012.05", "2013.05"]
NAMES: list[Cells] = [
    ["姓名", "公民身份号码", "性别", "民族", "出生日期", "人员类别", "所在党支部", "加入党组织日期", "转为正式党员日期"],
    ["党员姓名", "身份证号码", "性 别", "族别", "出生年月", "党员类别", "所属支部", "入党时间", "转正时间"],
    ["姓\n名", "身份证号（18位）", "性别", "民族", "出生年月日", "党员类型", "支部名称", "入党日期", "转正日期"],
]  # fmt: skip


@pytest.mark.parametrize("headings", NAMES)
def test_one_roster_under_many_headings(headings: Cells) -> None:
    reading = _roster(headings, ROW)
    assert reading.sheets[0].kind == "members"
    (member,) = reading.tables["members"]
    assert (member["name"], member["joined"], member["full_since"], member["category"]) == ("李一", "2012-05", "2013-05", "full")


def test_a_person_corrects_a_column(tmp_path: Path) -> None:
    headings: Cells = [*NAMES[0][:7], "甲时间", "乙时间"]
    assert "joined" not in _columns(_roster(headings, ROW).sheets[0])
    path = tmp_path / "对应.yaml"
    path.write_text("sheets:\n- file: '*.xlsx'\n  sheet: 名单\n  columns: {甲时间: joined, I: full_since}\n", encoding="utf-8")
    reading = _roster(headings, ROW, Mapping.load(path))
    assert reading.tables["members"][0]["full_since"] == "2013-05"
    assert _columns(reading.sheets[0])["joined"] == "甲时间"


def _columns(sheet: SheetReading) -> dict[str, str]:
    return {column.field: column.heading for column in sheet.columns}


def test_a_person_says_a_sheet_is_not_to_be_read() -> None:
    reading = _roster(NAMES[0], ROW, {"sheets": [{"sheet": "名单", "kind": ""}]})
    assert reading.sheets[0].kind == ""
    assert {row.outcome for row in reading.rows} == {"skip"}


@pytest.mark.parametrize("text", ["sheets: 3", "- a", "sheets:\n- spalten: {}", "sheets: [", "sheets:\n- columns: 3"])
def test_a_wrong_mapping_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "坏.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError):
        Mapping.load(path)


@pytest.mark.parametrize(
    ("heading", "field"),
    [("何时入党", "joined"), ("入党日期（年月日）", "joined"), ("成为预备党员时间", "joined"), ("何时转正", "full_since"),
     ("所属党支部名称", "branch"), ("组织关系所在党支部", "branch"), ("入党介绍人", "introducers"), ("男/女", "sex"), ("递交入党申请书时间", "")],
)  # fmt: skip
def test_headings_of_rosters_in_other_words(heading: str, field: str) -> None:
    assert PEOPLE.field_of(heading)[0] == field
