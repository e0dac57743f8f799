"""For whose sake a talk is due: reasons of the packs, found in the records of a branch or group."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Q

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity
from zhibu.domain.members.belonging import members_on
from zhibu.domain.members.models import Member, Membership, Penalty, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.registry.models import Hardship
from zhibu.domain.rulebook.selectors import in_force
from zhibu.domain.talks.choices import TYPE
from zhibu.domain.talks.models import Talk
from zhibu.domain.talks.policies import reads_reasons
from zhibu.domain.talks.reasons import Reason, reasons
from zhibu.engine.wording import article_label
from zhibu.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Wanted:
    """Somebody with whom a talk is due for a reason, since (or of a meeting: before) a day."""

    member: Member
    reason: Reason
    day: dt.date
    articles: str  # of the directives in force; empty where it is only custom


def wanted(actor: Actor, body: Organisation, today: dt.date) -> list[Wanted]:
    """Those of the body with whom nobody talked for the reason yet, but for himself; narrow reasons only for whom they are."""
    narrow = reads_reasons(actor, body)
    people = {one.pk: one for one in members_on(body, today) if one.pk != actor.member}
    known = [one for one in reasons().values() if one.finds and (narrow or not one.narrow)]
    titles = {one.key: one.directive.head.title for one in in_force(body, today) if one.directive}
    done = _done(list(people), today)
    found = []
    for reason in known:
        for member, day in FINDERS[reason.finds](list(people), body, reason, today):
            if any(on >= day - dt.timedelta(days=reason.days if reason.finds == "meeting" else 0)
                   for on in done.get((member, reason.code), ())):
                continue
            said = "，".join(f"{titles[b.directive]}{article_label(b.article)}" for b in reason.basis if b.directive in titles)
            found.append(Wanted(people[member], reason, day, said))
    return found


Found = Iterable[tuple[str, dt.date]]


def _posts(people: list[str], body: Organisation, reason: Reason, today: dt.date) -> Found:
    rows = Post.objects.filter(member__in=people, since__lte=today, since__gte=today - dt.timedelta(days=reason.days))
    return dict(rows.order_by("since").values_list("member", "since")).items()


def _penalties(people: list[str], body: Organisation, reason: Reason, today: dt.date) -> Found:
    rows = Penalty.objects.filter(member__in=people, since__lte=today, since__gte=today - dt.timedelta(days=reason.days))
    return dict(rows.order_by("since").values_list("member", "since")).items()


def _hardships(people: list[str], body: Organisation, reason: Reason, today: dt.date) -> Found:
    rows = Hardship.objects.filter(Q(until__isnull=True) | Q(until__gt=today), member__in=people, since__lte=today)
    return dict(rows.order_by("since").values_list("member", "since")).items()


def _newcomers(people: list[str], body: Organisation, reason: Reason, today: dt.date) -> Found:
    branches = Membership.objects.filter(member__in=people, organisation__kind="branch")
    rows = branches.filter(since__lte=today, since__gte=today - dt.timedelta(days=reason.days))
    return dict(rows.order_by("since").values_list("member", "since")).items()


def _meetings(people: list[str], body: Organisation, reason: Reason, today: dt.date) -> Found:
    near = Activity.objects.filter(
        organisation=body, type__in=reason.types, status=ActivityStatus.PLANNED,
        on__gte=today, on__lte=today + dt.timedelta(days=reason.days),
    )  # fmt: skip
    first = near.order_by("on").first()
    return [(member, first.on) for member in people] if first else []


FINDERS: dict[str, Callable[[list[str], Organisation, Reason, dt.date], Found]] = {
    "post": _posts, "penalty": _penalties, "hardship": _hardships, "membership": _newcomers, "meeting": _meetings,
}  # fmt: skip


def _done(people: list[str], today: dt.date) -> dict[tuple[str, str], list[dt.date]]:
    """(member, reason) -> days of the talks held or planned for it in the last two years."""
    since = today - dt.timedelta(days=730)
    rows = Talk.objects.filter(
        people__member__in=people, activity__type=TYPE, activity__on__gte=since,
    ).exclude(activity__status=ActivityStatus.CANCELLED)  # fmt: skip
    found: dict[tuple[str, str], list[dt.date]] = {}
    for member, reason, on in rows.values_list("people__member", "reason", "activity__on"):
        found.setdefault((member, reason), []).append(on)
    return found
