"""Reads of the room: reports in scope, what is demanded and not written yet, what waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from zhibu.domain.accounts import scope
from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity
from zhibu.domain.meetings.kinds import MADE_ELSEWHERE
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.paths import path_parents
from zhibu.domain.rulebook.selectors import activity_type, meeting_choices, rulebook
from zhibu.domain.yearly.choices import State
from zhibu.domain.yearly.models import YearReport, YearSection
from zhibu.domain.yearly.periods import periods_shown, span_of
from zhibu.kernel.actor import Actor
from zhibu.kernel.open_work import Left, OpenItem

TYPES = ("group_annual_report", "committee_report", "unit_annual_report")
SHOWN, BODIES = 8, 300


@dataclass(frozen=True, slots=True)
class Choice:
    """A report that a body can begin: its type and period, and how it is called."""

    organisation: Organisation
    type: str
    period: str
    label: str


def yearly_types(kind: str) -> list[tuple[str, str]]:
    """The reports that a kind of organisation writes: code and label, in their order."""
    known = rulebook().activity_types
    found = [known[code] for code in TYPES if code in known]
    return [(one.code, one.label) for one in found if not one.held_by or kind in one.held_by]


def by_halves(type: str) -> bool:
    """Whether it tells of half a year: a report read to the members as their body's account of its work."""
    return "reported_on" not in activity_type(type).fields


def reports(actor: Actor) -> QuerySet[YearReport]:
    """What the actor may see, the latest first: of bodies in scope, and those that went to one of them."""
    found = YearReport.objects.select_related("organisation", "receiver")
    if scope.sees_all(actor):
        return found
    return found.filter(scope.reach(actor, "organisation__"))


def report_get(actor: Actor, pk: str) -> YearReport:
    """One of them."""
    return scope.row_get(reports(actor), pk, "这份报告")


def reports_asked(actor: Actor, *, type: str = "", state: str = "", period: str = "", at: str = "") -> QuerySet[YearReport]:
    """The same, cut."""
    found = reports(actor)
    for name, value in (("type", type), ("state", state), ("period", period)):
        if value:
            found = found.filter(**{name: value})
    if at:
        found = found.filter(organisation__path__under=scope.organisation_get(actor, at).path)
    return found


def days_late(report: YearReport, on: dt.date) -> int:
    """How many days after its day it was handed in (read aloud), or is not yet; 0 where in time or no day is set."""
    if report.due_on is None:
        return 0
    made = report.read_on if by_halves(report.type) else report.submitted_on
    return max(((made or on) - report.due_on).days, 0)


def sections_of(report: YearReport) -> list[YearSection]:
    """Its sections in order."""
    return list(report.sections.order_by("place"))


def sourced(section: YearSection) -> list[tuple[str, list[list[str]]]]:
    """The lines that the records gave, each with the records it comes from."""
    texts = section.drafted.split("\n") if section.drafted else []
    return [(text, section.sources[place] if place < len(section.sources) else []) for place, text in enumerate(texts)]


def choices(actor: Actor, today: dt.date, at: str = "") -> list[Choice]:
    """What he can begin: for his bodies (or the one named) every report it writes, that is not begun yet."""
    bodies = [scope.organisation_get(actor, at)] if at else scope.worked_for(actor)
    begun = set(YearReport.objects.filter(organisation__in=bodies).values_list("organisation", "type", "period"))
    return [
        Choice(body, code, period, label)
        for body in bodies if body.kind != OrganisationKind.LEADING_BODY
        for code, label in yearly_types(body.kind)
        for period in periods_shown(today, halves=by_halves(code)) if (body.pk, code, period) not in begun
    ]  # fmt: skip


def meetings_for(report: YearReport, on: dt.date) -> list[tuple[str, str]]:
    """Held meetings of the body, or of those above it, at which it may have been read: id and words, the latest first."""
    paths = [*path_parents(report.organisation.path), report.organisation.path]
    found = Activity.objects.filter(organisation__path__in=paths, status=ActivityStatus.HELD, on__gte=report.since, on__lte=on)
    own = found.filter(organisation__depth__gte=report.organisation.depth - 1).exclude(type__in={*TYPES, *MADE_ELSEWHERE})
    return meeting_choices(own.order_by("-on", "id")[:60])


def missing(actor: Actor, type: str, period: str) -> list[Organisation]:
    """Bodies right below his that write this report and have not handed it in, in the order of the register."""
    kinds = activity_type(type).held_by
    held = [one.pk for one in scope.worked_for(actor)]
    span_of(period)
    there = YearReport.objects.filter(type=type, period=period, state__in=(State.SUBMITTED, State.RECEIVED))
    found = Organisation.objects.filter(parent__in=held, dissolved=None, kind__in=kinds).exclude(pk__in=there.values("organisation"))
    return list(found.order_by("path")[:BODIES])


def desk_items(actor: Actor, today: dt.date) -> list[OpenItem]:
    """Returned to be mended, to be received, and drafts whose day is near."""
    held = [one.organisation for one in actor.roles if one.role != "member"]
    if not held:
        return []
    soon = today + dt.timedelta(days=30)
    own = YearReport.objects.filter(organisation__in=held)
    there = YearReport.objects.filter(receiver__in=held, state=State.SUBMITTED).exclude(submitted_user=actor.user or "-")
    kinds = (
        (own.filter(state=State.RETURNED), "修改"), (there, "收下"),
        (own.filter(state=State.DRAFT, due_on__lte=soon), "写完交出"),
    )  # fmt: skip
    return [
        OpenItem("年度报告", one.title, reverse("yearly", args=[one.pk]), one.due_on, verb)
        for found, verb in kinds for one in found.order_by("due_on", "pk")[:SHOWN]
    ]  # fmt: skip


def open_items(organisation: str, user: str, member: str) -> list[OpenItem]:
    """What is handed over when somebody's rights at an organisation end: drafts, and what was returned."""
    found = YearReport.objects.filter(organisation=organisation, state__in=(State.DRAFT, State.RETURNED)).order_by("due_on", "pk")
    return [
        OpenItem("年度报告", f"{one.title}：{one.get_state_display()}", reverse("yearly", args=[one.pk]), one.due_on)
        for one in found[: SHOWN * 5]
    ]


def left_behind(bodies: Collection[str]) -> Left:
    """Reports of these bodies (ids) that were not received (config/wiring LEFT_BEHIND)."""
    found = YearReport.objects.filter(organisation__in=bodies).exclude(state=State.RECEIVED)
    return Left("没有交完的年度报告", found.count(), "仍在原组织名下；要交的，先交再撤")
