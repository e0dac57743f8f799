"""Seats that came free because somebody left: on the desk of who keeps the body, until somebody holds them again."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from zhibu.domain.accounts import scope
from zhibu.domain.leaders.policies import KEEPERS
from zhibu.domain.leaders.selectors.eligibility import POST
from zhibu.domain.members.models import Post, PostEnd
from zhibu.kernel.actor import Actor
from zhibu.kernel.open_work import OpenItem

BACK = dt.timedelta(days=400)
SHOWN = 8


def desk_items(actor: Actor, today: dt.date) -> list[OpenItem]:
    """Posts without a holder since theirs left, the longest empty first."""
    if actor.everything or not actor.holds(*KEEPERS):
        return []
    held = Post.objects.filter(
        Q(until__isnull=True) | Q(until__gt=today), organisation=OuterRef("post__organisation"), post=OuterRef("post__post"),
        since__lte=today,
    ).exclude(pk=OuterRef("post"))  # fmt: skip
    there = Q(post__organisation__dissolved__isnull=True) | Q(post__organisation__dissolved__gt=today)
    found = PostEnd.objects.filter(
        scope.reach(actor, "post__organisation__", roles=KEEPERS), there, on__lte=today, on__gt=today - BACK
    ).filter(~Exists(held)).select_related("post__organisation").order_by("on", "post")  # fmt: skip
    return [_item(one.post, one) for one in found[:SHOWN]]


def _item(post: Post, end: PostEnd) -> OpenItem:
    page = "leader" if post.post == POST else "committee"
    name = f"{post.organisation}{post.get_post_display()}从 {end.on} 起空着（{end.why}）"
    return OpenItem("职务空缺", name, reverse(page, args=[post.organisation_id]), None)
