"""What is entered for days to come: shown on the page of an organisation or a member, and on desks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from zhibu.domain.accounts import scope
from zhibu.domain.establishment.models import Change, ChangePart
from zhibu.domain.establishment.selectors.history import ahead_words
from zhibu.domain.members.models import Member, Membership, MemberState, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import Actor
from zhibu.kernel.open_work import OpenItem

SOON = dt.timedelta(days=30)
SHOWN = 12


@dataclass(frozen=True, slots=True)
class Ahead:
    """One thing that comes into force on a day: what, and the page where it can be withdrawn."""

    on: dt.date
    words: str
    address: str = ""


def ahead_of(organisation: Organisation, today: dt.date) -> list[Ahead]:
    """Changes of the tree and posts at an organisation that are to come, the nearest first."""
    parts = ChangePart.objects.filter(organisation=organisation, change__planned__isnull=False, change__undone_on=None)
    changes = {one.change_id: one.change for one in parts.select_related("change")}
    found = [Ahead(one.on, f"{one.get_kind_display()}，{ahead_words(one)}", reverse("organisation-change", args=[one.pk]))
             for one in changes.values()]  # fmt: skip
    posts = list(Post.objects.filter(_to_come(today), organisation=organisation)[:SHOWN])
    names = dict(Member.objects.filter(pk__in=[one.member for one in posts]).values_list("pk", "name"))
    for post in posts:
        found += _turns(f"{names.get(post.member, post.member)} {post.get_post_display()}", post.since, post.until, today,
                        ("任职", "免职"))  # fmt: skip
    return sorted(found, key=lambda one: one.on)[:SHOWN]


def ahead_of_member(member: str, today: dt.date) -> list[Ahead]:
    """Memberships, states and posts of a member that begin or end on a day to come, the nearest first."""
    found: list[Ahead] = []
    for span in Membership.objects.filter(_to_come(today), member=member).select_related("organisation"):
        found += _turns(str(span.organisation), span.since, span.until, today, ("编入", "离开"))
    for state in MemberState.objects.filter(_to_come(today), member=member):
        found += _turns(f"“{state.get_state_display()}”", state.since, state.until, today, ("开始", "结束"))
    for post in Post.objects.filter(_to_come(today), member=member).select_related("organisation"):
        found += _turns(f"{post.organisation} {post.get_post_display()}", post.since, post.until, today, ("任职", "免职"))
    return sorted(found, key=lambda one: one.on)[:SHOWN]


def desk_items(actor: Actor, today: dt.date) -> list[OpenItem]:
    """For clerks: changes that come into force within a month, and those that could not be made on their day."""
    if actor.everything or not actor.holds("clerk"):
        return []
    parts = ChangePart.objects.filter(scope.reach(actor, "organisation__", roles=("clerk",)))
    found = Change.objects.filter(planned__isnull=False, undone_on=None, on__lte=today + SOON, pk__in=parts.values("change"))
    items = []
    for one in found.order_by("on", "pk").prefetch_related("parts__organisation")[:SHOWN]:
        part = min(one.parts.all(), key=lambda part: part.pk, default=None)
        kind = "没有办成的变动" if one.refused else "将要生效"
        name = f"{part.organisation if part else ''}{one.get_kind_display()}，{ahead_words(one)}"
        items.append(OpenItem(kind, name, reverse("organisation-change", args=[one.pk]), one.on, "看一看"))
    return items


def _to_come(today: dt.date) -> Q:
    return Q(since__gt=today) | Q(until__gt=today)


def _turns(what: str, since: dt.date, until: dt.date | None, today: dt.date, words: tuple[str, str]) -> list[Ahead]:
    found = [Ahead(since, f"将于 {since} {words[0]}：{what}")] if since > today else []
    if until is not None and until > today:
        found.append(Ahead(until, f"将于 {until} {words[1]}：{what}"))
    return found
