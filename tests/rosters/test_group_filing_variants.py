"""Filings of groups as other clerks keep them."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.rosters.small_books import codes, filing, outcomes, read_book
from zhibu.rosters import Reading


def row(group: str | None = "第一党小组", leader: str | None = "钱一", *, branch: str | None = "县档案馆党支部",
        manner: str | None = "推荐", since: object = "2022.5.6", established: object = "2020年3月",
        filed: object = "2022.5.20", members: str | None = "钱一、孙二、吴五（大）", count: object = 3,
        remark: str = "") -> list[object]:  # fmt: skip
    """One row of the filing."""
    return [1, branch, group, established, count, leader, manner, since, "2022.5.1", filed,
            "云直工备〔2022〕5号", members, None, remark]  # fmt: skip


def post(reading: Reading, number: int = 4) -> dict[str, object]:
    return next(each for each in reading.tables["posts"] if each["row"] == number)


def test_an_ordinary_row() -> None:
    reading = read_book(filing(row()))
    assert codes(reading) == []
    wanted = {
        "organisation": "G1", "branch": "B1", "group_established": "2020-03", "member": "M1",
        "since": "2022-05-06", "since_precision": "day", "until": "", "manner": "recommended",
        "decided_on": "2022-05-01", "filed_on": "2022-05-20", "filing_number": "云直工备〔2022〕5号",
    }  # fmt: skip
    assert {name: post(reading)[name] for name in wanted} == wanted


def test_former_leaders() -> None:
    reading = read_book(
        filing(
            row(),
            row(
                "〃",
                "孙二",
                branch="〃",
                since="2019年4月至2022年5月",
                established=None,
                members=None,
                remark="前任",
            ),
            row(
                "第二党小组",
                "李三",
                branch=None,
                members="李三、周四、吴五（小）",
                since="2022.05至今",
            ),
        )
    )
    assert [fate.what for fate in reading.rows if fate.outcome != "skip"] == [
        "group_and_leader", "former_leader", "group_and_leader",
    ]  # fmt: skip
    former, current = post(reading, 5), post(reading, 6)
    assert (former["organisation"], former["since"], former["until"]) == (
        "G1",
        "2019-04",
        "2022-05",
    )
    assert (current["organisation"], current["since"], current["until"]) == ("G2", "2022-05", "")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"leader": "（待选）"}, [("note", "leader_vacant")]),
        ({"leader": "钱一、孙二"}, [("hold", "two_leaders")]),
        ({"leader": "钱一同志"}, [("note", "remark_in_name_cell")]),
        ({"leader": "钱一（兼）"}, [("note", "remark_in_name_cell")]),
        ({"leader": "李三"}, [("note", "leader_not_in_group")]),
        ({"leader": "郑六"}, [("hold", "leader_of_other_branch")]),
        ({"leader": "冯七"}, [("hold", "leader_unknown")]),
        ({"manner": None}, [("note", "manner_missing")]),
        ({"manner": "群众推荐、支部任命"}, [("hold", "manner_mixed")]),
        ({"manner": "协商产生"}, [("hold", "manner_not_in_list")]),
        ({"since": 2022.1}, [("hold", "numeric_year_month_ambiguous")]),
        ({"since": "2025.3"}, [("hold", "date_after_report_date")]),
        ({"since": "2022.2.30"}, [("hold", "date_impossible")]),
        ({"since": "2019.9"}, [("hold", "leader_before_group")]),
        ({"since": "2020.3.1"}, []),
        ({"since": dt.date(2022, 5, 6)}, []),
        ({"filed": "2022.5.2"}, [("note", "filed_before_start")]),
        ({"members": "见花名册"}, [("note", "list_not_given")]),
        ({"members": "钱一、孙二"}, [("note", "list_shorter_than_count")]),
        ({"members": "钱一、孙二、吴五（大）、郑六"}, [("hold", "listed_member_of_other_branch")]),
        ({"members": "钱一、孙二、吴五（大）、冯七"}, [("hold", "listed_member_unknown")]),
        ({"count": "13人"}, [("note", "count_disagrees_with_roster")]),
        ({"count": "3人"}, []),
        ({"group": "第八党小组"}, [("hold", "group_unknown_in_branch")]),
        ({"branch": "县气象站党支部"}, [("reject", "branch_unknown")]),
    ],
)
def test_what_is_odd_about_a_row(
    change: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    reading = read_book(filing(row(**change)))  # type: ignore[arg-type]  # cells by name
    assert [(severity, code) for _, severity, code in codes(reading)] == expected


def test_the_group_that_has_no_row_yet_is_offered_and_taken() -> None:
    content = filing(
        row(), row("第八党小组", "李三", branch=None, members="李三、周四、吴五（小）")
    )
    first = read_book(content)
    assert [one.candidates for one in first.issues] == [("第二党小组",)]
    assert post(first, 5)["organisation"] == ""
    reading = read_book(content, {first.issues[0].key: "第二党小组"})
    assert post(reading, 5)["organisation"] == "G2"
    assert outcomes(reading) == {4: "import", 5: "import_with_note"}


def test_choices_are_taken() -> None:
    content = filing(row(leader="钱一、孙二", manner="推荐，支部任命", since=2022.1))
    first = read_book(content)
    chosen = {
        "two_leaders": "M2",
        "manner_mixed": "designated",
        "numeric_year_month_ambiguous": "2022-10",
    }
    reading = read_book(
        content, {one.key: chosen[one.code] for one in first.issues if one.code in chosen}
    )
    taken = post(reading)
    assert (taken["member"], taken["manner"], taken["since"]) == ("M2", "designated", "2022-10")
