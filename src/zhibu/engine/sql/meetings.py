"""Working tables on meetings: who led them, who was entitled and came, what was voted; and checks."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

from zhibu.engine.sql.spans import (
    as_of,
    covers,
    earlier,
    found_by,
    having,
    join,
    later,
    merged,
    together,
    yes,
)
from zhibu.engine.sql.tables import SINCE, WORKING, working

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from zhibu.engine.sql.plan import Plan

BELOW = ("branch", "party_group")  # bodies with members of their own; others have those of their branches
VOTELESS = "probation_within_party"
_SPAN = {"since": "since", "until": "until"}


def entitled(plan: Plan) -> ir.Table | None:
    """Who is entitled to come to the meetings of which organisation, as spans that are added up.

    The sums of `members` and `voting` over the spans of a member that cover a day are 1 or 0: whether he
    is entitled, and whether he has a vote. So they can be counted without looking at members singly.
    """
    if not plan.facts.has("memberships"):
        return None
    home = join(_home(plan), working("member"), {"member": "id"}, {"full_since": "full_since"})
    full = home.mutate(since=later(home.since, home.full_since))
    full = full.filter(full.since < full.until)
    begun = full.filter(full.since == full.full_since)  # became a full member while he belonged there
    stopped = working("state")
    stopped = stopped.filter(stopped.state == "stopped").select("member", "since", "until")
    barred = working("penalty")
    barred = barred.filter(barred.kind == VOTELESS).select("member", "since", "until")
    return reduce(lambda a, b: a.union(b), [
        _counting(home, 1, yes(home.full_since < home.since)),
        _counting(begun, 0, 1),
        _counting(_cut(home, stopped), -1, 0),
        _counting(_cut(full, stopped.union(barred)), 0, -1),
    ])


def _counting(spans: ir.Table, members: int, voting: Any) -> ir.Table:
    import ibis

    def whole(value: Any) -> Any:
        return (ibis.literal(value) if isinstance(value, int) else value).cast("int64")

    return spans.select("member", "organisation", "since", "until",
                        members=whole(members), voting=whole(voting))


def _home(plan: Plan) -> ir.Table:
    """member, organisation, since, until of bodies that hold a meeting asked about, those above included."""
    belongs = working("belongs")
    direct = belongs.select("member", "organisation", "since", "until")
    if not plan.entitled:
        return direct
    bodies, held = working("organisation"), working("activity")
    held = held.filter(held.type.isin(plan.entitled))
    if not plan.scoped:  # groups, often half of all memberships, may hold no meeting asked about
        direct = having(direct, held, {"organisation": "organisation"})
    upper = having(bodies.filter(bodies.kind.notin(BELOW)), held, {"id": "organisation"})
    below = join(upper.select(organisation="id"), working("up"), {"organisation": "above"},
                 {"branch": "organisation"})
    rolled = join(below, belongs.filter(belongs.kind == "branch"), {"branch": "organisation"},
                  {"member": "member", **_SPAN})
    return direct.union(rolled.select(*direct.columns))


def _cut(spans: ir.Table, by: ir.Table) -> ir.Table:
    """The parts of spans that lie in the member's spans of another kind."""
    both = join(spans, merged(by, ["member"]), {"member": "member"},
                {"cut_since": "since", "cut_until": "until"})
    both = both.mutate(since=later(both.since, both.cut_since),
                       until=earlier(both.until, both.cut_until))
    return both.filter(both.since < both.until).select(*spans.columns)


def meeting(plan: Plan) -> ir.Table | None:
    """One row an activity held in the window of the types asked about: how many entitled, there, excused.

    A row rests on the facts of the activity's day alone: a later as-of day leaves it as it is.
    """
    import ibis

    if not (plan.meetings and plan.facts.has("activities") and plan.facts.has("memberships")):
        return None
    held = working("activity")
    held = held.filter(held.type.isin(plan.meetings), held.on >= SINCE)
    held = held.select("id", "organisation", "on")
    spans = {"members": "members", "voting": "voting", **_SPAN}
    asked = join(held.select("organisation", "on").distinct(), working("entitled"),
                 {"organisation": "organisation"}, spans)
    asked = asked.filter(covers(asked, asked.on))
    totals = asked.group_by("organisation", "on").agg(
        members=asked.members.sum(), voting=asked.voting.sum())
    rows = working("attendance")
    rows = rows.filter(rows.status.isin(("present", "online", "excused")))
    came = join(rows, held, {"activity": "id"}, {"organisation": "organisation", "on": "on"})
    came = join(came, working("entitled"), {"member": "member", "organisation": "organisation"}, spans)
    came = came.filter(covers(came, came.on))
    excused = came.status == "excused"
    sums = came.group_by("activity").agg(**{
        f"{name}_{end}": ibis.ifelse(excused if end == "excused" else ~excused, came[name], 0).sum()
        for name in ("members", "voting") for end in ("there", "excused")
    })
    found = join(held.rename(activity="id"), totals, {"organisation": "organisation", "on": "on"},
                 {"members": "members", "voting": "voting"}, "left")
    found = join(found, sums, {"activity": "activity"},
                 {name: name for name in sums.columns if name != "activity"}, "left")
    numbers = [name for name in WORKING["meeting"] if name != "activity"]
    return found.select("activity", **{
        name: ibis.coalesce(found[name], 0).cast("int64") for name in numbers})


def ballot(plan: Plan) -> ir.Table | None:
    """Ballots, whatever their day: they are dated by their activity."""
    if not plan.facts.has("ballots"):
        return None
    rows = plan.facts("ballots")
    if plan.scoped:
        rows = found_by(working("activity"), rows, {"id": "activity"})
    return rows.select(*WORKING["ballot"])


def role(plan: Plan) -> ir.Table | None:
    """Hosts and speakers one a row: a cell may list several ids joined by a blank."""
    import ibis

    found: list[Any] = []
    for name in ("host", "speaker"):
        held = working("activity")
        cells = held.filter(held[name].notnull()).select("id", cell=held[name])
        label = ibis.literal(name)
        alone = cells.filter(cells.cell.find(" ") < 0)
        found.append(alone.select(activity=alone.id, role=label, member=alone.cell))
        several = cells.filter(cells.cell.find(" ") >= 0).cross_join(working("number"))
        begins = (ibis.literal(" ") + several.cell).substr(several.n - 1, 1) == " "
        several = several.filter((several.n <= several.cell.length()) & begins)
        rest = several.select("id", rest=(several.cell + " ").substr(several.n - 1))
        word = rest.rest.substr(0, rest.rest.find(" "))
        words = rest.select(activity=rest.id, role=label, member=word)
        found.append(words.filter(words.member != ""))
    return together(found)


def check(plan: Plan) -> ir.Table | None:
    """Checks made by the as-of day."""
    if not plan.facts.has("checks"):
        return None
    rows = plan.facts("checks")
    if plan.scoped:
        rows = found_by(working("judged"), rows, {"organisation": "organisation"})
    return rows.filter(rows.on <= as_of()).select(*WORKING["check"])
