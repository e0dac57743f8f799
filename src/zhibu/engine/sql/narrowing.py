"""Conditions of `where` that look beyond the activity's own row: posts, papers, the calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhibu.engine.sql.spans import covers, having, join, within
from zhibu.engine.sql.tables import working

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from zhibu.engine.language.parts import Where

CAME = ("present", "online")
_OF_DAYS = ("weekday", "workday", "day_of_month", "month", "quarter", "in_term")


def holding_there(facts: ir.Table, role: str, posts: tuple[str, ...]) -> ir.Table:
    """id, member: hosts, speakers or attendees who held a post in the activity's organisation or above.

    `facts` has id, on, organisation; the post is held on that day.
    """
    if role == "attendee":
        rows = working("attendance")
        players = rows.filter(rows.status.isin(CAME)).select("activity", "member")
    else:
        rows = working("role")
        players = rows.filter(rows.role == role).select("activity", "member")
    held = working("post")
    held = held.filter(held.post.isin(posts))
    there = join(facts.select("id", "on", "organisation"), players, {"id": "activity"},
                 {"member": "member"})
    holding = join(there, held, {"member": "member"},
                   {"since": "since", "until": "until", "post_in": "organisation"})
    holding = holding.filter(covers(holding, holding.on))
    fitting = having(holding, working("up"), {"organisation": "organisation", "post_in": "above"})
    return fitting.select("id", "member").distinct()


def narrowed_activities(facts: ir.Table, where: Where) -> ir.Table:
    """The activities that fit `filled`, `papers`, the calendar and the posts of who took part."""
    if where.filled is not None:
        facts = facts.filter(*[facts[name].notnull() for name in where.filled])
    for kind in where.papers or ():
        papers = working("paper")
        facts = having(facts, papers.filter(papers.kind == kind), {"id": "about"})
    facts = _on_days(facts, where)
    for role, posts in (("host", where.host_post), ("speaker", where.speaker_post),
                        ("attendee", where.attendee_post)):
        if posts is not None:
            facts = having(facts, holding_there(facts, role, posts), {"id": "id"})
    return facts


def _on_days(facts: ir.Table, where: Where) -> ir.Table:
    """Those on certain weekdays, working days, days of the month, in certain months, in term."""
    if all(getattr(where, name) is None for name in _OF_DAYS):
        return facts
    dated = join(facts, working("calendar_day"), {"on": "day"},
                 {name: name for name in ("weekday", "workday", "of_month", "of_year", "in_term")})
    if where.months is not None:
        dated = dated.filter(dated.of_year.isin(sorted(where.months)))
    if where.in_term is not None:
        dated = dated.filter(dated.in_term == int(where.in_term))
    if where.weekday is not None:
        dated = dated.filter(dated.weekday.isin(where.weekday))
    if where.workday is not None:
        dated = dated.filter(dated.workday == int(where.workday))
    if where.day_of_month is not None:
        dated = dated.filter(*within(dated.of_month, where.day_of_month))
    return dated.select(*facts.columns)


def with_another(found: ir.Table, facts: ir.Table, posts: tuple[str, ...]) -> ir.Table:
    """Attendees (subject, id, on) beside whom another attendee held one of the posts."""
    others = holding_there(facts, "attendee", posts)
    pairs = join(found, others, {"id": "id"}, {"other": "member"})
    pairs = pairs.filter(pairs.other != pairs.subject)
    return having(found, pairs, {"id": "id", "subject": "subject"})
