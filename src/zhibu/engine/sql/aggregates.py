"""Working tables that are counted once for all rules that ask: activities by the month, members by the day.

One scan of the facts instead of one a rule: a year of activities becomes a row a month, a branch's
members become a row.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from zhibu.engine.sql.spans import as_of, covers, join, lacking, yes
from zhibu.engine.sql.tables import working

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from zhibu.engine.sql.plan import Plan


def activity_month(plan: Plan) -> ir.Table | None:
    """How many activities of each type each organisation held in each month (its first day)."""
    held = join(working("activity").select("organisation", "type", "on"), working("day"),
                {"on": "day"}, {"month": "month"})
    return held.group_by("organisation", "type", "month").agg(n=held.count())


def headcount(plan: Plan) -> ir.Table | None:
    """Members of each organisation on the as-of day, and how many are full members; stopped ones do not count.

    Bodies above the branches have the members of all branches below them.
    """
    spans, states = working("belongs"), working("state")
    there = spans.filter(covers(spans, as_of())).select("organisation", "kind", "member")
    stopped = states.filter(states.state == "stopped", covers(states, as_of()))
    there = lacking(there, stopped, {"member": "member"})
    there = join(there, working("member"), {"member": "id"}, {"full_since": "full_since"})
    own = there.group_by("organisation", "kind").agg(
        members=there.count(), full_members=yes(there.full_since <= as_of()).sum())
    branches = own.filter(own.kind == "branch")
    above = join(branches, working("up"), {"organisation": "organisation"}, {"above": "above"})
    above = above.filter(above.above != above.organisation)
    above = above.group_by("above").agg(
        members=above.members.sum(), full_members=above.full_members.sum())
    found = own.drop("kind").union(above.rename(organisation="above"))
    return found.select("organisation", members=found.members.cast("int64"),
                        full_members=found.full_members.cast("int64"))


def in_months(types: tuple[str, ...], period: str, below: bool) -> ir.Table:
    """subject, start, n: activities of some types in calendar periods, put together from whole months."""
    months = working("activity_month")
    months = months.filter(months.type.isin(types)).rename(subject="organisation", start="month")
    if below:
        months = join(months, working("up"), {"subject": "organisation"}, {"above": "above"})
        months = months.drop("subject").rename(subject="above")
    if period != "month":
        months = join(months, working("day"), {"start": "day"}, {"begun": period})
        months = months.drop("start").rename(start="begun")
    elif len(types) == 1 and not below:
        return months.select("subject", "start", "n")
    return months.group_by("subject", "start").agg(n=months.n.sum().cast("int64"))


def headcount_of(count: str) -> ir.Table | None:
    """organisation, n: one of the counts of `headcount`; None where it is none of them."""
    heads = working("headcount")
    numbers = {"members": heads.members, "full_members": heads.full_members,
               "probationary_members": heads.members - heads.full_members}
    return heads.select("organisation", n=numbers[count]) if count in numbers else None


AGGREGATES: dict[str, Callable[[Plan], Any]] = {
    f.__name__: f for f in (activity_month, headcount)
}
