"""One organisation judged by itself: without texts the statuses, days and numbers are the same."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from zhibu import engine
from zhibu.engine.judging.judging import judgements
from zhibu.engine.sources.copies import opened
from zhibu.facts.reading import read_bundle
from zhibu.kernel.dates import from_day_number

RULES = Path(__file__).parents[2] / "golden" / "rules"
WINDOW = engine.Window.until(dt.date(2024, 12, 31))


@pytest.mark.parametrize("kind", ["duckdb", "sqlite"])
def test_bare_rows_say_what_the_verdicts_say(shared: Path, kind: str) -> None:
    rulebook = engine.load(RULES)
    bundle = read_bundle(shared / "golden" / "bundle")
    with opened(bundle, kind) as source:
        told = engine.judge(rulebook, source, WINDOW)
        scope = {next(v.organisation for v in told if v.status == "unmet")}
        expected = engine.judge(rulebook, source, WINDOW, scope=scope)
        with judgements(rulebook, rulebook.rules(), source, WINDOW, scope) as ready:
            found = {
                (judgement.rule.id, row[0], from_day_number(row[2]), status,
                 None if row[4] is None else from_day_number(row[4]))
                for judgement in ready for row, status, _ in judgement.bare()
            }

    assert expected
    assert found == {(v.rule, v.subject, v.period_start, v.status, v.due) for v in expected}
