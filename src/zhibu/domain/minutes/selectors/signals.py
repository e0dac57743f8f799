"""Reads of signals: a unit's own first; upward only what it passed on, or what a named inspection opened."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.activities.cells import names
from zhibu.domain.minutes import policies
from zhibu.domain.minutes.likeness import Piece, passages
from zhibu.domain.minutes.models import Inspection, Signal
from zhibu.domain.minutes.selectors.finding import text_of
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound

STATES = {"open": "等说明", "answered": "已说明", "passed": "已报上级", "gone": "已消除"}


def _own(actor: Actor) -> Q:
    """Signals of units that are his own: that he leads, or is secretary or commissioner of; those of meetings he wrote."""
    if actor.everything:
        return Q()
    bodies = {held.organisation for held in actor.roles if held.role in ("leader", "secretary", "commissioner")}
    condition = Q(organisation__in=bodies)
    if actor.member:
        condition |= names("activity__host", actor.member) | names("activity__recorder", actor.member)
    return condition


def _shown_upward(actor: Actor) -> Q:
    """Those below him that their unit passed on, and those that an open inspection of his own covers."""
    passed = Q(passed_on__isnull=False) & scope.reach(actor, "organisation__")
    for one in inspections_open(actor):
        passed |= Q(organisation__in=one.units.values("pk"), on__gte=one.since, on__lt=one.until)
    return passed


def signals(actor: Actor, state: str = "") -> QuerySet[Signal]:
    """Signals that he may see, the latest meeting first."""
    found = Signal.objects.filter(_own(actor) | _shown_upward(actor))
    found = found.select_related("activity", "organisation", "organisation__parent", "other", "other__organisation", "member")
    cut = {
        "open": Q(answer="", gone_on=None), "answered": Q(passed_on=None) & ~Q(answer=""), "passed": Q(passed_on__isnull=False),
        "gone": Q(gone_on__isnull=False),
    }.get(state)  # fmt: skip
    return (found.filter(cut) if cut is not None else found.filter(gone_on=None)).order_by("-on", "pk")


def signal_get(actor: Actor, key: str) -> Signal:
    """One that he may see."""
    return scope.row_get(signals_any(actor), key, "这条提醒")


def signals_any(actor: Actor) -> QuerySet[Signal]:
    """Those that stand and those that are gone."""
    found = Signal.objects.filter(_own(actor) | _shown_upward(actor)).order_by("-on", "pk")
    return found.select_related("activity", "organisation", "organisation__parent", "other", "other__organisation", "member")


def is_own(actor: Actor, signal: Signal) -> bool:
    """Whether the unit is his own: then he sees all of it and may answer."""
    return actor.everything or Signal.objects.filter(_own(actor), pk=signal.pk).exists()


def own_of(actor: Actor, found: list[Signal]) -> set[str]:
    """Which of these are of units of his own."""
    keys = [one.pk for one in found]
    return set(Signal.objects.filter(_own(actor), pk__in=keys).values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class Compared:
    """The text of the one with what the other has too marked; `theirs` only where he may read the other."""

    mine: list[Piece]
    theirs: list[Piece]


def compared(actor: Actor, signal: Signal) -> Compared:
    """The passages that are the same."""
    if signal.other is None:
        return Compared([], [])
    mine, theirs = text_of(signal.activity_id), text_of(signal.other_id or "")
    seen = other_seen(actor, signal)
    return Compared(passages(mine, theirs), passages(theirs, mine) if seen else [])


def other_seen(actor: Actor, signal: Signal) -> bool:
    """Whether he may know of the other meeting more than that there is one."""
    other = signal.other
    return other is not None and (policies.works_there(actor, other.organisation) or policies.writes(actor, other))


def inspections_open(actor: Actor) -> list[Inspection]:
    """His own inspections that can be looked at still."""
    if not actor.user or not actor.holds("clerk", "secretary"):
        return []
    return list(Inspection.objects.filter(user=actor.user, closes_on__gt=clock.today()))


def inspections(actor: Actor) -> QuerySet[Inspection]:
    """Inspections that he made, and those of units of his own: who looked at what, and why."""
    if actor.everything:
        return Inspection.objects.prefetch_related("units")
    own = {held.organisation for held in actor.roles if held.role in ("leader", "secretary", "commissioner")}
    rows = Q(user=actor.user) if actor.user else Q(pk__in=[])
    found = Inspection.objects.filter(rows | Q(pk__in=Inspection.units.through.objects.filter(organisation__in=own).values("inspection")))
    return found.order_by("-opened_at", "pk").prefetch_related("units")


def inspection_get(actor: Actor, key: str) -> Inspection:
    """One of them."""
    return scope.row_get(inspections(actor), key, "这次抽查")


def units_below(actor: Actor, organisation: str) -> list[Organisation]:
    """The bodies below an organisation of his, itself among them: what an inspection may be of."""
    top = scope.organisation_get(actor, organisation)
    if not (actor.everything or actor.reaches(top.path, "clerk", "secretary")):
        raise NotFound("找不到这个党组织，或者它不在你的管理范围里。")
    return list(scope.organisations(actor).filter(path__under=top.path, dissolved__isnull=True)[:201])


def told_of(organisation: Organisation, today: dt.date) -> list[Inspection]:
    """Inspections of one unit in the last year: shown on its list."""
    since = today - dt.timedelta(days=366)
    return list(Inspection.objects.filter(units=organisation, opened_at__date__gte=since))
