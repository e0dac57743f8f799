"""Counts on an organisation on the as-of day, with the facts that were counted; for composition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhibu.engine.sql.aggregates import headcount_of
from zhibu.engine.sql.conditions import by_standing, groups_below, members_of
from zhibu.engine.sql.spans import as_of, covers, having, join, lacking
from zhibu.engine.sql.tables import working

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from zhibu.engine.kinds.limits import Limit


def counted(asked: ir.Table, limit: Limit, upper: bool) -> ir.Table:
    """The facts of one limit: `id` and its date `on`; `key` is what is counted, each once."""
    if limit.count == "party_groups":
        found = groups_below(asked)
        return found.select("organisation", "day", "on", "id", key=found.id)
    if limit.count == "holders":
        return _holders(asked, limit)
    if limit.count == "groups_of_only":
        return _groups_of_only(asked, limit)
    members = members_of(asked, upper)
    if limit.count in ("members", "full_members", "probationary_members"):
        members = by_standing(members, limit.count)
    elif limit.count == "members_under_penalty":
        spans = working("penalty")
        if limit.penalties is not None:
            spans = spans.filter(spans.kind.isin(limit.penalties))
        members = _with(members, spans)
    else:  # members_with_post, share_in_one_group
        posts = working("post")
        members = _with(members, posts.filter(posts.post.isin(limit.post)))
    return _dated(members)


def _holders(asked: ir.Table, limit: Limit) -> ir.Table:
    """Posts of the organisation; what is counted is who holds them."""
    posts = working("post")
    posts = posts.filter(posts.post.isin(limit.post))
    found = join(asked, posts, {"organisation": "organisation"},
                 {"key": "member", "since": "since", "until": "until", "id": "id"})
    return found.filter(covers(found, found.day)).select(
        "organisation", "day", "key", "id", on=found.since)


def _groups_of_only(asked: ir.Table, limit: Limit) -> ir.Table:
    """Groups that have members, all of whom hold one of the posts somewhere."""
    groups = groups_below(asked)
    inside = members_of(groups.select("day", organisation="id").distinct(), upper=False)
    posts = working("post")
    posts = posts.filter(posts.post.isin(limit.post), covers(posts, as_of()))
    others = lacking(inside, posts, {"member": "member"})
    whole = lacking(having(groups, inside, {"id": "organisation"}), others, {"id": "organisation"})
    return whole.select("organisation", "day", "on", "id", key=whole.id)


def _with(members: ir.Table, spans: ir.Table) -> ir.Table:
    """Members who have one of the spans that day."""
    return having(members, spans.filter(covers(spans, as_of())), {"member": "member"})


def _dated(members: ir.Table) -> ir.Table:
    found = join(members, working("member"), {"member": "id"}, {"on": "joined"})
    return found.select("organisation", "day", "on", key="member", id="member")


def total(limit: Limit, facts: ir.Table) -> ir.Table:
    """organisation, n: how many different things were counted."""
    heads = headcount_of(limit.count)
    if heads is not None:
        return heads
    keys = facts.select("organisation", "key").distinct()
    return keys.group_by("organisation").agg(n=keys.count())


def largest_group(facts: ir.Table) -> ir.Table:
    """organisation, n: how many of the counted members the group with most of them has."""
    spans = working("belongs")
    spans = spans.filter(spans.kind == "party_group", covers(spans, as_of()))
    grouped = join(facts.select("organisation", "key"), spans, {"key": "member"},
                   {"group": "organisation"})
    inside = having(grouped, working("up"), {"group": "organisation", "organisation": "above"})
    inside = inside.distinct()
    sizes = inside.group_by("organisation", "group").agg(members=inside.count())
    return sizes.group_by("organisation").agg(n=sizes.members.max())
