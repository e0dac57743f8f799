"""Less known is never otherwise known: without a table or a column a verdict stays as it was, or is unknown.

Every table and every column that may be missing is taken away from the golden bundle, one at a time, and
everything is judged again.
"""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from zhibu import engine
from zhibu.engine.sources.copies import opened
from zhibu.facts.bundle import Bundle
from zhibu.facts.contract import TABLES

RULES = Path(__file__).parents[2] / "golden" / "rules"
WINDOW = engine.Window.until(dt.date(2024, 12, 31))
COMPARED = [column for column in engine.COLUMNS if column != "reason"]
# Settings: where they are missing nothing is unknown, it is judged without them.
SETTINGS = ("adoptions", "waivers", "calendar")
TAKEN = [*TABLES, *(f"{table.name}.{column.name}" for table in TABLES.values() for column in table.columns
                    if not column.required and not column.personal)]  # fmt: skip
Rows = dict[str, list[dict[str, Any]]]
Found = dict[tuple[Any, ...], engine.Verdict]


@pytest.fixture(scope="module")
def rulebook() -> engine.Rulebook:
    return engine.load(RULES)


@pytest.fixture(scope="module")
def rows(shared: Path) -> Rows:
    folder = shared / "golden" / "bundle"
    return {file.stem: list(csv.DictReader(file.open(encoding="utf-8-sig"))) for file in folder.glob("*.csv")}


@pytest.fixture(scope="module")
def complete(rulebook: engine.Rulebook, rows: Rows) -> Found:
    return judged(rulebook, rows, "")


def judged(rulebook: engine.Rulebook, rows: Rows, taken: str) -> Found:
    table, _, column = taken.partition(".")
    given = {name: [dict(row) for row in found] for name, found in rows.items() if name != taken}
    for row in given.get(table, ()):
        row.pop(column, None)
    with opened(Bundle.from_rows(given, [taken] if taken else []), "sqlite") as source:
        return {verdict.key: verdict for verdict in engine.judge(rulebook, source, WINDOW)}


def otherwise(complete: Found, less: Found) -> list[tuple[Any, ...]]:
    """What is known otherwise with less: another row, none, or one that was not there."""
    nobody_knows = {key[:2] for key, verdict in less.items() if verdict.subject == "*"}
    unknown = {key[:3] for key, verdict in less.items() if verdict.status == "unknown"}  # its gaps are one row
    found: list[tuple[Any, ...]] = []
    for key, verdict in complete.items():
        now = less.get(key)
        if now is None and key[:2] not in nobody_knows and key[:3] not in unknown:
            found.append((*key, verdict.status, "gone"))
        elif now is not None and now.status != "unknown" and cells(now) != cells(verdict):
            found.append((*key, cells(verdict), cells(now)))
    return found + [(*key, "new", v.status) for key, v in less.items()
                    if key not in complete and v.status != "unknown"]  # fmt: skip


def cells(verdict: engine.Verdict) -> list[Any]:
    return [getattr(verdict, column) for column in COMPARED]


@pytest.mark.parametrize("taken", [name for name in TAKEN if name not in SETTINGS])
def test_without_it_a_verdict_is_the_same_or_unknown(
    taken: str, rulebook: engine.Rulebook, rows: Rows, complete: Found
) -> None:
    less = judged(rulebook, rows, taken)

    assert otherwise(complete, less) == []
    unknown = [verdict for verdict in less.values() if verdict.status == "unknown"]
    assert [v.reason for v in unknown if TABLES[taken.partition(".")[0]].chinese not in v.reason] == []
    assert [v for v in unknown if v.actual or v.required or v.due or v.evidence] == []
