"""Every kind of rule is explained whole: sums, facts that are there, what is missing, no bare codes."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from zhibu import engine
from zhibu.engine.kinds import MODELS
from zhibu.engine.sources.copies import opened
from zhibu.engine.sources.sessions import Source
from zhibu.facts.reading import read_bundle

GOLDEN = Path(__file__).parents[2] / "golden" / "rules"
DAY = dt.date(2024, 12, 31)
# codes with an underscore, and single English words: those of packs and facts are never shown bare
RAW = re.compile(r"[a-z]+_[a-z_]+|->|\b[a-z]{5,}\b")
GIVEN = [kind for kind in MODELS if kind != "any_of"]  # the golden set has none that leaves a choice


@pytest.fixture(scope="module")
def source(shared: Path) -> Iterator[Source]:
    with opened(read_bundle(shared / "golden" / "bundle"), "sqlite") as found:
        yield found


@pytest.fixture(scope="module")
def rulebook() -> engine.Rulebook:
    """The golden rules with the words of the packs: steps, matters, items."""
    return engine.load([GOLDEN.parents[2] / "rulepacks", GOLDEN])


def rows(shared: Path, rulebook: engine.Rulebook, kind: str) -> list[dict[str, str]]:
    """The published rows of a kind: the first of each kind of subject, demand and status."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    with (shared / "golden" / f"expected_{DAY}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if rulebook.rule(row["directive"], row["rule"]).spec.kind == kind:
                found.setdefault((row["rule"], row["status"]), row)
    return list(found.values())


@pytest.mark.parametrize("kind", GIVEN)
def test_a_kind_is_explained_whole(
    shared: Path, source: Source, rulebook: engine.Rulebook, kind: str
) -> None:
    published = rows(shared, rulebook, kind)
    assert published

    for row in published:
        about = (row["rule"], row["subject"], row["status"])
        found = engine.explain(
            rulebook, source, engine.Window.until(DAY), row["directive"], row["rule"],
            row["subject"], dt.date.fromisoformat(row["period_start"]))

        assert (found.verdict.rule, found.verdict.status) == (row["rule"], row["status"])
        assert [fact.id for fact in found.facts] == row["evidence"].split(), about
        assert found.arithmetic, about
        assert bool(found.missing) == (row["status"] != "met"), about
        assert not {fact.id for fact in found.facts} & {fact.id for fact in found.beside}, about
        if row["status"] != "unknown":  # which names the tables that are missing
            said = " ".join([*found.arithmetic, *found.missing])
            assert RAW.findall(said) == [], (about, said)


def test_a_condition_that_failed_is_named(source: Source, rulebook: engine.Rulebook) -> None:
    window = engine.Window.until(DAY)
    found = engine.explain(rulebook, source, window, "D-BRANCH", "E-COMMITTEE", "P12")

    assert "是正式党员：每天都符合" in found.arithmetic
    assert found.missing == ("是所在支部的党员：2024-05-16 起不符合，共 229 天",)


def test_a_step_out_of_order_is_named(source: Source, rulebook: engine.Rulebook) -> None:
    window = engine.Window.until(DAY)
    found = engine.explain(rulebook, source, window, "D-GROUP", "Q-LEADER.ORDER", "LS2")

    assert found.missing == ("不合顺序：报上级备案（2024-06-07）在支委会决定（2024-06-10）以前",)
    late = engine.explain(rulebook, source, window, "D-BRANCH", "Q-DEVELOP.TALK", "DEV2")
    assert late.missing == ("间隔不合要求：从 2022-03-31 到 2022-05-01，相隔 31 天，太久",)


def test_what_is_not_in_the_bundle_is_called_by_its_chinese_name(
    source: Source, rulebook: engine.Rulebook
) -> None:
    window = engine.Window.until(DAY)
    found = engine.explain(rulebook, source, window, "D-GROUP", "R-THEMEDAY", "A520")

    assert found.missing == ("资料包中没有 活动表的“批准日期”（activities.approved_on），无法判断。",)
