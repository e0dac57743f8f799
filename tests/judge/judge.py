"""The second way of judging: plain loops over dicts, to be compared with the engine row for row."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from pathlib import Path

from tests.judge import kinds, kinds_of_activities, kinds_of_facts, kinds_over_time
from tests.judge.verdicts import Rule
from tests.judge.wider import any_of
from tests.judge.world import World

KINDS: dict[str, Callable[[Rule], list[dict[str, str]]]] = {
    "frequency": kinds.frequency,
    "composition": kinds.composition,
    "eligibility": kinds.eligibility,
    "notice": kinds_of_activities.notice,
    "record": kinds_of_activities.record,
    "vacancy": kinds_over_time.vacancy,
    "term": kinds_over_time.term,
    "deadline": kinds_over_time.deadline,
    "streak": kinds_over_time.streak,
    "dues": kinds_over_time.dues,
    "attendance": kinds_of_facts.attendance,
    "vote": kinds_of_facts.vote,
    "sequence": kinds_of_facts.sequence,
    "checklist": kinds_of_facts.checklist,
}
ORDER = ("directive", "rule", "subject", "period_start")


def judge(
    rules: list[dict],
    rows: dict[str, list[dict[str, str]]],
    columns: dict[str, set[str]],
    since: dt.date,
    as_of: dt.date,
) -> list[dict[str, str]]:
    """All verdicts of rules in the neutral form, ordered as the published rows are."""
    world = World(rows, columns, as_of)
    found = []
    for neutral in rules:
        if neutral["strength"] != "may":
            rule = Rule(neutral, world, since)
            if rule.kind == "any_of":
                found += any_of(rule, KINDS, neutral)
            else:
                found += KINDS[rule.kind](rule)
    return sorted(found, key=lambda row: tuple(row[name] for name in ORDER))


def read_folder(folder: Path) -> tuple[dict[str, list[dict[str, str]]], dict[str, set[str]]]:
    """The rows and columns of a folder of CSV files."""
    rows, columns = {}, {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            rows[path.stem] = list(reader)
            columns[path.stem] = set(reader.fieldnames or ())
    return rows, columns
