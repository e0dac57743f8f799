"""What the database holds already, in the form in which the roster reader matches against it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q

from zhibu.domain.accounts import scope
from zhibu.domain.members.models import Member, Membership
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import Actor

Known = dict[str, list[dict[str, Any]]]


def known_facts(actor: Actor, top: Organisation | None, on: dt.date) -> Known:
    """Organisations and members of the actor's scope below `top`, as of a day.

    Without `top` all of his scope. ID numbers are opened for matching; they stay in memory.
    """
    organisations = scope.organisations(actor)
    if top is not None:
        organisations = organisations.filter(path__under=top.path)
    bodies = list(organisations)
    kinds = {body.pk: body.kind for body in bodies}
    places = _places(kinds, on)
    people = scope.members(actor).filter(pk__in=places) if top else scope.members(actor)
    return {
        "organisations": [_organisation(body) for body in bodies],
        "members": [_member(one, places.get(one.pk, {})) for one in people.iterator(2000)],
    }


def _places(kinds: dict[str, str], on: dt.date) -> dict[str, dict[str, str]]:
    """member -> {"branch": id, "group": id} on the day."""
    rows = Membership.objects.filter(Q(until__isnull=True) | Q(until__gt=on)).order_by("since")
    places: dict[str, dict[str, str]] = {}
    for member, organisation in rows.values_list("member_id", "organisation_id"):
        kind = kinds.get(organisation)
        if kind is not None:
            place = "group" if kind == "party_group" else "branch"
            places.setdefault(member, {})[place] = organisation
    return places


def _organisation(body: Organisation) -> dict[str, Any]:
    return {
        "key": body.pk,
        "name": body.name,
        "short_name": body.short_name,
        "kind": body.kind,
        "parent": body.parent_id or "",
        "sector": body.sector,
        "established": partial(body.established, body.established_precision),
        "dissolved": partial(body.dissolved, body.dissolved_precision, end=True),
    }


def _member(one: Member, place: dict[str, str]) -> dict[str, Any]:
    return {
        "key": one.pk,
        "name": one.name,
        "branch": place.get("branch", ""),
        "group": place.get("group", ""),
        "id_number": one.id_number or "",
        "born": partial(one.birth, one.birth_precision),
        "sex": one.sex,
        "joined": partial(one.joined, one.joined_precision),
        "joined_precision": one.joined_precision,
        "full_since": partial(one.full_since, one.full_since_precision),
        "left": partial(one.left, one.left_precision, end=True),
    }


def partial(day: dt.date | None, precision: str, *, end: bool = False) -> str:
    """A stored date as it is written: `1998-07` where only the month is known.

    An end is stored as the first day after it, so a month or a year is written as the one before.
    """
    if day is None:
        return ""
    if end and precision != "day":
        day -= dt.timedelta(days=1)
    return day.isoformat()[: {"day": 10, "month": 7, "year": 4}[precision]]
