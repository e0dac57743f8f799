"""Seats that nobody holds: on the desk of who keeps the body, until somebody holds them again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Exists, Max, OuterRef, Q, Subquery
from django.urls import reverse

from zhibu.domain.accounts import scope
from zhibu.domain.leaders.models import Selection
from zhibu.domain.leaders.selectors.eligibility import POST
from zhibu.domain.leaders.selectors.terms import vacancy_limit
from zhibu.domain.members.models import Post, PostEnd
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.spans import covering
from zhibu.kernel.actor import KEEPERS, Actor
from zhibu.kernel.open_work import OpenItem

BACK = dt.timedelta(days=400)
SHOWN = 8
SINGLY = 3  # groups of one branch that are named; of more there is one line that leads to all
KIND = "职务空缺"
OWN = ("secretary", "commissioner")


def desk_items(actor: Actor, today: dt.date) -> list[OpenItem]:
    """Posts without a holder since theirs left, the longest empty first; for a branch all its groups without a leader.

    A group whose selection is going on is not named: that waits as a case.
    """
    if actor.everything or not actor.holds(*KEEPERS):
        return []
    own = {held.organisation for held in actor.roles if held.role in OWN}
    items = [item for branch in sorted(own) for item in _without_leader(branch, today)]
    left = [
        end
        for end in _left(actor, today)
        if end.post.post != POST or end.post.organisation.parent_id not in own
    ]
    return [*(_item(end.post, end) for end in left[:SHOWN]), *items]


def _left(actor: Actor, today: dt.date) -> list[PostEnd]:
    held = Post.objects.filter(
        covering(today), organisation=OuterRef("post__organisation"), post=OuterRef("post__post")
    ).exclude(pk=OuterRef("post"))  # fmt: skip
    there = Q(post__organisation__dissolved__isnull=True) | Q(
        post__organisation__dissolved__gt=today
    )
    found = PostEnd.objects.filter(
        scope.reach(actor, "post__organisation__", roles=KEEPERS), there, on__lte=today, on__gt=today - BACK
    ).filter(~Exists(held)).select_related("post__organisation").order_by("on", "post")  # fmt: skip
    return list(found[: SHOWN * 2])


def _without_leader(branch: str, today: dt.date) -> Iterator[OpenItem]:
    """A line for each living group of the branch that nobody leads; one for all where they are many."""
    here = Post.objects.filter(organisation=OuterRef("pk"), post=POST)
    before = (
        here.filter(until__lte=today)
        .order_by()
        .values("organisation")
        .annotate(last=Max("until"))
        .values("last")
    )
    running = Selection.objects.filter(group=OuterRef("pk"), case__closed__isnull=True)
    found = list(
        Organisation.objects.filter(
            Q(dissolved__isnull=True) | Q(dissolved__gt=today), ~Exists(here.filter(covering(today))), ~Exists(running),
            parent=branch, kind=OrganisationKind.PARTY_GROUP, established__lte=today,
        ).annotate(last=Subquery(before)).select_related("parent").order_by("path")
    )  # fmt: skip
    if len(found) > SINGLY:
        yield OpenItem(
            KIND,
            f"{len(found)} 个党小组没有组长",
            reverse("group-list", args=[branch]),
            None,
            "看哪几个组",
        )
        return
    most = vacancy_limit(found[0], today)[0] if found else None
    why = dict(PostEnd.objects.filter(post__organisation__in=found, post__post=POST, on__lte=today)
               .order_by("on").values_list("post__organisation", "why")) if found else {}  # fmt: skip
    for group in found:
        since: dt.date | None = group.last or group.established
        reason = f"（{why[group.pk]}）" if group.last and group.pk in why else ""
        name = f"{group}从 {since} 起没有组长{reason}" if group.last else f"{group}成立以来没有组长"
        due = None if most is None or since is None else since + dt.timedelta(days=most)
        yield OpenItem(KIND, name, reverse("leader", args=[group.pk]), due)


def _item(post: Post, end: PostEnd) -> OpenItem:
    page = "leader" if post.post == POST else "committee"
    name = f"{post.organisation}{post.get_post_display()}从 {end.on} 起空着（{end.why}）"
    return OpenItem(KIND, name, reverse(page, args=[post.organisation_id]), None)
