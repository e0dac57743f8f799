"""The working tables of facts by the month: dues, and what rules on months in a row share.

Attendance and dues are the largest tables: each is aggregated once for all such rules, to the last month
that has the thing, one row a member (and type of activity) instead of one a month.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from zhibu.engine.calendar.months import life_code
from zhibu.engine.sql.spans import as_of, cut, found_by, join
from zhibu.engine.sql.tables import working

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from zhibu.engine.sql.plan import Plan


def dues(plan: Plan) -> ir.Table | None:
    """Dues of the months that some rule may ask for; payments after the as-of day emptied."""
    if not plan.facts.has("dues"):
        return None
    rows = plan.facts("dues")
    if plan.scoped:
        rows = found_by(working("person"), rows, {"member": "member"})
    both = join(rows, working("month"), {"month": "label"}, {"number": "month", "last": "last"})
    return both.select(
        "member", "last", "assessed", "paid", month=both.number, label=both.month,
        paid_on=cut(both.paid_on))


def paid_last(plan: Plan) -> ir.Table | None:
    """The latest ended month that a member had paid in full by the as-of day, however late."""
    import ibis

    rows = working("dues")
    paid = ibis.coalesce(ibis.ifelse(rows.paid_on.notnull(), rows.paid, 0), 0)
    rows = rows.filter(rows.last <= as_of(), paid >= rows.assessed)
    return rows.group_by("member").agg(month=rows.month.max())


def attended_last(plan: Plan) -> ir.Table | None:
    """The latest ended month in which a member attended an activity of each set of types asked for."""
    import ibis

    rows, sets = working("attendance"), working("life")
    rows = rows.filter(rows.status.isin(("present", "online"))).select("activity", "member")
    if len(plan.life_sets) == 1:
        found = join(rows, _held(plan), {"activity": "id"}, {"month": "month"})
        found = found.group_by("member").agg(month=found.month.max())
        return found.select("member", "month", types=ibis.literal(life_code(plan.life_sets[0])))
    # First by the type, that a row is not multiplied by the sets in which it stands.
    found = join(rows, _held(plan), {"activity": "id"}, {"type": "type", "month": "month"})
    found = found.group_by("member", "type").agg(month=found.month.max())
    found = join(found, sets, {"type": "type"}, {"types": "types"})
    return found.group_by("types", "member").agg(month=found.month.max())


def held_month(plan: Plan) -> ir.Table | None:
    """Where activities of the types asked for were held in ended months, on which days."""
    return _held(plan).select("organisation", "type", "on", "month")


def _held(plan: Plan) -> ir.Table:
    """Held activities of the types asked for with their month, where that has ended."""
    held = working("activity")
    held = held.filter(held.type.isin(plan.lives)).select("id", "organisation", "type", "on")
    return join(held, working("day_month"), {"on": "day"}, {"month": "month"})


def held_where_they_belonged(plan: Plan) -> ir.Table:
    """Ids of activities of all organisations to which members of the judged ones ever belonged."""
    spans = plan.facts.keys("memberships", "member", "organisation")
    theirs = found_by(working("person"), spans, {"member": "member"})
    own = plan.facts.keys("activities", "id", "organisation")
    return found_by(theirs, own, {"organisation": "organisation"}).select("id")


MONTHLY: dict[str, Callable[[Plan], Any]] = {
    f.__name__: f for f in (dues, paid_last, attended_last, held_month)
}
