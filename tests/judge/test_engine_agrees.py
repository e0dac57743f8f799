"""The engine says what the second way of judging says, on random bundles and random rules."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.judge.comparing import differences
from tests.judge.random_bundles import Rows, random_rows, random_window
from tests.judge.random_rules import random_rules

RULES = 3
WINDOW = (dt.date(2024, 1, 1), dt.date(2024, 6, 30))
BODIES = [
    {"id": "W", "kind": "work_committee", "name": "W"},
    {"id": "B", "parent": "W", "kind": "branch", "name": "B", "established": "2010"},
]
MEMBER = {"id": "M", "name": "某人", "joined": "2023-01-01"}


@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # a seed does not shrink; tests.judge.comparing does
    suppress_health_check=list(HealthCheck),
)
@given(st.integers(0, 2**31))
def test_random_bundles_are_judged_alike(seed: int) -> None:
    rows, absent = random_rows(seed)
    assert differences(random_rules(seed, RULES), rows, absent, random_window(seed)) == []


def rule(kind: str, subject: str, **params: object) -> dict:
    return {
        "directive": "D1", "effective": "2020-01-01", "rule": "R", "article": "1", "kind": kind,
        "subject": subject, "strength": "must", "when": {}, "params": params, "in_force": {},
    }  # fmt: skip


# Bundles and rules on which the two once differed.
ONCE: dict[str, tuple[dict, Rows]] = {
    "members of a branch that is not there yet": (
        rule("composition", "organisation", limits=[{"count": "full_members", "at_most": 0}]),
        {
            "organisations": [BODIES[0], {**BODIES[1], "established": "2024-10"}],
            "members": [{**MEMBER, "full_since": "2023-03"}],
            "memberships": [{"member": "M", "organisation": "B", "since": "2015"}],
        },
    ),
    "notice with an upper bound only": (
        rule("notice", "activity", types=["study"], at_least=0, at_most=2),
        {
            "organisations": BODIES,
            "activities": [
                {"id": "A", "organisation": "B", "type": "study", "on": "2024-03-01", "status": "held"}
            ],
        },
    ),
    "share of nobody": (
        rule(
            "composition", "organisation",
            limits=[{"count": "share_in_one_group", "post": "secretary", "less_than": "0.5"}],
        ),
        {
            "organisations": BODIES,
            "members": [MEMBER],
            "memberships": [{"member": "M", "organisation": "B", "since": "2023"}],
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ONCE)
def test_what_once_differed(name: str) -> None:
    neutral, rows = ONCE[name]
    assert differences([neutral], rows, [], WINDOW) == []
