"""On Spark the rules give the rows that they give elsewhere, and nothing is left of it."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.golden.test_golden import DAYS, RULES, expected, shown
from tests.judge.engines import engine_rows, load_rules
from tests.judge.judge import judge
from tests.judge.random_bundles import random_rows, random_window
from tests.judge.random_rules import random_rules
from zhibu import engine
from zhibu.engine.sources.copies import opened
from zhibu.engine.sources.spark import SparkJudging, SparkSource
from zhibu.engine.sources.spark_start import spark
from zhibu.facts.bundle import Bundle
from zhibu.facts.prepared import read_prepared, write_prepared
from zhibu.facts.reading import read_bundle
from zhibu.kernel.errors import ZhibuError


@pytest.fixture(scope="module")
def bundle(shared: Path) -> Bundle:
    return read_bundle(shared / "golden" / "bundle")


@pytest.fixture(scope="module")
def rulebook() -> engine.Rulebook:
    return engine.load(RULES)


@pytest.mark.parametrize("day", DAYS)
def test_golden_rows(shared: Path, bundle: Bundle, rulebook: engine.Rulebook, day: str) -> None:
    window = engine.Window.until(dt.date.fromisoformat(day))
    with opened(bundle, "spark") as source:
        verdicts = engine.judge(rulebook, source, window)
    assert shown(verdicts) == expected(shared, day, rulebook)
    with opened(bundle, "duckdb") as source:
        assert verdicts == engine.judge(rulebook, source, window)  # their reasons too


def test_random_bundles_are_judged_alike(tmp_path: Path) -> None:
    """Three bundles with verdicts enough to differ in."""
    tried = 0
    for seed in range(1_000):
        rows, absent = random_rows(seed)
        rules, window = random_rules(seed, 4), random_window(seed)
        bundle = Bundle.from_rows(rows, absent=absent)
        wanted = judge(rules, rows, bundle.tables, *window)
        if len(wanted) < 8:
            continue
        with opened(bundle, "spark") as source:
            found = engine_rows(load_rules(rules, tmp_path / str(seed)), source, *window)
        assert found == wanted, seed
        tried += 1
        if tried == 3:
            return
    raise AssertionError("no random bundle has verdicts")


def test_a_scope_and_awkward_ids(tmp_path: Path) -> None:
    """Quotes and backslashes in ids are texts like any other, and a scope is judged by itself."""
    odd = "甲'\\n\"支部"
    rows = {
        "organisations": [
            {"id": name, "kind": "branch", "name": name, "established": "2020-01-01"}
            for name in (odd, "B2")
        ],
        "activities": [
            {"id": "a'\\", "organisation": odd, "type": "study", "on": "2024-01-05", "status": "held"},
            {"id": "a0", "organisation": odd, "type": "study", "on": "2024-01-05", "status": "held"},
        ],
    }
    rule = {
        "directive": "D", "effective": "2020-01-01", "rule": "R", "article": "1",
        "kind": "frequency", "subject": "organisation", "strength": "must", "when": {},
        "params": {"types": ["study"], "at_least": 2, "period": "month"}, "in_force": {},
    }  # fmt: skip
    rulebook = load_rules([rule], tmp_path)
    window = engine.Window.until(dt.date(2024, 1, 31))
    with opened(Bundle.from_rows(rows), "spark") as source:
        found = engine.judge(rulebook, source, window, scope=[odd])
        told = engine.explain(rulebook, source, window, "D", "R", odd)
    assert [(v.subject, v.status, v.evidence) for v in found] == [(odd, "met", "a'\\ a0")]
    assert told.verdict == found[0]


def test_nothing_is_left_when_a_session_ends(bundle: Bundle, rulebook: engine.Rulebook) -> None:
    with opened(bundle, "spark") as source:
        assert isinstance(source, SparkSource)
        assert source.folder.is_dir()
        engine.judge(rulebook, source, engine.Window.until(dt.date(2024, 6, 30)), ["D-TOWN"])
        with source.session() as session:
            assert "fact_members" in _views(session)
        assert _views(session) == set()
        context = session.spark.sparkContext
        assert context._jsc.getPersistentRDDs().isEmpty()
    assert not source.folder.exists()
    assert spark() is spark()


def _views(session: SparkJudging) -> set[str]:
    return {row["viewName"] for row in session.spark.sql("SHOW VIEWS").toArrow().to_pylist()}


def test_a_prepared_folder_is_judged_by_the_command(
    bundle: Bundle, tmp_path: Path, shared: Path
) -> None:
    """Without reading it into DuckDB; Spark says nothing to the reader and leaves nothing behind."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    folder = write_prepared(bundle, tmp_path / "a blank, [1] {b} *" / "prepared")
    out = tmp_path / "spark.csv"
    words = ["check", folder, "--rules", RULES, "--engine", "spark", "--directive", "D-TOWN",
             "--as-of", "2024-12-31", "--out", out]
    command = [sys.executable, "-m", "zhibu", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True,
                          env={**os.environ, "TMPDIR": str(scratch)})
    assert list(scratch.iterdir()) == []
    assert done.returncode == 0, done.stderr
    assert not re.search("WARN|log4j|spark", done.stderr), done.stderr
    command[command.index("spark")] = "duckdb"
    command[-1] = str(tmp_path / "duckdb.csv")
    subprocess.run(command, check=True, capture_output=True)
    assert out.read_bytes() == (tmp_path / "duckdb.csv").read_bytes()


def test_a_cluster_needs_a_prepared_folder(
    bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHIBU_SPARK_MASTER", "spark://127.0.0.1:7077")
    with pytest.raises(ZhibuError, match="zhibu facts prepare"):
        opened(bundle, "spark").__enter__()
    assert read_prepared(write_prepared(bundle, tmp_path / "p")).prepared == tmp_path / "p"
