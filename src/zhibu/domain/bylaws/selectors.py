"""Reads of the room: rules of bodies in scope and of those above oneself, what held on a day, differences, models."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from zhibu.domain.accounts import scope
from zhibu.domain.bylaws.choices import State
from zhibu.domain.bylaws.models import Bylaw, Version
from zhibu.domain.bylaws.systems import systems
from zhibu.domain.meetings.kinds import MADE_ELSEWHERE
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.paths import path_parents
from zhibu.domain.rulebook.selectors import meeting_choices
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.open_work import OpenItem

MOST_PLACES = 2_000
LAIN = 14  # days after which a draft is named on the desk
SHOWN = 5


def holds_on(day: dt.date, prefix: str = "") -> Q:
    """The condition that a version is in force on a day."""
    later = Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": day})
    return later & Q(**{f"{prefix}state": State.ENACTED, f"{prefix}since__lte": day})


def bodies(actor: Actor) -> list[str]:
    """The organisations of which he is a member or sees the name, and those above them: their rules hold for him too."""
    named = scope.organisations_named(actor).exclude(pk__in=scope.organisations(actor).order_by().values("pk"))
    tops = [held.path for held in actor.roles]
    paths = {part for path in [*named.values_list("path", flat=True), *tops] for part in (path, *path_parents(path))}
    return list(Organisation.objects.filter(path__in=paths).values_list("pk", flat=True))


def bylaws(actor: Actor) -> QuerySet[Bylaw]:
    """The rules that he may read; drafts of them are shown to keepers only (see `versions`)."""
    found = Bylaw.objects.select_related("organisation")
    if scope.sees_all(actor):
        return found.order_by("organisation__path", "order", "pk")
    condition = scope.reach(actor, "organisation__") | Q(organisation__in=bodies(actor))
    return found.filter(condition).order_by("organisation__path", "order", "pk")


def bylaw_get(actor: Actor, pk: str) -> Bylaw:
    """One that he may read."""
    return scope.row_get(bylaws(actor), pk, "这项制度")


def version_get(actor: Actor, pk: str) -> Version:
    """One version; a draft only within his own range."""
    found = Version.objects.filter(bylaw__in=bylaws(actor).order_by().values("pk")).select_related("bylaw__organisation", "taken_from")
    shown = Q(state=State.ENACTED) | Q(bylaw__organisation__in=scope.organisations(actor).order_by().values("pk"))
    return scope.row_get(found.filter(shown), pk, "这一版")


def versions(actor: Actor, bylaw: Bylaw) -> list[Version]:
    """All versions, the latest first; drafts and what was not taken only for whoever sees the organisation in full."""
    found = bylaw.versions.select_related("meeting", "taken_from__bylaw__organisation").order_by("-number")
    if not scope.organisations(actor).filter(pk=bylaw.organisation_id).exists():
        found = found.filter(state=State.ENACTED)
    return list(found)


@dataclass(frozen=True, slots=True)
class Standing:
    """One rule with the version that holds on a day and its draft."""

    bylaw: Bylaw
    held: Version | None
    draft: Version | None
    repealed: bool


def standing(actor: Actor, organisation: Organisation, day: dt.date, words: str = "") -> list[Standing]:
    """The rules of one organisation as they stand on a day; `words`: only those with this text in title or wording."""
    found = bylaws(actor).filter(organisation=organisation)
    if words:
        inside = Version.objects.filter(body__contains=words, bylaw__organisation=organisation).exclude(state=State.WITHDRAWN)
        found = found.filter(Q(title__contains=words) | Q(pk__in=inside.values("bylaw")))
    rows = found.prefetch_related(Prefetch("versions", Version.objects.order_by("-number")))
    return [_standing(row, list(row.versions.all()), day) for row in rows]


def _standing(bylaw: Bylaw, found: Sequence[Version], day: dt.date) -> Standing:
    enacted = [one for one in found if one.state == State.ENACTED and one.since is not None]
    held = next((one for one in enacted if one.since and one.since <= day and (one.until is None or day < one.until)), None)
    draft = next((one for one in found if one.state == State.DRAFT), None)
    return Standing(bylaw, held, draft, bool(enacted) and all(one.until is not None and one.until <= day for one in enacted))


def in_force(actor: Actor, organisation: Organisation, day: dt.date) -> list[Version]:
    """The wordings that hold at an organisation on a day, in the order of the list."""
    found = Version.objects.filter(holds_on(day), bylaw__in=bylaws(actor).filter(organisation=organisation).order_by().values("pk"))
    return list(found.select_related("bylaw__organisation", "meeting").order_by("bylaw__order", "bylaw"))


def models_for(actor: Actor, organisation: Organisation, code: str = "", day: dt.date | None = None) -> list[Version]:
    """What offices above offer as models today, the nearest first; with `code` only of that system."""
    today = day or clock.today()
    above = Bylaw.objects.filter(offered=True, organisation__path__in=path_parents(organisation.path))
    if code:
        above = above.filter(code=code)
    found = Version.objects.filter(holds_on(today), bylaw__in=above).select_related("bylaw__organisation")
    return list(found.order_by("-bylaw__organisation__depth", "bylaw__order"))


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of a comparison: `same`, `old` (only before) or `new` (only now)."""

    kind: str
    text: str


