"""Judges everything that a source holds and hands the verdicts over one after another.

On DuckDB they never stand in memory together (see `bulk.py`); elsewhere they do, as `judge` gives them.
Both ways give the same verdicts in the same order.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterable, Iterator

from zhibu.engine.judging.bulk import bulk_of, judged_in_bulk
from zhibu.engine.judging.judging import Progress, concerned, judge_rules
from zhibu.engine.language.rulebook import Rule, Rulebook
from zhibu.engine.sources.sessions import DuckDBSource, Source
from zhibu.engine.verdicts import Verdict, Window

Counts = Counter[tuple[str, str]]  # (directive, status) -> how many verdicts


@contextlib.contextmanager
def everything_judged(
    rulebook: Rulebook, source: Source, window: Window, directives: Iterable[str] | None = None,
    progress: Progress | None = None,
) -> Iterator[Iterator[Verdict]]:
    """The verdicts of all rules of the named directives (all: None), in the order of their key.

    They are read within the block. `progress` is told after each rule.
    """
    with rules_judged(rulebook, rulebook.rules(directives), source, window, progress) as found:
        yield found


@contextlib.contextmanager
def rules_judged(
    rulebook: Rulebook, rules: list[Rule], source: Source, window: Window, progress: Progress | None = None
) -> Iterator[Iterator[Verdict]]:
    """The same of some rules of a rulebook."""
    rules = concerned(rules, source)
    if not isinstance(source, DuckDBSource):
        yield iter(judge_rules(rulebook, rules, source, window, progress=progress))
        return
    with bulk_of(rulebook, rules, source, window) as bulk, contextlib.closing(bulk.flow(progress)) as found:
        yield found


def everything_counted(
    rulebook: Rulebook, source: Source, window: Window, directives: Iterable[str] | None = None,
    progress: Progress | None = None,
) -> Counts:
    """How many verdicts there are; where nobody reads them their texts are not made."""
    rules, found = concerned(rulebook.rules(directives), source), Counts()
    if not isinstance(source, DuckDBSource):
        verdicts = judge_rules(rulebook, rules, source, window, progress=progress)
        return Counter((verdict.directive, verdict.status) for verdict in verdicts)
    with judged_in_bulk(rulebook, rules, source, window, progress) as bulk:
        for rule, status, number in bulk.counts():
            found[rule.directive, status] += number
    return found
