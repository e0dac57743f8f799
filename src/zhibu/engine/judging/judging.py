"""Judges: runs the compiled rules on a source and makes verdicts of their rows."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter

from zhibu.engine.judging.doubts import Doubts
from zhibu.engine.judging.judgement import Judgement
from zhibu.engine.judging.waivers import read_waivers
from zhibu.engine.language.rulebook import Rule, Rulebook
from zhibu.engine.sources.sessions import Source
from zhibu.engine.sources.subset import Subset
from zhibu.engine.sources.workbench import workbench
from zhibu.engine.sources.workspace import Workspace
from zhibu.engine.verdicts import Verdict, Window

_order = itemgetter(0, 1, 5, 6)  # the key of a verdict
Progress = Callable[[int, int, str], None]  # done, all, the rule just judged


def judge(
    rulebook: Rulebook,
    source: Source,
    window: Window,
    directives: Iterable[str] | None = None,
    scope: Iterable[str] | None = None,
    progress: Progress | None = None,
) -> list[Verdict]:
    """The verdicts of all rules of the named directives (all: None), in the order of their key.

    `scope`: only organisations of these ids and those below them, with their members. `progress` is
    told after each rule.
    """
    rules = rulebook.rules(directives)
    return judge_rules(rulebook, rules, source, window, scope, progress)


def judge_rules(
    rulebook: Rulebook,
    rules: list[Rule],
    source: Source,
    window: Window,
    scope: Iterable[str] | None = None,
    progress: Progress | None = None,
) -> list[Verdict]:
    """The verdicts of some rules of a rulebook."""
    found: list[Verdict] = []
    with judgements(rulebook, rules, source, window, scope) as ready:
        for done, judgement in enumerate(ready, start=1):
            found += (verdict for verdict, _ in judgement.rows())
            if progress is not None:
                progress(done, len(ready), judgement.rule.id)
    found.sort(key=_order)
    return found


@contextlib.contextmanager
def judgements(
    rulebook: Rulebook,
    rules: list[Rule],
    source: Source,
    window: Window,
    scope: Iterable[str] | None = None,
) -> Iterator[list[Judgement]]:
    """The rules that somebody adopted, each ready to be judged until the block ends."""
    names = None if scope is None else frozenset(scope)
    rules = [] if names == frozenset() else concerned(rules, source)
    if not rules:
        yield []
        return
    if names is not None:
        source = near(source, rules, window, names)
    with source.session() as session:
        space = Workspace(session, source, rulebook, rules, window, names)
        waivers, words, doubts = read_waivers(session, source), rulebook.words(), Doubts(space)
        yield [Judgement(rule, space, waivers, doubts, words) for rule in rules]


def concerned(rules: list[Rule], source: Source) -> list[Rule]:
    """The rules of directives that somebody adopted: the others are in force nowhere, on no day.

    Most installations hold many packs and adopt a few; rules that nobody adopted need not be compiled.
    """
    if "adoptions" not in source.tables:
        return rules
    with source.session() as session:
        rows = session.query(f"SELECT DISTINCT directive FROM {source.name('adoptions')}")
    adopted = {directive for (directive,) in rows}
    return [rule for rule in rules if rule.directive in adopted]


def near(source: Source, rules: list[Rule], window: Window, scope: frozenset[str]) -> Source:
    """The facts of a few organisations of an application's database on the workbench; else the source."""
    if source.dialect not in ("sqlite", "postgres") or "parent" not in source.tables.get(
        "organisations", ()
    ):
        return source
    with source.session() as session:
        subset = Subset(session, source, rules, window)
        if not subset.fetch(scope):
            return source
    bench = workbench(source)
    bench.subset = subset
    return bench
