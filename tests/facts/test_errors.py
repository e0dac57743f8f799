"""Each error of the contract is found and told with file, row, column, value and what was expected."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.facts.small import Tables, small, write_csv
from zhibu.facts.bundle import Bundle
from zhibu.facts.contract import TABLES
from zhibu.facts.reading import read_bundle
from zhibu.kernel.errors import InputError, Problem

Change = Callable[[Tables], object]


def read_problems(folder: Path, tables: Tables) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        read_bundle(write_csv(folder, tables))
    return list(caught.value.problems)


def setting(table: str, row: int, **cells: str) -> Change:
    return lambda tables: tables[table][row].update(cells)


def adding(table: str, **cells: str) -> Change:
    return lambda tables: tables[table].append(cells)


# what is changed in the small bundle -> where the one problem stands, and the value read
ONE_PROBLEM: dict[str, tuple[Change, str, str]] = {
    "unreadable date": (setting("activities", 0, on="2024-3-1"), "activities.csv 第 2 行“on”列", "2024-3-1"),
    "no such day": (setting("activities", 0, on="2024-02-30"), "activities.csv 第 2 行“on”列", "2024-02-30"),
    "slashes": (setting("activities", 0, on="2024/03/01"), "activities.csv 第 2 行“on”列", "2024/03/01"),
    "time of day": (
        setting("activities", 0, on="2024-03-01 00:00"), "activities.csv 第 2 行“on”列", "2024-03-01 00:00",
    ),
    "month where a day is wanted": (
        setting("activities", 0, notice_on="2024-02"), "activities.csv 第 2 行“notice_on”列", "2024-02",
    ),
    "month 13": (setting("members", 0, joined="1998-13"), "members.csv 第 2 行“joined”列", "1998-13"),
    "full_since unreadable though not used": (
        setting("members", 1, full_since="x"), "members.csv 第 3 行“full_since”列", "x",
    ),
    "month of dues": (setting("dues", 0, month="2024-1"), "dues.csv 第 2 行“month”列", "2024-1"),
    "third decimal": (setting("dues", 0, paid="20.001"), "dues.csv 第 2 行“paid”列", "20.001"),
    "not a whole number": (setting("activities", 0, topics="两"), "activities.csv 第 2 行“topics”列", "两"),
    "time": (setting("activities", 0, start="9:30"), "activities.csv 第 2 行“start”列", "9:30"),
    "closed list": (setting("attendance", 0, status="late"), "attendance.csv 第 2 行“status”列", "late"),
    "yes or no": (setting("posts", 0, acting="true"), "posts.csv 第 2 行“acting”列", "true"),
    "empty starred cell": (setting("members", 1, name=""), "members.csv 第 3 行“name”列", ""),
    "blank starred cell": (setting("members", 1, name=" 　"), "members.csv 第 3 行“name”列", ""),
    "branch without a day": (
        setting("organisations", 1, established=""), "organisations.csv 第 3 行“established”列", "",
    ),
    "group without a day": (
        setting("organisations", 2, established=""), "organisations.csv 第 4 行“established”列", "",
    ),
    "unknown parent": (setting("organisations", 1, parent="Z"), "organisations.csv 第 3 行“parent”列", "Z"),
    "unknown host": (setting("activities", 0, host="Z"), "activities.csv 第 2 行“host”列", "Z"),
    "unknown speaker": (setting("activities", 0, speaker="M1 Z"), "activities.csv 第 2 行“speaker”列", "M1 Z"),
    "unknown activity around": (
        setting("activities", 1, part_of="Z"), "activities.csv 第 3 行“part_of”列", "Z",
    ),
    "unknown decider": (setting("posts", 0, decided_by="Z"), "posts.csv 第 2 行“decided_by”列", "Z"),
    "unknown member present": (
        adding("attendance", activity="A1", member="Z", status="present"), "attendance.csv 第 4 行“member”列", "Z",
    ),
    "paper about nothing": (setting("papers", 0, about="Z"), "papers.csv 第 2 行“about”列", "Z"),
    "unknown case": (setting("steps", 0, case="Z"), "steps.csv 第 2 行“case”列", "Z"),
    "unknown ballot case": (setting("ballots", 0, case="Z"), "ballots.csv 第 2 行“case”列", "Z"),
    "unknown adopter": (setting("adoptions", 0, organisation="Z"), "adoptions.csv 第 2 行“organisation”列", "Z"),
    "unknown subject of a waiver": (setting("waivers", 0, subject="Z"), "waivers.csv 第 2 行“subject”列", "Z"),
    "empty span": (setting("penalties", 0, until="2024-01-01"), "penalties.csv 第 2 行“until”列", "2024-01-01"),
    "span backwards": (setting("terms", 0, until="2023-07-07"), "terms.csv 第 2 行“until”列", "2023-07-07"),
    "post backwards": (setting("posts", 0, until="2020-04"), "posts.csv 第 2 行“until”列", "2020-04"),
    "repeated id": (
        adding("papers", id="D1", kind="k", on="2024-01-01", about="B"), "papers.csv 第 3 行“id”列", "D1",
    ),
    "repeated key": (
        adding("dues", member="M1", month="2024-01", assessed="1"), "dues.csv 第 4 行“member”列", "M1",
    ),
    "repeated waiver": (
        adding("waivers", directive="any", rule="any", subject="G1", since="2024-01-01", until="2024-02-01",
               reason="停工", approved_by="乙支部"),
        "waivers.csv 第 3 行“directive”列", "any",
    ),
    "two branches on a day": (
        lambda tables: (
            tables["organisations"].append(
                {"id": "B2", "kind": "branch", "name": "丁", "established": "2010"}),
            tables["memberships"].append(
                {"member": "M3", "organisation": "B2", "since": "2023-01-01", "until": "2024-02-01"}),
        ),
        "memberships.csv 第 8 行“since”列", "2024-01-31",
    ),
    "two groups in a month": (
        adding("memberships", member="M1", organisation="G2", since="2024-04"),
        "memberships.csv 第 9 行“since”列", "2024-04",
    ),
    "group without its branch": (
        setting("memberships", 3, since="2012-01-02"), "memberships.csv 第 6 行“organisation”列", "G1",
    ),
    "group longer than its branch": (
        setting("memberships", 1, until="2024-04-30"), "memberships.csv 第 4 行“organisation”列", "G1",
    ),
    "gap in the branch": (
        setting("memberships", 0, until="2019"), "memberships.csv 第 4 行“organisation”列", "G1",
    ),
    "member of a committee": (
        adding("memberships", member="M3", organisation="C", since="2010"),
        "memberships.csv 第 9 行“organisation”列", "C",
    ),
    "group under a committee": (
        lambda tables: (
            tables["organisations"][2].update(parent="C"),
            tables.update(memberships=[r for r in tables["memberships"] if r["organisation"] != "G1"]),
        ),
        "organisations.csv 第 4 行“parent”列", "C",
    ),
    "group under nothing": (
        lambda tables: (
            tables["organisations"][2].update(parent=""),
            tables.update(memberships=[r for r in tables["memberships"] if r["organisation"] != "G1"]),
        ),
        "organisations.csv 第 4 行“parent”列", "",
    ),
    "its own parent": (setting("organisations", 0, parent="C"), "organisations.csv 第 2 行“parent”列", "C"),
}  # fmt: skip


@pytest.mark.parametrize("name", ONE_PROBLEM)
def test_one_error_is_one_problem(tmp_path: Path, name: str) -> None:
    change, where, read = ONE_PROBLEM[name]
    tables = small()
    change(tables)

    problems = read_problems(tmp_path, tables)

    assert [(problem.where, problem.read) for problem in problems] == [(where, read)]
    assert problems[0].expected


def test_every_starred_column_must_be_there(tmp_path: Path) -> None:
    for name, table in TABLES.items():
        for column in table.columns:
            tables = small()
            for row in tables[name]:
                row.pop(column.name, None)
            folder = tmp_path / f"{name}.{column.name}"
            if column.required:
                problems = read_problems(folder, {name: tables[name]})
                assert any(
                    problem.where == f"{name}.csv 表头" and column.name in problem.expected
                    for problem in problems
                )


def test_all_errors_are_listed_at_once(tmp_path: Path) -> None:
    tables = small()
    tables["members"][0]["joined"] = "?"
    tables["members"][2]["name"] = ""
    tables["activities"][0].update(on="?", host="Z", form="?")
    tables["organisations"].append({"id": "X", "parent": "Y", "kind": "committee", "name": "戊"})
    tables["organisations"].append({"id": "Y", "parent": "X", "kind": "committee", "name": "己"})

    problems = read_problems(tmp_path, tables)

    assert [problem.where for problem in problems] == [
        "organisations.csv 第 6 行“parent”列",
        "organisations.csv 第 7 行“parent”列",
        "members.csv 第 2 行“joined”列",
        "members.csv 第 4 行“name”列",
        "activities.csv 第 2 行“on”列",
        "activities.csv 第 2 行“form”列",
        "activities.csv 第 2 行“host”列",
    ]


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (b"id,name,joined\nM1,x\n", "members.csv 第 2 行"),
        (b"id,name,joined\nM1,x,1998,y\nM2,y,1999\nM3,y\n", "members.csv 第 2 行"),
        (b'id,name,joined\nM1,"x,1998\n', "members.csv 第 2 行附近"),
        (b'id,name,joined\nM1,"x"y,1998\n', "members.csv 第 2 行附近"),
        ("id,name,joined\nM1,甲,1998\n".encode("gb18030"), "members.csv 第 2 行"),
        ("id,姓名,joined\nM1,甲,1998\n".encode("gb18030"), "members.csv 第 1 行"),
        (b"id,name,joined,\xe7\xbc\x96\xe5\x8f\xb7\nM1,x,1998,M1\n", "members.csv 表头"),
        (b"", "members.csv 表头"),
    ],
)
def test_a_file_that_is_no_sound_csv(tmp_path: Path, content: bytes, where: str) -> None:
    (tmp_path / "members.csv").write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_bundle(tmp_path)
    assert caught.value.problems[0].where == where


def test_row_numbers_count_lines_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "members.csv").write_text('id,name,joined\nM1,"a\nb",1998\n\nM2,x,bad\n')
    with pytest.raises(InputError) as caught:
        read_bundle(tmp_path)
    assert [problem.where for problem in caught.value.problems] == ["members.csv 第 5 行“joined”列"]


def test_what_need_not_resolve_is_not_refused() -> None:
    tables = small()
    tables["posts"][0]["member"] = "nobody"
    tables["cases"][0]["subject"] = "somebody without a row"
    tables["waivers"][0].update(directive="gone", rule="gone")
    tables["adoptions"][0]["directive"] = "gone"
    tables["steps"][0]["by"] = "anybody"
    Bundle.from_rows(tables)


def test_nothing_there(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "no", tmp_path / "no.xlsx"):
        with pytest.raises(InputError):
            read_bundle(path)
    (tmp_path / "broken.xlsx").write_text("no workbook")
    with pytest.raises(InputError):
        read_bundle(tmp_path / "broken.xlsx")
    (tmp_path / "broken.xlsx").unlink()
    (tmp_path / "members.parquet").write_text("no parquet")
    with pytest.raises(InputError):
        read_bundle(tmp_path)
