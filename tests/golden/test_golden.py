"""The published golden rows come out row for row, on every engine and for both days."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from zhibu import engine
from zhibu.engine.sources.copies import opened
from zhibu.facts.bundle import Bundle
from zhibu.facts.reading import read_bundle
from zhibu.kernel.throwaway_postgres import server_binaries

RULES = Path(__file__).parent / "rules"
DAYS = ("2024-06-30", "2024-12-31")
COMPARED = [column for column in engine.COLUMNS if column != "reason"]


@pytest.fixture(scope="module")
def bundle(shared: Path) -> Bundle:
    return read_bundle(shared / "golden" / "bundle")


@pytest.fixture(scope="module")
def rulebook() -> engine.Rulebook:
    return engine.load(RULES)


def expected(shared: Path, day: str, rulebook: engine.Rulebook) -> list[list[str]]:
    """The published rows of the kinds that there are, in their order."""
    known = {rule.key for rule in rulebook.rules()}
    with (shared / "golden" / f"expected_{day}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        [row[column] for column in COMPARED] for row in rows
        if (row["directive"], row["rule"]) in known
    ]


def shown(verdicts: list[engine.Verdict]) -> list[list[str]]:
    """Verdicts as the published rows: texts, without the reason."""
    return [[_cell(getattr(verdict, column)) for column in COMPARED] for verdict in verdicts]


def _cell(value: object) -> str:
    return "" if value is None else str(value)


@pytest.mark.parametrize("name", ["duckdb", "sqlite", "postgres"])  # Spark: tests/spark
def test_golden_rows(shared: Path, bundle: Bundle, rulebook: engine.Rulebook, name: str) -> None:
    if name == "postgres" and server_binaries() is None:
        pytest.skip("缺少 PostgreSQL")
    with opened(bundle, name) as source:
        for day in DAYS:
            window = engine.Window.until(dt.date.fromisoformat(day))
            verdicts = engine.judge(rulebook, source, window)
            assert shown(verdicts) == expected(shared, day, rulebook)


def test_the_rules_are_the_published_ones(shared: Path, rulebook: engine.Rulebook) -> None:
    """Every published rule of a kind that there is stands in the project's language."""
    from json import loads

    from zhibu.engine.kinds import MODELS

    published = loads((shared / "golden" / "rules.json").read_text(encoding="utf-8"))
    wanted = {(r["directive"], r["rule"]) for r in published if r["kind"] in MODELS}
    assert {rule.key for d in rulebook.directives.values() for rule in d.rules} == wanted


def test_every_reason_is_one_plain_sentence(bundle: Bundle, rulebook: engine.Rulebook) -> None:
    with opened(bundle, "sqlite") as source:
        for verdict in engine.judge(rulebook, source, engine.Window.until(dt.date(2024, 12, 31))):
            assert verdict.reason.endswith("。")
            assert verdict.reason.count("。") == 1
