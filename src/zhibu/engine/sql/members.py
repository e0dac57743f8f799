"""Members as they stand on the as-of day, and the days on which their membership is stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhibu.engine.sql.conditions import fitting, in_force, narrowed
from zhibu.engine.sql.spans import as_of, covers, join, lacking
from zhibu.engine.sql.tables import working

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from zhibu.engine.language.rule import RuleBase


def stopped() -> ir.Table:
    """member, since, until: spans in which membership is stopped (停止党籍)."""
    states = working("state")
    return states.filter(states.state == "stopped").select("member", "since", "until")


def members_today(directive: str, rule: RuleBase) -> ir.Table:
    """Candidates: members for whom the rule is in force on the as-of day, which is also their period.

    `begun`: see the working table `today`.
    """
    found = working("today")
    found = fitting(found.filter(found.directive == directive, *in_force(rule, as_of(), as_of())), rule.when)
    stops = stopped()
    found = lacking(found, stops.filter(covers(stops, as_of())), {"member": "member"})
    dated = found.select("organisation", "begun", subject="member", start=as_of(), last=as_of(), day=as_of())
    return narrowed(dated, rule)


def not_stopped_inside(candidates: ir.Table) -> ir.Table:
    """The candidates (subject, start, last …) whose membership was stopped on no day of the period."""
    hits = candidates.select("subject", "start", "last")
    spans = stopped().rename(ends="until", begins="since")
    found = join(hits, spans, {"subject": "member"}, {"begins": "begins", "ends": "ends"})
    found = found.filter((found.begins <= found.last) & (found.ends > found.start))
    return lacking(candidates, found, {"subject": "subject", "start": "start"})
