"""The packs' scorecards: every case holds, every card has one, no number stands there as if a text gave it."""

from __future__ import annotations

import pytest

from zhibu.engine import Rulebook
from zhibu.engine.language.scorecards import Scorecard
from zhibu.engine.scoring.cases import cards_without_case, run_score_cases


def test_every_case_holds_and_every_card_has_one(rulebook: Rulebook) -> None:
    wrong = [
        f"{directive} {case.name}: {difference}"
        for directive, case, differences in run_score_cases(rulebook) for difference in differences
    ]

    assert wrong == []
    assert cards_without_case(rulebook) == []


@pytest.mark.parametrize(
    ("directive", "card"),
    [
        ("loudi-groups-2023", "GROUPS"),
        ("town-life-2020", "BRANCHES"),
        ("county-organs-eight-norms", "TOGETHER"),
    ],
)
def test_full_marks_come_to_a_hundred_and_are_parameters_to_be_checked(
    rulebook: Rulebook, directive: str, card: str
) -> None:
    found = rulebook.directives[directive]
    spec = rulebook.scorecard(directive, card)
    named = {parameter.name: parameter for parameter in found.head.parameters}

    assert total(spec) == 100
    assert all(named[name].check for name in found.score_parameters[card])


def total(card: Scorecard) -> int:
    """What a unit gets that misses nothing and is given no bonus."""
    return int(sum(item.points or 0 for item in card.items))
