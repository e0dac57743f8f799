"""The published rosters of organisations and members come out as their truth says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rosters.conftest import TODAY
from tests.rosters.truth import Truth, compare_issues, compare_rows, compare_table, key_map
from zhibu.rosters import Reading, read

FILES = ["党组织名册.xlsx", "党员花名册.xlsx", "党员花名册(2021年旧表).xls", "党员信息导出.csv"]
TABLES = ["organisations", "members", "members_2021", "members_csv", "members_second_list"]


@pytest.mark.parametrize("file", FILES)
def test_every_row_has_the_fate_of_the_truth(published: Reading, truth: Truth, file: str) -> None:
    assert compare_rows(published, truth, file) == []


@pytest.mark.parametrize("file", FILES)
def test_every_issue_of_the_truth_is_found(published: Reading, truth: Truth, file: str) -> None:
    assert compare_issues(published, truth, file) == []


def test_keys_are_one_to_one(published: Reading, truth: Truth) -> None:
    assert key_map(published, truth)[1] == []


@pytest.mark.parametrize("name", TABLES)
def test_every_value_of_the_truth(published: Reading, truth: Truth, name: str) -> None:
    assert compare_table(published, truth, name, key_map(published, truth)[0]) == []


def test_held_cells_offer_the_truths_candidates(published: Reading, truth: Truth) -> None:
    theirs = {(row["file"], row["sheet"], int(row["row"]), row["code"]): row["clean_or_candidates"]
              for row in truth.table("issues") if row["severity"] == "hold" and row["file"] in FILES}  # fmt: skip
    mine = {
        (one.file, one.sheet, one.row, one.code): one.clean_or_candidates
        for one in published.issues
    }
    # Whether two rows are one person is asked in words; the truth names the other row.
    different = {where: (mine[where], expected) for where, expected in theirs.items()
                 if expected and where[3] != "possible_duplicate_no_id" and mine[where] != expected}  # fmt: skip
    assert different == {}


def test_each_workbook_alone_against_what_is_known(
    roster_files: list[Path], published: Reading, truth: Truth
) -> None:
    """Organisations and members that are known already stand in for the other workbooks."""
    known = {name: published.tables[name] for name in ("organisations", "members")}
    by_name = {path.name: path for path in roster_files}
    for file, table in (
        ("党员花名册(2021年旧表).xls", "members_2021"),
        ("党员信息导出.csv", "members_csv"),
    ):
        alone = read([by_name[file]], known=known, today=TODAY)
        assert compare_rows(alone, truth, file) == []
        together = {row["row"]: row["key"] for row in published.tables[table]}
        kept = sum(together[row["row"]] == row["key"] for row in alone.tables[table])
        assert kept == len(together)
