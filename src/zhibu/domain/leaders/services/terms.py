"""The term of a group's leader goes with the committee's: an extension moves it, an end recorded later fills it in."""

from __future__ import annotations

import datetime as dt

from zhibu.domain.audit.services import Announcement
from zhibu.domain.leaders.selectors.eligibility import POST
from zhibu.domain.leaders.selectors.terms import goes_with_committee, term_end
from zhibu.domain.members.models import Post
from zhibu.domain.members.services.posts import post_correct
from zhibu.domain.organisations.spans import covering
from zhibu.kernel import clock


def terms_follow(told: Announcement) -> None:
    """At `term.extend`: leaders whose term went with the old end go with the new one.

    At `term.begin` and when posts are recorded or corrected: leaders without an end get the committee's. Both only
    where a rule in force binds the terms together; its own years are never exceeded.
    """
    day = clock.today()
    leaders = Post.objects.filter(covering(day), organisation__parent=told.organisation, post=POST)
    leaders = leaders.exclude(acting=True).select_related("organisation__parent")
    for post in leaders.order_by("organisation", "pk"):
        end = _extended(post, told) if told.action == "term.extend" else _found(post)
        if end is not None and end > post.since and end != post.planned_until:
            post_correct(actor=told.actor.entrusted(), post=post, values={"planned_until": end})


def _extended(post: Post, told: Announcement) -> dt.date | None:
    """The new end, where his term went with the committee's until now."""
    bound = goes_with_committee(post.organisation, post.since)
    if bound is None:
        return None
    before, after = (_day(told.details[name]) for name in ("before", "after"))
    if post.planned_until not in (None, min(before, bound)):
        return None
    return min(after, bound)


def _found(post: Post) -> dt.date | None:
    if post.planned_until is not None:
        return None
    end = term_end(post.organisation, post.since)
    return end.on if end is not None and end.with_committee else None


def _day(value: object) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))
