"""The published rosters changed in one place at a time: indents, counties, choices, the command."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.rosters.big_workbook import write_big
from tests.rosters.conftest import TODAY
from zhibu.cli.rosters import command
from zhibu.rosters import Reading, read
from zhibu.rosters.kinds.organisations.tree import Line, Tree, blanks_of, ordinal_style
from zhibu.rosters.orgnames import place_of
from zhibu.rosters.sheets import open_workbook

PEOPLE = ["党组织名册.xlsx", "党员花名册.xlsx", "党员花名册(2021年旧表).xls", "党员信息导出.csv"]


@pytest.fixture(scope="module")
def people_files(roster_files: list[Path]) -> list[Path]:
    return [path for path in roster_files if path.name in PEOPLE]


def _lines(reading: Reading, path: Path) -> list[Line]:
    sheet = open_workbook(path)[0]
    lines = []
    for row in reading.tables["organisations"]:
        number = int(str(row["row"]))
        line = Line(number, str(row["key"]), str(row["kind"]), str(row["name"]),
                    blanks_of(sheet.text(number, 2), sheet.indents.get((number, 2), 0)))  # fmt: skip
        line.system, line.ordinal = sheet.text(number, 0).strip(), ordinal_style(sheet.text(number, 1))
        head = sheet.head_of(number, 0)[0]
        line.block = head if head != number else 0
        lines.append(line)
    return lines


def test_one_wrong_indent_anywhere_misleads_nobody(published: Reading, people_files: list[Path]) -> None:
    (path,) = [one for one in people_files if one.name == "党组织名册.xlsx"]
    rows = published.tables["organisations"]
    parents = {row["key"]: row["parent"] for row in rows}
    place = place_of(str(row["name"]) for row in rows)
    lines = _lines(published, path)
    for line in [one for one in lines if one.kind not in ("party_group", "work_committee")]:
        right = line.blanks
        for level in range(5):
            line.blanks = {"wide": level, "ascii": 0, "indent": 0}
            tree = Tree(lines, place)
            wrong = [one.name for one in lines if tree.put(one).parent != parents[one.key]]
            assert wrong == [], f"row {line.row} at level {level}"
        line.blanks = right


COUNTIES = [[("青梧县", "云岭市"), ("县", "市")], [("青梧县", "松江区"), ("青梧", "松江"), ("县", "区")],
            [("青梧县", "富川瑶族自治县"), ("青梧", "富川")], [("青梧县", "白河旗"), ("县", "旗")],
            [("中共青梧县", "中国共产党青梧县")], [("青梧县", "衡山市南岳区"), ("青梧", "南岳"), ("县", "区")]]  # fmt: skip


@pytest.mark.parametrize("changes", COUNTIES)
def test_another_county_fares_the_same(published: Reading, people_files: list[Path], changes: list[tuple[str, str]]) -> None:
    reading = read([_renamed(path, changes) for path in people_files if path.suffix != ".xls"], today=TODAY)
    expected = {(row.file, row.sheet, row.row): row.outcome for row in published.rows}
    assert [row for row in reading.rows if row.outcome != expected[(row.file, row.sheet, row.row)]] == []
    assert [row["parent"] for row in reading.tables["organisations"]] == [
        row["parent"] for row in published.tables["organisations"]]  # fmt: skip


def _renamed(path: Path, changes: list[tuple[str, str]]) -> tuple[str, bytes]:
    """The workbook with other words in its cells."""

    def changed(text: str) -> str:
        for old, new in changes:
            text = text.replace(old, new)
        return text

    if path.suffix == ".csv":
        return path.name, changed(path.read_text(encoding="gb18030")).encode("gb18030")
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            sheet = name.startswith("xl/worksheets/sheet")
            new.writestr(name, changed(content.decode()).encode() if sheet else content)
    return path.name, out.getvalue()


@pytest.mark.parametrize("place", [0, -1])
def test_every_hold_with_candidates_can_be_settled(people_files: list[Path], place: int) -> None:
    decisions: dict[str, str] = {}
    for _ in range(3):  # a choice may open another question, such as the group of the chosen branch
        reading = read(people_files, decisions=decisions, today=TODAY)
        open_ = [one for one in reading.issues if one.severity == "hold" and one.candidates]
        decisions |= {one.key: one.candidates[place] for one in open_}
    assert open_ == []
    held = {issue.code for issue in reading.issues if issue.severity == "hold"}
    assert held <= {"membership_suspended"}


def test_a_roster_without_a_list_of_organisations(people_files: list[Path], published: Reading) -> None:
    """Branches are taken as written, which is told once; everything else is judged as always."""
    (path,) = [one for one in people_files if one.name == "党员花名册.xlsx"]
    reading = read([path], today=TODAY)
    assert [issue.code for issue in reading.issues if issue.row == 0] == ["no_organisation_list"]
    assert len(reading.tables["members"]) == len(published.tables["members"])
    assert not [row for row in reading.rows if row.outcome == "reject" and row.sheet == "2024年新发展"]
    with_list = {(row.sheet, row.row): row.outcome for row in published.rows if row.file == path.name}
    worse = [row for row in reading.rows if row.outcome in ("hold", "reject")
             and with_list[(row.sheet, row.row)] in ("import", "import_with_note")]  # fmt: skip
    assert worse == []


def test_issue_keys_are_unique_and_stable(published: Reading, people_files: list[Path]) -> None:
    keys = [issue.key for issue in published.issues]
    assert len(keys) == len(set(keys))
    again = {issue.key for issue in read(people_files, today=TODAY).issues}
    assert again <= set(keys)


def test_the_command_writes_the_tables(people_files: list[Path], tmp_path: Path) -> None:
    result = CliRunner().invoke(command, ["read", *map(str, people_files), "--out", str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    assert "党员花名册" in result.output
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"members.csv", "organisations.csv", "dues.csv", "posts.csv", "activities.csv", "rows.csv", "issues.csv"} <= names
    with (tmp_path / "out" / "rows.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {"file", "sheet", "row", "what", "outcome", "key", "reasons"} == set(rows[0])


def test_ten_thousand_rows_are_read_whole(tmp_path: Path) -> None:
    """How long it takes is measured by `python3 dev.py bench`."""
    reading = read([write_big(tmp_path / "大.xlsx", 10_000)], today=TODAY)

    assert reading.counts()["import"] > 10_000
