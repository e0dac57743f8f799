"""Candidates of rules that judge periods: each subject with each period wholly in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhibu.engine.calendar.days import MONTHS
from zhibu.engine.language.parts import AnniversaryPeriod, OncePeriod, base_date
from zhibu.engine.sql.conditions import (
    in_force,
    narrowed,
    organisation_runs,
    organisations,
)
from zhibu.engine.sql.spans import as_of, covers, earlier, having, join
from zhibu.engine.sql.tables import SINCE, working

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from zhibu.engine.calendar.duedays import Timing
    from zhibu.engine.language.rule import RuleBase


def period_candidates(directive: str, rule: RuleBase, timing: Timing) -> ir.Table:
    """subject, organisation, start, last, day, `precision`, how exactly the period's date is known,
    and where the due day may be another than the last: `due` and the period's `name`.
    """
    period = timing.period
    if rule.subject == "member":
        runs = _member_runs(directive, period)
    else:
        runs = organisation_runs(directive, rule.when)
        runs = runs.select(
            "since", "until", subject="organisation", base="established",
            precision="established_precision")
    dated = _due(runs, timing) if timing.apart else _with_periods(runs, period)
    dated = dated.mutate(day=earlier(dated.last, as_of()))
    whole = dated.filter(
        dated.since <= dated.start, dated.until > dated.day, *in_force(rule, dated.start, dated.day))
    if rule.subject == "member":
        whole = in_branch(whole, rule)
    else:
        whole = whole.mutate(organisation=whole.subject)
    columns = ["subject", "organisation", "start", "last", "day", "precision"]
    columns += ["due", "name"] if timing.apart else []
    return narrowed(whole.select(*columns), rule)


def day_candidates(directive: str, rule: RuleBase) -> ir.Table:
    """subject, organisation, start, last, day: each organisation in force on the as-of day, on that day."""
    runs, day = organisation_runs(directive, rule.when), as_of()
    today = runs.filter(covers(runs, day), *in_force(rule, day, day)).select(
        subject="organisation", organisation="organisation", start=day, last=day, day=day)
    return narrowed(today, rule)


def _member_runs(directive: str, period: Any) -> ir.Table:
    import ibis

    runs = working("member_run")
    runs = runs.filter(runs.directive == directive).select("since", "until", subject="member")
    base = base_date(period)
    if base is None:
        return runs.mutate(base=ibis.null("int64"), precision=ibis.null("string"))
    return join(runs, working("member"), {"subject": "id"},
                {"base": base, "precision": f"{base}_precision"})


def in_branch(whole: ir.Table, rule: RuleBase) -> ir.Table:
    """With the branch he belongs to on the day on which conditions are read."""
    spans = working("belongs")
    spans = having(spans.filter(spans.kind == "branch"), organisations(rule.when),
                   {"organisation": "id"})
    both = join(whole.drop("since", "until"), spans, {"subject": "member"},
                {"organisation": "organisation", "since": "since", "until": "until"})
    return both.filter(covers(both, both.day))


def _with_periods(runs: ir.Table, period: Any) -> ir.Table:
    """Each run with every period that may be judged in the window: `start` and `last`."""
    if isinstance(period, OncePeriod):
        found = _once(runs, period)
    elif isinstance(period, AnniversaryPeriod):
        tolerance = period.anniversary.tolerance
        found = join(runs, working("anniversary"), {"base": "base"}, {"turn": "day"})
        found = found.mutate(start=found.turn - tolerance, last=found.turn + tolerance)
    else:
        table = working("period")
        table = table.filter(table.unit == period).select("start", "last")
        return runs.cross_join(table)
    return found.filter(found.start <= as_of(), found.last >= SINCE)


def _due(runs: ir.Table, timing: Timing) -> ir.Table:
    """Each run with every period that may be judged in the window, and its due day."""
    table = working("due")
    table = table.filter(table.code == timing.code)
    names = ("start", "last", "due", "name")
    if base_date(timing.period) is None:
        return runs.cross_join(table.select(*names))
    return join(runs, table, {"base": "base"}, {name: name for name in names})


def _once(runs: ir.Table, period: OncePeriod) -> ir.Table:
    once = period.once
    if once.days is not None:
        dated = runs.filter(runs.base.notnull())
        return dated.mutate(start=dated.base, last=dated.base + once.days)
    table = working("months_after")
    table = table.filter(table.months == once.months)
    found = join(runs, table, {"base": "base"}, {"last": "day"})
    return found.mutate(start=found.base)


def is_calendar(period: Any) -> bool:
    """Whether each day lies in exactly one period (month, quarter, half year, year)."""
    return period in MONTHS


def in_periods(facts: ir.Table, candidates: ir.Table, period: Any) -> ir.Table:
    """Facts (subject, id, on) with the start of the period they fall in."""
    if is_calendar(period) and "due" not in candidates.columns:
        return join(facts, working("day"), {"on": "day"}, {"start": str(period)})
    to = "due" if "due" in candidates.columns else "last"
    found = join(facts, candidates, {"subject": "subject"}, {"start": "start", "last": to})
    found = found.filter((found.on >= found.start) & (found.on <= found.last))
    return found.drop("last")