def compared(old: str, new: str) -> list[Line]:
    """Two wordings paragraph by paragraph."""
    kinds = {" ": "same", "-": "old", "+": "new"}
    lines = difflib.ndiff([one for one in old.splitlines() if one.strip()], [one for one in new.splitlines() if one.strip()])
    return [Line(kinds[line[0]], line[2:].strip()) for line in lines if line[0] in kinds]


def file_read(actor: Actor, about: str) -> None:
    """Files of a rule are read by whoever reads the rule."""
    bylaw_get(actor, about)


def missing(organisation: Organisation, day: dt.date) -> list[str]:
    """Codes of the systems that an organisation has no version in force of."""
    there = Version.objects.filter(holds_on(day), bylaw__organisation=organisation).values_list("bylaw__code", flat=True)
    return [code for code in systems() if code not in set(there)]


def places(actor: Actor) -> list[Organisation]:
    """The organisations whose rules he reads and that have or may have some, in the order of the tree."""
    if actor.everything:
        return list(Organisation.objects.filter(dissolved=None).exclude(kind="party_group").order_by("path")[:MOST_PLACES])
    condition = Q(pk__in=bodies(actor)) | Q(pk__in=scope.organisations(actor).order_by().values("pk"))
    found = Organisation.objects.filter(condition, dissolved=None).exclude(kind="party_group")
    return list(found.order_by("path")[:MOST_PLACES])


def beside(actor: Actor, version: Version, other: str = "") -> Version | None:
    """What a version is held against: the one named, else what it was taken from, else the one before it."""
    if other:
        return version_get(actor, other)
    if version.taken_from is not None and version.state == State.DRAFT:
        return version.taken_from
    found = version.bylaw.versions.filter(number__lt=version.number).exclude(state=State.WITHDRAWN)
    return found.select_related("bylaw__organisation").order_by("-number").first()


def desk_items(actor: Actor, today: dt.date) -> list[OpenItem]:
    """A draft that has lain for a while waits for the meeting that decides on it."""
    if not actor.holds("secretary", "commissioner"):
        return []
    lain = dt.datetime.combine(today - dt.timedelta(days=LAIN), dt.time(), clock.SHANGHAI)
    own = [held.organisation for held in actor.roles if held.role in ("secretary", "commissioner")]
    found = Version.objects.filter(state=State.DRAFT, bylaw__organisation__in=own, changed_at__lt=lain).select_related("bylaw")
    return [
        OpenItem("规章制度", f"{one.bylaw.title}的草稿还没有定下来", reverse("bylaw", args=[one.bylaw_id]), None, "去定")
        for one in found.order_by("changed_at")[:SHOWN]
    ]


def meetings_for(actor: Actor, organisation: Organisation) -> list[tuple[str, str]]:
    """Held meetings of the last year that may have decided on a rule: id and what it is called, the latest first."""
    since = clock.today() - dt.timedelta(days=400)
    found = scope.activities(actor).filter(organisation=organisation, status="held", on__gte=since).order_by("-on", "-pk")
    return meeting_choices(found.exclude(type__in=MADE_ELSEWHERE)[:50])
