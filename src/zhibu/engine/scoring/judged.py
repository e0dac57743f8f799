"""Scores a whole source by one card: judges the rules it names, tallies, adds the marks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from zhibu.engine.judging.judging import judge_rules
from zhibu.engine.scoring.arithmetic import Mark, Scored, scored
from zhibu.engine.scoring.bodies import above, bound, read_bodies
from zhibu.engine.scoring.tally import Judged, Tally, matches
from zhibu.engine.verdicts import MISS, Verdict, Window
from zhibu.engine.wording import made_late

if TYPE_CHECKING:
    from zhibu.engine.judging.judging import Progress
    from zhibu.engine.language.rulebook import Directive, Rule, Rulebook
    from zhibu.engine.language.scorecards import Scorecard
    from zhibu.engine.scoring.bodies import Body
    from zhibu.engine.scoring.periods import Span
    from zhibu.engine.sources.sessions import Source


def rules_of(rulebook: Rulebook, directive: Directive, card: Scorecard) -> list[Rule]:
    """The rules on which a card rests, in order of their ids."""
    named = [name for item in card.items for name in item.references]
    found = []
    for rule in rulebook.rules():
        probe = Judged(rule.directive, rule.id, "", "", dt.date.min, dt.date.min, "")
        if any(matches(name, directive.id, probe) for name in named):
            found.append(rule)
    return found


def counting(verdict: Verdict) -> Judged:
    """What of a verdict counts."""
    return Judged(verdict.directive, verdict.rule, verdict.subject, verdict.organisation,
                  verdict.period_start, verdict.period_end, verdict.status,
                  was_late(verdict.status, verdict.reason))


def was_late(status: str, reason: str) -> bool:
    """Whether a verdict is a miss that was made good after its due day."""
    return status in MISS.values() and made_late(reason)


def last_day(span: Span, as_of: dt.date) -> dt.date:
    """The day on which it is asked whom a card concerns: the period's last, or before it the present."""
    return min(span.last, as_of)


def judged_for(
    span: Span, as_of: dt.date, judge: Callable[[Window], Iterable[Verdict]]
) -> list[Judged]:
    """The verdicts that count in a period, each once.

    Of a period that is over, what rests on the as-of day (counts, spans of posts) is judged on its last
    day, and everything else as it stands now: a report due in January, a paper filed late.
    """
    windows = [Window(min(span.first, as_of), as_of)]
    if as_of > span.last:
        windows.append(Window(span.first, span.last))
    found: dict[tuple[str, str, str, dt.date], Judged] = {}
    for window in windows:
        for verdict in judge(window):
            if span.holds(verdict.period_end):
                found.setdefault(verdict.key, counting(verdict))
    return list(found.values())


def score_source(
    rulebook: Rulebook, source: Source, directive: Directive, card: Scorecard, span: Span,
    as_of: dt.date, marks: Iterable[Mark] = (), progress: Progress | None = None,
) -> list[tuple[Body, Scored]]:
    """The points of every organisation that the card concerns, in the order of the tree."""
    bodies, adopted = read_bodies(source)
    concerned = bound(bodies, adopted, directive, card, last_day(span, as_of))
    tally = Tally(directive.id, card, span, [body.id for body in concerned],
                  lambda name: above(bodies, name))
    rules = rules_of(rulebook, directive, card)
    for verdict in judged_for(
        span, as_of, lambda window: judge_rules(rulebook, rules, source, window, progress=progress)
    ):
        tally.add(verdict)
    entered: Sequence[Mark] = list(marks)
    return [(body, scored(tally, body.id, entered, as_of, directive.digest)) for body in concerned]
