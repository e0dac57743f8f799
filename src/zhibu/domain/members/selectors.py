"""Who is a full member on a day; what an actor may see is decided by accounts/scope.py."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from zhibu.domain.members.models import Member, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.facts.normal import NO_PROBATION


def had_no_probation(member: Member) -> bool:
    """Whether he joined in the years without a probation: full from that day, whatever is recorded."""
    first, after = NO_PROBATION
    return first <= member.joined < after


def is_full(member: Member, day: dt.date) -> bool:
    """Whether he, who has joined by then, is a full member on the day."""
    return had_no_probation(member) or (member.full_since is not None and member.full_since <= day)


def full_on(day: dt.date, prefix: str = "") -> Q:
    """The same as a condition (`prefix`: the way to the member, as `member__`)."""
    first, after = NO_PROBATION
    at_once = Q(**{f"{prefix}joined__gte": first, f"{prefix}joined__lt": after})
    return at_once | Q(**{f"{prefix}full_since__lte": day})


def not_full_on(day: dt.date, prefix: str = "") -> Q:
    """The other side of `full_on`, told so that a database finds the few probationary ones by an index."""
    first, after = NO_PROBATION
    later = Q(**{f"{prefix}full_since__isnull": True}) | Q(**{f"{prefix}full_since__gt": day})
    return later & (Q(**{f"{prefix}joined__lt": first}) | Q(**{f"{prefix}joined__gte": after}))


def posts_held_on(member: str, on: dt.date, under: Organisation | None = None) -> list[Post]:
    """What he holds on the day or is to hold later; `under`: in this body and below it."""
    found = Post.objects.filter(Q(until__isnull=True) | Q(until__gt=on), member=member)
    if under is not None:
        found = found.filter(organisation__path__under=under.path)
    return list(found.select_related("organisation").order_by("organisation__path", "post"))


def posts_told(member: str, on: dt.date, under: Organisation | None = None) -> str:
    """The same in words, for a preview of what ends with him: 他的职务同一天免去：…; empty where he holds none."""
    found = posts_held_on(member, on, under)
    if not found:
        return ""
    said = "、".join(f"{one.organisation} {one.get_post_display()}" for one in found)
    return f"他的职务同一天免去：{said}；空出来的要有人接。"
