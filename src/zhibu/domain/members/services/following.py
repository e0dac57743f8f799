"""Posts follow their holder: whoever leaves the Party or the branch holds none there any more, from that very day."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhibu.domain.members.models import Post, PostEnd
from zhibu.domain.members.selectors import posts_held_on
from zhibu.domain.members.services.posts import post_relieve, post_resume, post_withdraw
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused


def posts_end_with(
    *, actor: Actor, member: str, on: dt.date, why: str, under: Organisation | None = None
) -> list[Post]:
    """End them on the day, within the caller's transaction and by the caller's right; those that were to begin go.

    Refused where one began on the day or later and is held already: then the day is wrong.
    """
    ended, trusted = [], actor.entrusted()
    for post in posts_held_on(member, on, under):
        if post.since > clock.today():
            post_withdraw(actor=trusted, post=post, reason=why)
            continue
        if post.since >= on:
            word = f"{post.organisation}{post.get_post_display()}"
            raise Refused(f"他从 {post.since} 起任{word}，{why}的日期要晚于这一天，读到 {on}。")
        before = post.until
        ended.append(post_relieve(actor=trusted, post=post, until=on, reason=why))
        PostEnd.objects.update_or_create(post=post, defaults={"on": on, "before": before, "why": why[:60]})
    return ended


def posts_return_with(*, actor: Actor, member: str, on: dt.date) -> list[Post]:
    """Bring back what ended with him on the day; answers those that somebody else holds by now and stay ended."""
    taken = []
    for end in PostEnd.objects.filter(post__member=member, on=on, post__until=on).select_related("post__organisation"):
        try:
            with transaction.atomic():
                post_resume(actor=actor.entrusted(), post=end.post, until=end.before)
        except Refused:
            taken.append(end.post)
        else:
            end.delete()
    return taken
