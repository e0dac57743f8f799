"""Slips that are no errors by the contract and yet change what is judged: `zhibu check` tells each of them."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from zhibu.cli.check import command
from zhibu.facts.reading import read_bundle
from zhibu.kernel.errors import InputError

GOLDEN = Path(__file__).parents[2] / "golden" / "rules"


@pytest.fixture
def bundle(shared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(shared / "golden" / "bundle", tmp_path / "bundle"))


def told(bundle: Path) -> str:
    run = CliRunner().invoke(command, [str(bundle), "--rules", str(GOLDEN), "--as-of", "2024-12-31"])
    assert run.exit_code == 0, run.exception
    return "\n".join(line for line in run.stderr.splitlines() if line.startswith("提示："))


def put(bundle: Path, table: str, row: int, column: str, text: str) -> None:
    path = bundle / f"{table}.csv"
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8"))))
    rows[row][rows[0].index(column)] = text
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def test_nothing_is_told_of_a_sound_bundle(bundle: Path) -> None:
    assert told(bundle) == ""


@pytest.mark.parametrize(("table", "column", "text", "said"), [
    ("adoptions", "directive", "D-BRANCHH", "制度“D-BRANCHH”没有装入，这 1 行没有用上；最接近的是 D-BRANCH"),
    ("waivers", "rule", "F-GRUOP", "“D-GROUP F-GRUOP”不是装入的规则，这 1 行没有用上"),
    ("activities", "type", "party_group_meetings", "活动类别“party_group_meetings”哪条要求也不问"),
    ("posts", "member", "M01\u200b", "posts.csv 第 2 行“member”列"),
    ("terms", "until", "2024-03-01", "terms.csv 第 3 行“since”列"),
])  # fmt: skip
def test_a_slip_that_is_no_error_is_told(bundle: Path, table: str, column: str, text: str, said: str) -> None:
    put(bundle, table, 1, column, text)

    assert said in told(bundle)


def test_a_branch_below_a_group_is_told(bundle: Path) -> None:
    rows = list(csv.DictReader((bundle / "organisations.csv").open(encoding="utf-8")))
    group = next(row["id"] for row in rows if row["kind"] == "party_group")
    place = next(n for n, row in enumerate(rows) if row["kind"] == "branch" and row["id"] != "B1")
    put(bundle, "organisations", place + 1, "parent", group)

    assert "支部和小组下面只能设党小组" in told(bundle)


def test_an_empty_table_of_adoptions_is_told(bundle: Path) -> None:
    path = bundle / "adoptions.csv"
    path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")

    assert "没有一件制度在哪个组织执行" in told(bundle)


def test_a_letter_of_value_0_is_an_error(bundle: Path) -> None:
    put(bundle, "members", 1, "name", "甲\0乙")

    with pytest.raises(InputError, match=r"members\.csv 第 2 行“name”列"):
        read_bundle(bundle)


def test_a_cell_without_end_is_quoted_in_part(bundle: Path) -> None:
    put(bundle, "activities", 1, "on", "1" * 1_000_000)

    with pytest.raises(InputError) as caught:
        read_bundle(bundle)
    assert len(str(caught.value)) < 1000
    assert "共 1000000 个字" in str(caught.value)
