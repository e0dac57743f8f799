"""The working tables that hold facts, each as one expression over the source's tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from zhibu.engine.sql.aggregates import AGGREGATES
from zhibu.engine.sql.casework import CASEWORK
from zhibu.engine.sql.in_force import IN_FORCE
from zhibu.engine.sql.meetings import ballot, check, entitled, meeting, role
from zhibu.engine.sql.monthly import MONTHLY, held_where_they_belonged
from zhibu.engine.sql.plan import Plan
from zhibu.engine.sql.spans import (
    as_of,
    cut,
    earlier,
    found_by,
    join,
    later,
    open_end,
    together,
)
from zhibu.engine.sql.tables import EVER, WORKING, dates_of, working

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _cut_columns(table: ir.Table, name: str, facts_name: str, dated: str) -> ir.Table:
    """The columns of the working table, date cells after the as-of day emptied; `dated` is none of them."""
    dates = set(dates_of(facts_name)) - {dated}
    return table.select(**{
        column: cut(table[column]) if column in dates else table[column]
        for column in WORKING[name]
    })


def judged(plan: Plan) -> ir.Table | None:
    """The organisations asked for and everything below them."""
    both = plan.facts.keys("organisations", "id", "path").cross_join(working("scope"))
    below = both.filter((both.path >= both.low) & (both.path < both.high))
    return below.select(organisation=below.id).distinct()


def person(plan: Plan) -> ir.Table | None:
    """Whoever belonged to a judged organisation or held a post in it."""
    asked = working("judged")
    found = [
        found_by(asked, plan.facts.keys(name, "member", "organisation"),
                 {"organisation": "organisation"}).select("member")
        for name in ("memberships", "posts") if plan.facts.has(name)
    ]
    return together(found) if found else None


def place(plan: Plan) -> ir.Table | None:
    """Organisations that a verdict on the judged ones may rest on."""
    found = [working("judged").select("organisation")]
    if plan.facts.has("memberships"):
        spans = plan.facts.keys("memberships", "member", "organisation")
        found.append(found_by(working("person"), spans, {"member": "member"})
                     .select("organisation"))
    if plan.shares:
        found.append(working("line").select("organisation"))
    if plan.facts.has("activities") and (plan.attended or plan.spoke):
        found.append(working("activity").select("organisation"))
    return together(found)


def line(plan: Plan) -> ir.Table | None:
    """The organisations to which the persons ever belonged, and all above them."""
    if not plan.facts.has("memberships"):
        return None
    own = plan.facts.keys("memberships", "member", "organisation")
    own = found_by(working("person"), own, {"member": "member"}).select("organisation").distinct()
    lower = found_by(own, plan.facts.keys("organisations", "id", "path"), {"organisation": "id"})
    levels = lower.cross_join(working("level"))
    levels = levels.filter(levels.n * 6 <= levels.path.length())
    parts = levels.select(part=levels.path.substr(0, levels.n * 6)).distinct()
    upper = plan.facts.keys("organisations", "id", "path")
    return join(parts, upper, {"part": "path"}, {"organisation": "id"}).select("organisation")


def up(plan: Plan) -> ir.Table | None:
    """Each organisation with itself and all bodies above it, by the segments of the path."""
    lower = plan.facts.keys("organisations", "id", "path")
    if plan.scoped:
        lower = found_by(working("place"), lower, {"organisation": "id"})
    levels = lower.cross_join(working("level"))
    levels = levels.filter(levels.n * 6 <= levels.path.length())
    parts = levels.select(organisation=levels.id, part=levels.path.substr(0, levels.n * 6))
    upper = plan.facts.keys("organisations", above="id", upper_path="path")
    found = join(parts, upper, {"part": "upper_path"}, {"above": "above"})
    return found.select("organisation", "above")


def organisation(plan: Plan) -> ir.Table | None:
    """Organisations that are there by the as-of day; `judged` is 1 where verdicts are wanted."""
    import ibis

    bodies = plan.facts("organisations")
    if plan.scoped:
        bodies = found_by(working("up"), bodies, {"above": "id"})
        asked = working("judged").mutate(asked=1)
        bodies = join(bodies, asked, {"id": "organisation"}, {"asked": "asked"}, "left")
        bodies = bodies.mutate(judged=ibis.coalesce(bodies.asked, 0))
    else:
        bodies = bodies.mutate(judged=ibis.literal(1))
    bodies = bodies.filter(bodies.established.isnull() | (bodies.established <= as_of()))
    return bodies.select(
        "id", "parent", "kind", "sector", "path",
        since=ibis.coalesce(bodies.established, EVER), until=open_end(bodies.dissolved),
        established=bodies.established, established_precision=bodies.established_precision,
        dissolved_precision=bodies.dissolved_precision, judged=bodies.judged,
    )


def member(plan: Plan) -> ir.Table | None:
    """Members who have joined by the as-of day."""
    if not plan.facts.has("members"):
        return None
    people = plan.facts("members")
    if plan.scoped:
        people = found_by(working("person"), people, {"member": "id"})
    people = people.filter(people.joined <= as_of())
    return people.select(
        "id", "joined", "joined_precision", until=open_end(people.left),
        left_precision=people.left_precision, full_since=open_end(people.full_since),
        full_since_precision=people.full_since_precision)


def belongs(plan: Plan) -> ir.Table | None:
    """Memberships in branches and groups, as far as the member exists."""
    if not plan.facts.has("memberships"):
        return None
    spans = plan.facts("memberships")
    if plan.scoped:
        spans = found_by(working("person"), spans, {"member": "member"})
    spans = spans.filter(spans.since <= as_of())
    both = join(spans, working("member"), {"member": "id"}, {"joined": "joined", "gone": "until"})
    both = join(both, working("organisation"), {"organisation": "id"}, {"kind": "kind"})
    found = both.select(
        "member", "organisation", "kind", since=later(both.since, both.joined),
        until=earlier(open_end(both.until), both.gone), since_precision=both.since_precision,
        until_precision=both.until_precision)
    return found.filter(found.since < found.until)


def _spans_of_members(plan: Plan, facts_name: str, name: str) -> ir.Table | None:
    if not plan.facts.has(facts_name):
        return None
    spans = plan.facts(facts_name)
    if plan.scoped:
        spans = found_by(working("person"), spans, {"member": "member"})
    spans = spans.filter(spans.since <= as_of())
    return spans.mutate(until=open_end(spans.until)).select(*WORKING[name])


def penalty(plan: Plan) -> ir.Table | None:
    """Penalties begun by the as-of day."""
    return _spans_of_members(plan, "penalties", "penalty")


def state(plan: Plan) -> ir.Table | None:
    """States of members begun by the as-of day."""
    return _spans_of_members(plan, "states", "state")


def post(plan: Plan) -> ir.Table | None:
    """Posts begun by the as-of day."""
    if not plan.facts.has("posts"):
        return None
    spans = plan.facts("posts").select(*WORKING["post"])
    if plan.scoped:
        wanted = together([
            found_by(working("up"), plan.facts.keys("posts", "id", "organisation"),
                     {"above": "organisation"}).select("id"),
            found_by(working("person"), plan.facts.keys("posts", "id", "member"),
                     {"member": "member"}).select("id"),
        ])
        spans = found_by(wanted, spans, {"id": "id"})
    dated = _cut_columns(spans.filter(spans.since <= as_of()), "post", "posts", "since")
    return dated.mutate(until=open_end(dated.until)).select(*WORKING["post"])


def activity(plan: Plan) -> ir.Table | None:
    """Activities held by the as-of day."""
    if not plan.facts.has("activities"):
        return None
    facts = plan.facts("activities")
    if plan.scoped:
        facts = found_by(_activities_wanted(plan), facts, {"id": "id"})
    facts = facts.filter((facts.status == "held") & (facts.on <= as_of()))
    return _cut_columns(facts, "activity", "activities", "on")


def _activities_wanted(plan: Plan) -> ir.Table:
    """Ids of activities of the judged organisations, and of those their members took part in."""
    own = plan.facts.keys("activities", "id", "organisation")
    wanted = [found_by(working("judged"), own, {"organisation": "organisation"}).select("id")]
    if plan.attended and plan.facts.has("attendance"):
        rows = plan.facts.keys("attendance", "activity", "member")
        taken = found_by(working("person"), rows, {"member": "member"})
        wanted.append(taken.select(id="activity"))
    if plan.lives and plan.facts.has("memberships"):
        wanted.append(held_where_they_belonged(plan))
    if plan.shares:
        wanted.append(found_by(working("line"), own, {"organisation": "organisation"}).select("id"))
    if plan.spoke:
        for column in {"host", "speaker"} & plan.facts.tables["activities"]:
            cells = plan.facts.keys("activities", "id", column)
            wanted.append(found_by(working("person"), cells, {"member": column}).select("id"))
            wanted.append(cells.filter(cells[column].find(" ") >= 0).select("id"))
    return together(wanted)


def attendance(plan: Plan) -> ir.Table | None:
    """Who was where, as recorded."""
    if not plan.facts.has("attendance"):
        return None
    rows = plan.facts("attendance")
    if plan.scoped:
        rows = found_by(working("activity"), rows, {"id": "activity"})
    return rows.select(*WORKING["attendance"])


def paper(plan: Plan) -> ir.Table | None:
    """Papers made or handed in by the as-of day."""
    if not plan.facts.has("papers"):
        return None
    papers = plan.facts("papers")
    if plan.scoped:
        found = [working(name).select("id") for name in ("activity", "post", "case")]
        if plan.filed:
            found += [working("judged").select(id="organisation"),
                      working("person").select(id="member")]
        about = together(found)
        papers = found_by(about, papers, {"id": "about"})
    return papers.filter(papers.on <= as_of()).select(*WORKING["paper"])


BUILDERS: dict[str, Callable[[Plan], Any]] = {
    f.__name__: f
    for f in (judged, person, place, up, organisation, member, belongs, penalty, state, post, activity, attendance, role, paper, line, entitled, meeting, ballot,
              check)
} | CASEWORK | MONTHLY | AGGREGATES | IN_FORCE
