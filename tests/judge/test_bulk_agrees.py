"""Everything judged in bulk says what rule after rule says, to the letter: on random bundles and random rules."""

from __future__ import annotations

import datetime as dt
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.judge.engines import load_rules
from tests.judge.random_bundles import random_rows, random_window
from tests.judge.random_rules import random_rules
from zhibu.engine import Rulebook, Verdict, Window, judge
from zhibu.engine.judging.bulk import judged_in_bulk
from zhibu.engine.judging.everything import everything_counted, everything_judged
from zhibu.engine.sources.sessions import DuckDBSource
from zhibu.engine.store import build_store, open_store
from zhibu.engine.verdicts import MISS
from zhibu.facts.bundle import Bundle

SEEDS = range(12)
RULES = 6


def random_source(seed: int, folder: Path) -> tuple[Rulebook, DuckDBSource, Window]:
    """Every third miss of the random facts is waived, so that all statuses are met."""
    rows, absent = random_rows(seed)
    bundle = Bundle.from_rows(rows, absent=absent)
    rulebook = load_rules(random_rules(seed, RULES), folder / "rules")
    window = Window(*random_window(seed))
    verdicts = judge(rulebook, DuckDBSource(bundle.connection, bundle.tables), window)
    misses = [verdict for verdict in verdicts if verdict.status in MISS.values()]
    rows["waivers"] = [*rows.get("waivers", ()), *map(waiver, misses[::3])]
    bundle = Bundle.from_rows(rows, absent=absent)
    return rulebook, DuckDBSource(bundle.connection, bundle.tables), window


def waiver(verdict: Verdict) -> dict[str, str]:
    """The row that waives a miss on its due day."""
    assert verdict.due is not None
    until = {} if verdict.due.day % 2 else {"until": str(verdict.due + dt.timedelta(days=1))}
    return {"directive": verdict.directive, "rule": verdict.rule, "subject": verdict.subject,
            "since": str(verdict.due), "reason": "停办", "approved_by": "上级", **until}


def streamed(rulebook: Rulebook, source: DuckDBSource, window: Window) -> list[Verdict]:
    with everything_judged(rulebook, source, window) as found:
        return list(found)


@pytest.mark.parametrize("seed", SEEDS)
def test_random_bundles_in_bulk(seed: int, tmp_path: Path) -> None:
    rulebook, source, window = random_source(seed, tmp_path)
    expected = judge(rulebook, source, window)

    assert streamed(rulebook, source, window) == expected
    counted = Counter((verdict.directive, verdict.status) for verdict in expected)
    assert everything_counted(rulebook, source, window) == counted
    with judged_in_bulk(rulebook, rulebook.rules(), source, window) as bulk:
        assert list(bulk.verdicts()) == expected


@pytest.mark.parametrize("seed", SEEDS[:4])
def test_random_bundles_in_a_store(seed: int, tmp_path: Path) -> None:
    rulebook, source, window = random_source(seed, tmp_path)
    build_store(source, tmp_path / "facts.store")

    assert streamed(rulebook, open_store(tmp_path / "facts.store"), window) == judge(rulebook, source, window)


def test_the_random_rules_meet_every_status(tmp_path: Path) -> None:
    """Else agreeing would say little: all statuses that random facts can bring are among them."""
    found: set[str] = set()
    for seed in SEEDS:
        rulebook, source, window = random_source(seed, tmp_path / str(seed))
        found |= {status for _, status in everything_counted(rulebook, source, window)}
    assert found == {"met", "unmet", "deviation", "advice", "pending", "waived", "unknown"}


if __name__ == "__main__":  # a longer search: FIRST LAST
    import tempfile

    for number in range(int(sys.argv[1]), int(sys.argv[2])):
        with tempfile.TemporaryDirectory() as name:
            print(number, flush=True)
            test_random_bundles_in_bulk(number, Path(name))
            test_random_bundles_in_a_store(number, Path(name) / "store")
