"""Waivers in sight, and the subject of one: who it is and which organisation answers for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.activities.models import Activity
from zhibu.domain.compliance.citations import Citation, cite
from zhibu.domain.compliance.selectors.names import names_of, organisation_of
from zhibu.domain.members.models import Member, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.planning import policies
from zhibu.domain.procedures.models import Case
from zhibu.domain.rulebook.models import Waiver
from zhibu.domain.rulebook.recorded import recorded
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound

MOST = 2_000  # waivers of a whole site are few
# The kinds of subject, each with all rows in which one may be.
KINDS: dict[str, Callable[[], QuerySet[Any]]] = {
    "organisation": Organisation.objects.all,
    "member": Member.objects.all,
    "post": Post.objects.all,
    "activity": Activity.objects.all,
    "case": Case.objects.all,
}


@dataclass(frozen=True, slots=True)
class Subject:
    """Who or what is excused, and the organisation that answers for it."""

    key: str
    kind: str
    name: str
    organisation: Organisation


@dataclass(frozen=True, slots=True)
class WaiverShown:
    """A waiver with its words; `may_end`: whether the actor can end it earlier.

    `recorded_on` (None: it came with a bundle of facts) and how many days before that it begins.
    """

    waiver: Waiver
    recorded_on: dt.date | None
    days_back: int
    citation: Citation
    name: str
    body: Organisation
    holds: bool
    may_end: bool


def body_of(subject: str) -> Organisation | None:
    """The organisation that answers for a subject today, or for its day."""
    key = organisation_of(subject, clock.today())
    return Organisation.objects.filter(pk=key).first()


def subject_get(actor: Actor, key: str) -> Subject:
    """The subject of an id, or of the exact name of an organisation or member in sight."""
    key = key.strip()
    kind = next((kind for kind, found in KINDS.items() if found().filter(pk=key).exists()), "")
    if not kind:
        kind, key = _by_name(actor, key)
    body = body_of(key) if kind else None
    if body is None or not (
        actor.everything or scope.organisations(actor).filter(pk=body.pk).exists()
    ):
        raise NotFound(
            f"找不到“{key}”：写党组织、党员的名称，或者对象的编号；它要在你的管理范围里。"
        )
    return Subject(key, kind, names_of([(kind, key)]).get(key, key), body)


def _by_name(actor: Actor, name: str) -> tuple[str, str]:
    bodies = scope.organisations(actor).filter(name=name)[:2]
    bodies = bodies or scope.organisations(actor).filter(short_name=name)[:2]
    if len(bodies) == 1:
        return "organisation", bodies[0].pk
    people = scope.members(actor).filter(name=name)[:2]
    if len(people) > 1 or len(bodies) > 1:
        raise NotFound(f"叫“{name}”的不止一个，写编号。")
    return ("member", people[0].pk) if people else ("", name)


def waivers(actor: Actor, today: dt.date) -> list[WaiverShown]:
    """The waivers of subjects in sight, those that hold today first."""
    rows = list(Waiver.objects.order_by("-since", "directive", "rule")[:MOST])
    places = {row.pk: organisation_of(row.subject, row.since) for row in rows}
    seen = scope.organisations(actor).in_bulk(list(set(places.values())))
    found = []
    for waiver in rows:
        body = seen.get(places[waiver.pk])
        if body is not None:
            holds = waiver.since <= today and (waiver.until is None or waiver.until > today)
            found.append((waiver, body, holds))
    names = _names([waiver.subject for waiver, _, _ in found])
    people = members_among(waiver.subject for waiver, _, _ in found)
    persons = persons_of([waiver.subject for waiver, _, _ in found])
    days = {one.waiver.pk: one for one in recorded(waiver for waiver, _, _ in found)}
    shown = [
        WaiverShown(
            waiver, days[waiver.pk].on, days[waiver.pk].days_back, cite(waiver.directive, waiver.rule),
            names.get(waiver.subject, waiver.subject), body, holds,
            policies.may_waive(
                actor, body, "member" if waiver.subject in people else "", persons.get(waiver.subject, "")),
        )
        for waiver, body, holds in found
    ]  # fmt: skip
    return sorted(shown, key=lambda one: not one.holds)


def days_back(waiver: Waiver) -> int:
    """How many days before it was recorded a waiver begins; 0 where it begins later, or nobody can say."""
    [one] = recorded([waiver])
    return one.days_back


def members_among(keys: Iterable[str]) -> set[str]:
    """Those of the ids that are members'."""
    return set(Member.objects.filter(pk__in=list(keys)).values_list("pk", flat=True))


def persons_of(keys: list[str]) -> dict[str, str]:
    """Subject -> the member whom it is about: himself, who holds the post, whose case it is."""
    found = dict(Case.objects.filter(pk__in=keys).values_list("pk", "subject"))
    found |= dict(Post.objects.filter(pk__in=keys).values_list("pk", "member"))
    return found | {key: key for key in members_among(keys)}


def _names(keys: list[str]) -> dict[str, str]:
    """Names by id, whatever they are ids of."""
    return names_of((kind, key) for kind in KINDS for key in keys)


def waiver_get(actor: Actor, pk: int) -> Waiver:
    """One waiver in sight."""
    found = Waiver.objects.filter(pk=pk).first()
    body = body_of(found.subject) if found is not None else None
    if (
        found is None
        or body is None
        or not (actor.everything or scope.organisations(actor).filter(pk=body.pk).exists())
    ):
        raise NotFound("找不到这项豁免，或者它不在你的管理范围里。")
    return found
