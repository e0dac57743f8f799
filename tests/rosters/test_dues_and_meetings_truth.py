"""The meeting register, the dues ledger and the group filing come out as the truth says."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.rosters.known_from_truth import Compared, known_of, place, truth
from zhibu.rosters import Reading, read

MEETINGS = "2024年三会一课登记表.xlsx"
DUES = "党费收缴台账2024.xlsx"
GROUPS = "党小组设置及小组长备案表.xlsx"
TABLES = {MEETINGS: ["activities"], DUES: ["dues"], GROUPS: ["posts"]}


@pytest.fixture(scope="module")
def together(shared: Path) -> Reading:
    """All seven files read at once."""
    files = [path for path in (shared / "data" / "rosters").iterdir() if path.suffix != ".md"]
    return read(sorted(path for path in files if path.is_file()))


@pytest.fixture(scope="module", params=["alone", "together"])
def compared(
    request: pytest.FixtureRequest, shared: Path, together: Reading
) -> dict[str, Compared]:
    """The three files, each alone with what is known, or all seven files together."""
    if request.param == "together":
        return {file: Compared(shared, together, file) for file in TABLES}
    folder = shared / "data" / "rosters"
    return {
        file: Compared(shared, read([folder / file], known=known_of(shared)), file)
        for file in TABLES
    }


@pytest.mark.parametrize("file", TABLES)
def test_every_row_has_the_fate_of_the_truth(compared: dict[str, Compared], file: str) -> None:
    assert compared[file].outcomes() == []


@pytest.mark.parametrize("file", TABLES)
def test_every_value_is_that_of_the_truth(compared: dict[str, Compared], file: str) -> None:
    for table in TABLES[file]:
        assert compared[file].differences(table) == []


@pytest.mark.parametrize("file", TABLES)
def test_the_issues_are_those_of_the_truth(compared: dict[str, Compared], file: str) -> None:
    assert compared[file].issues() == []


def test_who_was_absent(compared: dict[str, Compared], shared: Path) -> None:
    one = compared[MEETINGS]
    where = {row["key"]: (place(row), row["type"]) for row in truth(shared, "activities")}
    theirs = Counter(
        (*where[row["activity"]], row["member"], row["status"], row["reason"])
        for row in truth(shared, "attendance")
    )
    types = {row["key"]: row["type"] for row in one.reading.tables["activities"]}
    mine = Counter(
        (place(row), types[row["activity"]], one.keys.get(str(row["member"]), row["member"]),
         row["status"], row["reason"])
        for row in one.reading.tables["attendance"]
    )  # fmt: skip
    assert mine == theirs


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (MEETINGS, "year_outside_register"),
        (MEETINGS, "group_inferred_from_host"),
        (MEETINGS, "courtesy_word"),
        (MEETINGS, "two_types_in_one_row"),
        (DUES, "implausible_amount"),
        (DUES, "letter_o_for_zero"),
        (DUES, "rate_disagrees_with_amount"),
        (DUES, "assessed_not_derivable"),
        (DUES, "back_payment_in_cell"),
        (DUES, "assessed_changes_in_year"),
        (GROUPS, "group_unknown_in_branch"),
        (GROUPS, "two_leaders"),
        (GROUPS, "manner_mixed"),
        (GROUPS, "numeric_year_month_ambiguous"),
        (GROUPS, "span_in_one_cell"),
        (GROUPS, "listed_member_of_other_branch"),
    ],
)
def test_the_choices_are_those_of_the_truth(
    compared: dict[str, Compared], file: str, code: str
) -> None:
    assert compared[file].candidates(code) == []


def test_only_complete_lists_make_others_present(compared: dict[str, Compared]) -> None:
    reading = compared[MEETINGS].reading
    open_codes = {"absent_without_names", "absentee_not_in_branch", "counts_disagree_with_list"}
    open_rows = {place(one) for one in reading.issues if one.code in open_codes}
    for row in reading.tables["activities"]:
        if place(row) in open_rows or row["status"] != "held":
            assert row["attendance_complete"] is False
    complete = sum(bool(row["attendance_complete"]) for row in reading.tables["activities"])
    assert complete > 600
