"""Every question of the published list of conflicts is found by comparing the texts it names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from zhibu.engine import Rulebook
from zhibu.engine.comparing import Compared, compare
from zhibu.engine.comparing.relations import relation

SOURCES = {
    "X": "county-groups-2017", "K": "groups-course", "Z": "town-life-2020",
    "L": "loudi-groups-2023", "B": "county-organs-eight-norms",
}  # fmt: skip
# How two texts, in the order of SOURCES, stand to each other where the list says it plainly.
EXPECTED = {
    ("c01", "X", "L"): "contradictory",
    ("c01", "K", "L"): "contradictory",
    ("c03", "X", "K"): "contradictory",
    ("c03", "X", "L"): "contradictory",
    ("c05", "Z", "L"): "stricter",
    ("c05", "K", "L"): "same",
    ("c05", "Z", "B"): "same",
    ("c07", "Z", "B"): "contradictory",
    ("c08", "X", "L"): "contradictory",
    ("c31", "X", "B"): "contradictory",
    ("c32", "X", "K"): "contradictory",
}
# Whether a question contradicts a national text.
AGAINST_THE_NATION = {
    ("c07", "B", "branch-regulations-2018"),
    ("c23", "B", "admission-rules-2014"),
    ("c28", "B", "admission-rules-2014"),
    ("c31", "B", "branch-regulations-2018"),
}


@pytest.fixture(scope="session")
def conflicts(shared: Path) -> dict[str, set[str]]:
    """Question -> the letters of the texts whose clauses it cites."""
    found = {}
    for line in (shared / "spec" / "conflicts.md").read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if re.fullmatch(r"C\d\d", cells[0]):
            found[cells[0].lower()] = set(re.findall(r"\b([XKZLB])-", cells[2]))
    return found


@pytest.fixture(scope="session")
def compared(rulebook: Rulebook) -> dict[str, Compared]:
    return {one.matter: one for one in compare(rulebook, rulebook.directives)}


def related(found: Compared, one: str, other: str) -> str:
    pairs = {(pair.one, pair.other): pair.relation for pair in found.pairs}
    turned = {"stricter": "looser", "looser": "stricter"}
    relation = pairs.get((one, other))
    if relation is None:
        relation = pairs[other, one]
        relation = turned.get(relation, relation)
    return relation


def test_every_question_is_there_with_each_text_that_speaks_to_it(
    conflicts: dict[str, set[str]], compared: dict[str, Compared]
) -> None:
    assert len(conflicts) == 45
    silent = [
        f"{matter}: {letter}"
        for matter, letters in conflicts.items()
        for letter in sorted(letters)
        if not compared[matter].of(SOURCES[letter])
    ]

    assert silent == []


@pytest.mark.parametrize(("matter", "one", "other"), EXPECTED)
def test_they_stand_as_the_list_says(
    compared: dict[str, Compared], matter: str, one: str, other: str
) -> None:
    found = related(compared[matter], SOURCES[one], SOURCES[other])

    assert found == EXPECTED[matter, one, other]


@pytest.mark.parametrize(("matter", "letter", "nation"), sorted(AGAINST_THE_NATION))
def test_a_national_text_of_later_days_holds(
    rulebook: Rulebook, compared: dict[str, Compared], matter: str, letter: str, nation: str
) -> None:
    found = compared[matter]

    assert related(found, SOURCES[letter], nation) == "contradictory"
    above = found.of(nation)
    matters = rulebook.matters[matter]
    assert not any(
        relation(held, other, matters) == "contradictory"
        for held in found.holds
        if held.directive == SOURCES[letter]
        for other in above
    )


def test_every_question_has_a_reading_and_its_reason(
    conflicts: dict[str, set[str]], compared: dict[str, Compared]
) -> None:
    assert all(compared[matter].reading and compared[matter].reason for matter in conflicts)
