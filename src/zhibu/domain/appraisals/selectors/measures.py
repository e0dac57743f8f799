"""Lists of problems with measures: those in sight, how late they are, what was done about one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.appraisals import policies
from zhibu.domain.appraisals.choices import MeasureState
from zhibu.domain.appraisals.models import Measure, MeasureNote
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.policies import works_for
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.open_work import Left

OPEN = (MeasureState.OPEN, MeasureState.DONE)


@dataclass(frozen=True, slots=True)
class Line:
    """One measure with how long is left."""

    measure: Measure
    left: int | None  # days; negative: so many days over; None: no day, or closed

    @property
    def late(self) -> bool:
        return self.left is not None and self.left < 0

    @property
    def over(self) -> int:
        return -self.left if self.left is not None and self.left < 0 else 0


def measures(actor: Actor) -> QuerySet[Measure]:
    """Those that he may read: of the unit in scope; of persons his own, those he does, and those of his very unit."""
    found = Measure.objects.select_related("organisation__parent", "member", "owner", "life__activity", "appraisal")
    if actor.everything:
        return found
    mine = Q(member=actor.member) | Q(owner=actor.member) if actor.member else Q(pk__in=[])
    of_unit = scope.reach(actor, "organisation__") & Q(member__isnull=True)
    return found.filter(mine | of_unit | _narrow(actor))


def _narrow(actor: Actor) -> Q:
    """Measures of persons of the bodies at which his role stands."""
    homes = {held.organisation for held in actor.roles if held.role in policies.BRANCH}
    keeps = {held.organisation for held in actor.roles if held.role == "clerk"}
    small = Q(organisation__in=homes) | Q(organisation__parent__in=homes, organisation__kind=OrganisationKind.PARTY_GROUP)
    return small | Q(organisation__in=actor.bodies()) | (Q(organisation__in=keeps) & ~Q(organisation__kind__in=policies.SMALL))


def measure_get(actor: Actor, key: str) -> Measure:
    """One of them."""
    return scope.row_get(measures(actor), key, "这项整改")


def measures_asked(
    actor: Actor, *, state: str = "", level: str = "", organisation: str = "", late: bool = False, q: str = ""
) -> QuerySet[Measure]:
    """The same, cut; the soonest first."""
    found = measures(actor)
    if state == "open":
        found = found.filter(state__in=OPEN)
    elif state in MeasureState.values:
        found = found.filter(state=state)
    if level:
        found = found.filter(level=level)
    if organisation:
        found = found.filter(organisation__path__under=scope.organisation_get(actor, organisation).path)
    if late:
        found = found.filter(state__in=OPEN, due_on__lt=clock.today())
    if q:
        found = found.filter(Q(problem__contains=q) | Q(measure__contains=q))
    return found.order_by("closed_on", "due_on", "pk")


def line(measure: Measure, today: dt.date) -> Line:
    """With its days."""
    if measure.state == MeasureState.CLOSED or measure.due_on is None:
        return Line(measure, None)
    return Line(measure, (measure.due_on - today).days)


def notes_of(measure: Measure) -> list[MeasureNote]:
    """What was done about it, in order."""
    return list(measure.notes.order_by("on", "pk"))


def bodies_of(actor: Actor) -> list[Organisation]:
    """Branches and groups whose list he keeps, for choosing one."""
    return [body for body in scope.organisations(actor)[:200] if works_for(actor, body)]


def left_behind(bodies: Collection[str]) -> Left:
    """Problems of these bodies (ids) that are not closed (config/wiring LEFT_BEHIND)."""
    found = Measure.objects.filter(organisation__in=bodies, state__in=OPEN)
    return Left("没有销号的整改事项", found.count(), "仍在原组织名下；先销号，或者在新组织另列")
