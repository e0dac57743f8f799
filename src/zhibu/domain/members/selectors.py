"""Who is a full member on a day; what an actor may see is decided by accounts/scope.py."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from zhibu.domain.members.models import Member
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
