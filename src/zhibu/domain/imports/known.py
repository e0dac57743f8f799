"""What the database holds already, in the form in which the roster reader matches against it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from django.db.models import F, Q, QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.imports.models import RememberedName
from zhibu.domain.members.models import Member, Membership
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import Actor
from zhibu.kernel.dates import partial_text

Known = dict[str, list[dict[str, Any]]]
# Actions after which sheets read the same as before.
QUIET = (
    "import.open",
    "import.answer",
    "import.map",
    "import.correct",
    "import.discard",
    "import.expire",
    "facts.export",
    "backup.make",
    "password.change",
)


def known_mark() -> int:
    """Grows whenever something was done after which sheets may have to be read anew."""
    rows = AuditEntry.objects.exclude(action__in=QUIET).order_by("-number")
    return rows.values_list("number", flat=True).first() or 0


def known_facts(actor: Actor, top: Organisation | None, on: dt.date) -> Known:
    """Organisations and members below `top` (without it: of the actor's scope), as of a day.

    Names of all other bodies come along (party groups excepted), so that a row about a foreign branch
    is matched to that branch and refused, and not taken for a near one of his own. ID numbers
    are opened for matching; they stay in memory.
    """
    names = _names()
    inside = inside_of(actor, top)
    outside = Organisation.objects.exclude(kind="party_group")
    if top is not None:
        outside = outside.exclude(path__under=top.path)
    own = {body.pk for body in inside}
    there = _memberships(top, on)
    places = _places(there, {body.pk: body.kind for body in inside})
    people = scope.members(actor)
    if top is not None:
        people = Member.objects.filter(pk__in=there.values("member"))
    return {
        "organisations": [
            *(_organisation(body, names) for body in inside),
            *(_organisation(b, names) | {"foreign": True} for b in outside if b.pk not in own),
        ],
        "members": [_member(one, places.get(one.pk, {})) for one in people.iterator(2000)],
    }


def inside_of(actor: Actor, top: Organisation | None) -> list[Organisation]:
    """The bodies that an import may write to: below `top`, and in the actor's scope."""
    found = scope.organisations(actor)
    return list(found.filter(path__under=top.path) if top is not None else found)


def _memberships(top: Organisation | None, on: dt.date) -> QuerySet[Membership]:
    """Who belongs there on the day, and who left from there: he must not be entered anew."""
    found = Membership.objects.all()
    if top is not None:
        found = found.filter(organisation__path__under=top.path)
    return found.filter(
        Q(until__isnull=True) | Q(until__gt=on) | Q(member__left=F("until"), member__left__lte=on)
    )


def _names() -> dict[str, list[RememberedName]]:
    found: dict[str, list[RememberedName]] = defaultdict(list)
    for row in RememberedName.objects.all():
        found[row.organisation_id].append(row)
    return found


def _places(there: QuerySet[Membership], kinds: dict[str, str]) -> dict[str, dict[str, str]]:
    """member -> {"branch": id, "group": id}, the last one where there were several."""
    places: dict[str, dict[str, str]] = {}
    rows = there.order_by("since").values_list("member_id", "organisation_id")
    for member, organisation in rows.iterator(5000):
        kind = kinds.get(organisation)
        if kind is not None:
            place = "group" if kind == "party_group" else "branch"
            places.setdefault(member, {})[place] = organisation
    return places


def _organisation(body: Organisation, names: dict[str, list[RememberedName]]) -> dict[str, Any]:
    return {
        "key": body.pk,
        "name": body.name,
        "short_name": body.short_name,
        "kind": body.kind,
        "parent": body.parent_id or "",
        "sector": body.sector,
        "established": partial_text(body.established, body.established_precision),
        "dissolved": partial_text(body.dissolved, body.dissolved_precision, end=True),
        "former": [row.name for row in names.get(body.pk, ()) if row.former],
        "aliases": [row.name for row in names.get(body.pk, ()) if not row.former],
    }


def _member(one: Member, place: dict[str, str]) -> dict[str, Any]:
    return {
        "key": one.pk,
        "name": one.name,
        "branch": place.get("branch", ""),
        "group": place.get("group", ""),
        "id_number": one.id_number or "",
        "born": partial_text(one.birth, one.birth_precision),
        "sex": one.sex,
        "joined": partial_text(one.joined, one.joined_precision),
        "joined_precision": one.joined_precision,
        "full_since": partial_text(one.full_since, one.full_since_precision),
        "left": partial_text(one.left, one.left_precision, end=True),
    }
