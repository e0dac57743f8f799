"""Marks of organisations and `not_under`: the engine says what the second way of judging says."""

from __future__ import annotations

from random import Random

import pytest

from tests.judge.comparing import differences
from tests.judge.random_bundles import Rows, random_rows, random_window
from tests.judge.random_rules import ORGANISATION_KINDS, random_rules

MARKS = ("own_premises", "service_window")


def with_marks(seed: int, rows: Rows) -> None:
    """Some organisations bear marks, some lose them again; a check of another list is none."""
    chance = Random(seed)
    found = {}
    for body in rows["organisations"]:
        for mark in MARKS:
            for _ in range(chance.choice((0, 1, 1, 3))):
                on = f"2024-{chance.randint(1, 12):02}-{chance.choice((1, 15, 28)):02}"
                checklist = chance.choice(("marks", "marks", "marks", "room"))
                found[body["id"], checklist, mark, on] = chance.choice(("yes", "yes", "no"))
    rows["checks"] = [
        {"organisation": body, "checklist": checklist, "item": item, "on": on, "ok": ok}
        for (body, checklist, item, on), ok in found.items()
    ]


@pytest.mark.parametrize("seed", range(2))
def test_marks_are_read_alike(seed: int) -> None:
    rows, absent = random_rows(seed)
    with_marks(seed, rows)
    chance = Random(seed)
    rules = random_rules(seed, 3)
    for rule in rules:
        rule["when"] = {"marked": chance.sample(MARKS, chance.randint(1, 2))}
    assert differences(rules, rows, absent, random_window(seed)) == []


@pytest.mark.parametrize("seed", range(100, 102))
def test_not_under_is_read_alike(seed: int) -> None:
    rows, absent = random_rows(seed)
    chance = Random(seed)
    rules = random_rules(seed, 3)
    for rule in rules:
        rule["when"] = {"not_under": chance.sample(ORGANISATION_KINDS, chance.randint(1, 3))}
    assert differences(rules, rows, absent, random_window(seed)) == []


def test_without_checks_nobody_can_say_who_is_marked() -> None:
    rows, _ = random_rows(3)
    rules = random_rules(3, 2)
    for rule in rules:
        rule["when"] = {"marked": list(MARKS)}
    assert differences(rules, rows, ["checks"], random_window(3)) == []
