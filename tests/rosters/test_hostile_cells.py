"""Cells that once stopped or broke a reading: each is read on, told, and ends in time."""

from __future__ import annotations

import datetime as dt

from tests.rosters.small_books import (
    DUES_HEADINGS,
    KNOWN,
    Cells,
    book,
    codes,
    dues,
    meetings,
    read_book,
)
from zhibu.rosters import read
from zhibu.rosters.values.absentees import read_absences
from zhibu.rosters.values.amounts import amount_of


def line(name: str, *months: object, assessed: object = 25) -> Cells:
    return [1, name, "正式党员", "", "", assessed, *months, *[""] * (12 - len(months)), "", ""]


def test_a_nameless_member_does_not_hold_up_the_list_of_absentees() -> None:
    assert [one.name for one in read_absences("钱一（请假）、孙二", ["", "钱一"]).people] == ["钱一", "孙二"]
    nameless = [*KNOWN["members"], {"key": "M9", "name": "", "branch": "B1"}]
    content = meetings({"缺席人员及原因": "孙二（请假）", "实到": 5})
    reading = read([("表.xlsx", content)], known={**KNOWN, "members": nameless}, today=dt.date(2023, 12, 31))
    assert [row["member"] for row in reading.tables["attendance"]] == ["M2"]


def test_a_very_long_list_of_absentees_is_not_searched_through() -> None:
    found = read_absences("甲乙丙" * 5000, ["钱一"])
    assert (found.people, len(found.unread)) == ([], 1)


def test_one_member_in_three_rows() -> None:
    """The second row quarrels with the first and is held; the third is held against the first."""
    reading = read_book(dues(line("钱一", 25, 25), line("钱一", 25, 25), line("钱一", "", "", 30, 30, assessed=30)))
    assert (5, "hold", "member_twice") in codes(reading)
    assert [row["month"] for row in reading.tables["dues"] if row["row"] == 6] == [
        f"2023-{month:02}" for month in range(3, 13)
    ]


def test_the_same_as_a_back_payment_is_asked() -> None:
    reading = read_book(dues(line("钱一", "", "补交1月25元，本月25", "同左", 25)))
    paid = {row["month"]: row["paid"] for row in reading.tables["dues"]}
    assert [paid[f"2023-0{month}"] for month in (1, 2, 3, 4)] == ["25.00", "25.00", "", "25.00"]
    assert (4, "hold", "ditto_without_amount") in codes(reading)


def test_sums_that_no_ledger_holds_are_no_sums() -> None:
    assert amount_of("9" * 400) is None
    assert amount_of(1e300) is None
    reading = read_book(book(("台账", [["2023年党费收缴台账"], ["党支部：县档案馆党支部"], DUES_HEADINGS, line("钱一", 1e300, "9" * 50)])))
    assert {code for _, _, code in codes(reading)} >= {"amount_unreadable"}
