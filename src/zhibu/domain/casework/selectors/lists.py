"""Lists of cases: mine to act, waiting for others, overdue, done; and what of them stands on a desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.casework.choices import Acts
from zhibu.domain.casework.models import CaseRoad
from zhibu.domain.casework.selectors.naming import subject_names
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.grams import holding, reading
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Case
from zhibu.domain.rulebook.selectors import rulebook
from zhibu.kernel.actor import KEEPERS, Actor

STATES = ("own", "above", "overdue", "open", "done")
ROAD = "road__"
MANY = 2_000  # so many are named one by one


def cases(actor: Actor) -> QuerySet[Case]:
    """Cases in scope with the road and what is next; the soonest due first, then the newest."""
    found = scope.cases(actor).select_related("organisation", "road")
    return found.order_by(F("road__due_on").asc(nulls_last=True), "-opened", "pk")


def case_get(actor: Actor, pk: str) -> Case:
    """One case in scope."""
    return scope.row_get(scope.cases(actor).select_related("organisation", "organisation__parent"), pk, "这件事")


def in_state(found: QuerySet[Case], state: str, today: dt.date) -> QuerySet[Case]:
    """Those of a state of `STATES`; anything else leaves all."""
    open_ = found.filter(closed__isnull=True)
    if state == "own":
        return open_.filter(road__acts=Acts.OWN).filter(
            Q(road__starts_on__isnull=True) | Q(road__starts_on__lte=today))
    if state == "above":
        return open_.filter(road__acts=Acts.ABOVE)
    if state == "overdue":
        return open_.filter(road__due_on__lt=today)
    if state == "open":
        return open_
    if state == "done":
        return found.filter(closed__isnull=False).order_by("-closed", "pk")
    return found.order_by("-opened", "pk")  # of all the newest first, which an index gives without sorting all


def search(found: QuerySet[Case], text: str) -> QuerySet[Case]:
    """Those whose subject or organisation is called so."""
    if not text:
        return found
    here, names = reading(text, "subject"), ("name", "short_name")
    keys = list(Member.objects.filter(holding(text, "name")).order_by().values_list("pk", flat=True)[: MANY + 1])
    above = list(Organisation.objects.filter(holding(text, *names)).order_by().values_list("pk", flat=True)[: MANY + 1])
    # where many are called so, each case is looked at in its order, without the index and what it costs
    here |= Q(subject__in=keys) if len(keys) <= MANY else Q(
        Exists(Member.objects.filter(reading(text, "name"), pk=OuterRef("subject"))))
    if len(above) <= MANY:
        return found.filter(here | Q(subject__in=above) | Q(organisation__in=above))
    called = Organisation.objects.filter(reading(text, *names))
    return found.filter(here | Exists(called.filter(pk=OuterRef("subject"))) | Exists(called.filter(pk=OuterRef("organisation"))))


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as a list shows it."""

    case: Case
    name: str
    procedure: str
    next: str
    acts: str
    starts_on: dt.date | None
    due_on: dt.date | None


def lines(found: Sequence[Case]) -> list[CaseLine]:
    """One page of cases with the names of what they are about and their next steps."""
    words, names = rulebook().words(), subject_names(found)
    made = []
    for case in found:
        road: CaseRoad | None = getattr(case, "road", None)
        step = road.next_step if road and case.closed is None else ""
        made.append(CaseLine(
            case, names[case.subject], words.get(f"procedure.{case.procedure}", case.procedure),
            words.get(f"{case.procedure}.{step}", step), road.acts if road else "",
            road.starts_on if road else None, road.due_on if road and case.closed is None else None))
    return made


def own_cases(actor: Actor, today: dt.date) -> QuerySet[Case]:
    """Open cases of the organisations at which he himself works where it is his turn; not all those below."""
    here = {held.organisation for held in actor.roles if held.role in KEEPERS}
    found = scope.cases(actor).filter(organisation__in=here).select_related("organisation", "road")
    return in_state(found, "own", today).order_by(F("road__due_on").asc(nulls_last=True), "opened", "pk")
