"""Sheets with the headings of the one before are known by them; what differs is looked at again."""

from __future__ import annotations

import datetime as dt

from tests.rosters.big_workbook import id_number
from tests.rosters.small_books import DUES_HEADINGS, KNOWN, MEETING_HEADINGS, Cells, book
from tests.rosters.test_variants import TODAY
from zhibu.rosters import Reading, read

ROSTER: Cells = ["姓名", "身份证号", "所在支部", "党员类别", "入党时间", "转正时间"]
LEFT: Cells = ["姓名", "身份证号", "所在支部", "减少原因", "减少时间", "去向"]
PERSON: Cells = ["钱一", "", "县档案馆党支部", "正式党员", "2001.07", "2002.07"]
GONE: Cells = ["孙二", "", "县档案馆党支部", "去世", "2023.05", ""]


def kinds(*sheets: tuple[str, list[Cells]], **more: object) -> list[str]:
    reading: Reading = read([("表.xlsx", book(*sheets))], known=KNOWN, today=TODAY, **more)  # type: ignore[arg-type]  # any of its words
    return [sheet.kind for sheet in reading.sheets]


def test_one_kind_after_the_other() -> None:
    dues: list[Cells] = [["2023年党费收缴台账"], ["党支部：县档案馆党支部"], DUES_HEADINGS, [1, "钱一", "", "", "", 25, 25]]
    meetings: list[Cells] = [["2023年三会一课登记表"], ["党支部：县档案馆党支部"], MEETING_HEADINGS, [1, "3月", "2023.3.8", "", "党课"]]
    assert kinds(("a", dues), ("b", dues), ("c", meetings), ("d", meetings), ("e", dues)) == [
        "dues", "dues", "meetings", "meetings", "dues",
    ]  # fmt: skip


def test_the_same_row_with_other_headings_is_another_sheet() -> None:
    assert kinds(("a", [["表"], ROSTER, PERSON]), ("b", [["表"], LEFT, GONE])) == ["members", "departed"]
    moved: list[Cells] = [["表"], [], ROSTER, PERSON]
    assert kinds(("a", [["表"], ROSTER, PERSON]), ("b", moved)) == ["members", "members"]


def test_columns_in_another_order_are_read_where_they_stand() -> None:
    turned = [["名册"], list(reversed(ROSTER)), list(reversed(["郑六", *PERSON[1:2], "县文化馆党支部", *PERSON[3:]]))]
    reading = read([("表.xlsx", book(("a", [["名册"], ROSTER, PERSON]), ("b", turned)))], known=KNOWN, today=TODAY)
    assert [row["name"] for row in reading.tables["members"]] == ["钱一", "郑六"]


def test_what_a_person_says_of_one_sheet_holds_for_it_alone() -> None:
    sheets: list[tuple[str, list[Cells]]] = [(name, [["表"], ROSTER, PERSON]) for name in ("a", "b", "c")]
    rules = {"sheets": [{"sheet": "b", "kind": ""}]}
    assert kinds(*sheets, mapping=rules) == ["members", "", "members"]
    columns = {"sheets": [{"sheet": "b", "columns": {"姓名": ""}}]}
    assert kinds(*sheets, mapping=columns) == ["members", "", "members"]


def test_a_person_moved_by_a_choice_is_found_in_the_other_branch() -> None:
    number = id_number(dt.date(1980, 1, 1), 1)
    rows: list[Cells] = [["花名册"], ROSTER, ["赵七", number, *PERSON[2:]], ["赵七", number, "县文化馆党支部", *PERSON[3:]]]
    dues: list[Cells] = [["2023年党费收缴台账"], ["党支部：县文化馆党支部"], DUES_HEADINGS, [1, "赵七", "", "", "", 25, *[25] * 12]]
    files = [("表.xlsx", book(("党员", rows), ("台账", dues)))]
    first = read(files, known=KNOWN, today=TODAY)
    asked = [issue for issue in first.issues if issue.code == "same_id_in_two_branches"]
    assert len(asked) == 1, [issue.code for issue in first.issues]
    again = read(files, known=KNOWN, today=TODAY, decisions={asked[0].key: asked[0].candidates[1]})
    assert len(again.tables["dues"]) == 12
    assert not [issue for issue in again.issues if issue.sheet == "台账" and issue.severity != "note"]
