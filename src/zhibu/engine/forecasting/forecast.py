"""The duties to come: what would be missed if nothing else happened, with the days by which to act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from zhibu.engine.calendar.days import WorkingDays
from zhibu.engine.forecasting.acting import Acting
from zhibu.engine.forecasting.duties import Duty, Forecast
from zhibu.engine.forecasting.steps import Around
from zhibu.engine.forecasting.tasks import days_that_count, needed_and_missing, task, types_of
from zhibu.engine.judging.judging import judge_rules
from zhibu.engine.language.rulebook import Rule, Rulebook
from zhibu.engine.sources.sessions import Source
from zhibu.engine.verdicts import MISS, Verdict, Window
from zhibu.facts.normal import literal, quoted
from zhibu.kernel.dates import add_months, day_number, from_day_number

# Kinds whose rows can be said in advance: they are there whether or not anything happens.
FORESEEN = frozenset({"frequency", "deadline", "term", "dues", "sequence", "vacancy"})
_MISSES = frozenset(MISS.values())


def foreseeable(rule: Rule) -> bool:
    """Whether the duties of a rule can be said in advance; of one that leaves a choice, all its ways."""
    return all(part.kind in FORESEEN for part in rule.spec.parts())


def forecast(
    rulebook: Rulebook,
    source: Source,
    today: dt.date,
    scope: Iterable[str] | None = None,
    months: int = 12,
    directives: Iterable[str] | None = None,
    since: dt.date | None = None,
) -> Forecast:
    """The duties of the coming months, and those that are overdue.

    What the source holds is all that is known: ends that lie ahead count as they are written, nothing
    else is taken to happen. `scope` as of `judge`; `since`: the first day from which misses are still
    shown as overdue, 1 January of this year where not given.
    """
    names = None if scope is None else frozenset(scope)
    horizon = add_months(today, months)
    first = since or dt.date(today.year, 1, 1)
    rules = {rule.key: rule for rule in rulebook.rules(directives) if foreseeable(rule)}
    now = judge_rules(rulebook, list(rules.values()), source, Window(first, today), names)
    then = judge_rules(rulebook, list(rules.values()), source, Window(first, horizon), names)
    made = [
        _duty(rules[verdict.directive, verdict.rule], verdict, state, today, rulebook)
        for verdict, state in _stated(now, then, today)
    ]
    calendar = own_calendar(source)
    acting = Acting(rulebook, source, today, {duty.organisation for duty in made})
    around = Around(rulebook, source, (today, horizon), names, calendar)
    finished = [_finished(duty, rules, acting, around, calendar, today) for duty in made]
    finished.sort(key=lambda duty: (duty.state != "overdue", duty.latest, duty.key))
    unknown = {(v.directive, v.rule, v.reason) for v in then if v.status == "unknown"}
    return Forecast(today, horizon, tuple(finished), tuple(sorted(unknown)))


def _stated(
    now: list[Verdict], then: list[Verdict], today: dt.date
) -> Iterator[tuple[Verdict, str]]:
    """The verdicts that are duties, with their state."""
    for verdict in now:
        if verdict.status in _MISSES:
            yield verdict, "overdue"
        elif verdict.status == "waived":
            yield verdict, "waived"
    for verdict in then:
        if verdict.due is None or verdict.due <= today:
            continue
        if verdict.status in _MISSES:
            yield verdict, "due"
        elif verdict.status == "waived":
            yield verdict, "waived"
        elif verdict.status == "met" and verdict.period_start <= today and verdict.evidence:
            yield verdict, "done"


def _duty(rule: Rule, verdict: Verdict, state: str, today: dt.date, rulebook: Rulebook) -> Duty:
    needed, missing = needed_and_missing(rule.spec, verdict)
    due = verdict.due or verdict.period_end
    earliest = min(max(verdict.period_start, today), max(due, today))
    earliest, advised = days_that_count(rule.spec, earliest, due)
    return Duty(
        verdict.directive, verdict.rule, verdict.article, verdict.strength, rule.spec.kind,
        rule.spec.sentence, task(rule.spec, verdict, missing, rulebook.words()), verdict.subject_kind,
        verdict.subject, verdict.organisation, verdict.period_start, verdict.period_end, state,
        earliest, due, advised, missing, needed,
        verdict.reason, types=types_of(rule.spec))


def _finished(
    duty: Duty, rules: dict[tuple[str, str], Rule], acting: Acting, around: Around,
    calendar: WorkingDays, today: dt.date,
) -> Duty:
    """The duty with who acts, the steps around it, and the last working day up to its due day."""
    rule = rules[duty.directive, duty.rule]
    who, text = acting.of(rule.spec, duty)
    advised = duty.advised
    if advised >= today and not calendar.is_workday(day_number(advised)):
        advised = max(today, from_day_number(calendar.before(day_number(advised), 1)))
    steps = around.of(duty) if duty.state in ("due", "overdue") else ()
    if duty.state == "overdue":  # their days are gone, what they ask is not
        steps = tuple(replace(step, earliest=None, latest=None) for step in steps)
    return replace(duty, who=who, who_text=text, advised=advised, steps=steps)


def own_calendar(source: Source) -> WorkingDays:
    """Working days with those of the source's own calendar table."""
    own: dict[int, Any] = {}
    if "calendar" in source.tables:
        with source.session() as session:
            rows = session.query(
                f"SELECT {quoted('date')}, workday FROM {source.name('calendar')}")
        own = {int(day): workday == "yes" for day, workday in rows}
    return WorkingDays(own)


def bodies_of(source: Source, member: str) -> set[str]:
    """The bodies to which a member ever belonged."""
    with source.session() as session:
        rows = session.query(
            f"SELECT organisation FROM {source.name('memberships')} WHERE member = {literal(member)}")
    return {organisation for (organisation,) in rows}
