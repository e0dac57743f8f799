"""Reads of the room: plans in sight, the line for a month, the template, what the branch plans above, how far it is."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse

from zhibu.domain.accounts import scope
from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity
from zhibu.domain.meetings.choices import Move, Source
from zhibu.domain.meetings.content import Item
from zhibu.domain.meetings.kinds import MADE_ELSEWHERE, kinds_for, label_of
from zhibu.domain.meetings.models import AgendaItem, MeetingMove
from zhibu.domain.members.belonging import homes_of
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.plans.choices import PlanState
from zhibu.domain.plans.models import Plan, PlanItem
from zhibu.domain.rulebook.selectors import rulebook, topics_for
from zhibu.engine.wording import article_label
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.open_work import OpenItem

MONTHS = range(1, 13)
DRAFT_FROM = 12  # month in which next year's plan is first asked for


@dataclass(frozen=True, slots=True)
class Proposed:
    """A line of the template, with where its topic stands."""

    month: int
    type: str
    theme: str
    agenda: str = ""
    topic: str = ""
    source: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """What the plan says of a meeting of a month."""

    theme: str
    agenda: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class LineTold:
    """A line with what became of it, and whether the branch's plan says otherwise."""

    item: PlanItem
    label: str
    held: tuple[Activity, ...]
    upper: PlanItem | None

    @property
    def differs(self) -> bool:
        """Whether the branch's line that it was taken from says something else now."""
        return self.upper is not None and (self.upper.theme, self.upper.month) != (self.item.theme, self.item.month)


def plans(actor: Actor, year: int | None = None) -> QuerySet[Plan]:
    """Plans of bodies in scope, and decided ones of the actor's own branch and group; in the order of the tree."""
    condition = scope.reach(actor, "organisation__")
    if actor.member and not actor.everything:
        own = homes_of(actor.member, clock.today()).order_by().values("organisation")
        condition |= Q(organisation__in=own, state=PlanState.DECIDED)
    if actor.bodies() and not actor.everything:  # a leader reads the plan of his branch
        condition |= Q(organisation__children__in=actor.bodies(), state=PlanState.DECIDED)
    found = Plan.objects.filter(condition).distinct().select_related("organisation", "organisation__parent", "decided_by")
    found = found.filter(year=year) if year else found
    return found.order_by("-year", "organisation__path")


def plan_get(actor: Actor, pk: str) -> Plan:
    """One that he may see."""
    return scope.row_get(plans(actor), pk, "这份年度计划")


def plan_of(organisation: Organisation, year: int) -> Plan | None:
    """The plan of a body for a year; the caller has looked at who may see it."""
    return Plan.objects.filter(organisation=organisation, year=year).select_related("organisation").first()


def item_for(organisation: Organisation, type: str, on: dt.date) -> Planned | None:
    """What the plan of the year says of a type in the month of a day; None where it says nothing."""
    rows = PlanItem.objects.filter(plan__organisation=organisation, plan__year=on.year, month=on.month, type=type)
    found = list(rows.order_by("number"))
    if not found:
        return None
    titles = [line for item in found for line in (item.agenda.splitlines() or [item.theme]) if line.strip()]
    agenda = tuple(Item(title.strip(), source=Source.PLAN.value, origin=f"{on.year}-{on.month:02d}") for title in titles)
    return Planned("；".join(item.theme for item in found if item.theme), agenda)


def template(organisation: Organisation, year: int) -> list[Proposed]:
    """What to begin with: topics of the months that directives in force name, else those of teaching materials.

    A body that meets monthly has a line for every month, empty where nobody proposes anything.
    """
    on = dt.date(year, 1, 1)
    kinds = [kind.code for kind in kinds_for(organisation, on) if not kind.is_written]
    found = [
        Proposed(month, code, told.topic.label, "", f"{told.directive}/{told.topic.code}", f"{told.title} {article_label(told.topic.article)}")
        for month in MONTHS for code in kinds for told in topics_for(organisation, code, month, on) if told.topic.months
    ]  # fmt: skip
    first = "party_group_meeting" if organisation.kind == OrganisationKind.PARTY_GROUP else "theme_day"
    there = {line.month for line in found if line.type == first}
    samples = _samples(organisation, first) if not there else {}
    for month in MONTHS:
        if month not in there and first in kinds:
            found.append(samples.get(month, Proposed(month, first, "")))
    return sorted(found, key=lambda line: (line.month, kinds.index(line.type)))


def as_last_year(organisation: Organisation, year: int) -> list[Proposed]:
    """The lines of the body's plan of the year before, to begin with; of types that it can still hold."""
    before = plan_of(organisation, year - 1)
    if before is None:
        return []
    kinds = {kind.code for kind in kinds_for(organisation, dt.date(year, 1, 1))}
    source = f"{year - 1}年计划"
    return [
        Proposed(one.month, one.type, one.theme, one.agenda, one.topic, source, one.who)
        for one in before.items.all() if one.type in kinds
    ]


def _samples(organisation: Organisation, type: str) -> dict[int, Proposed]:
    """Month -> the topic that a teaching material gives as an example, whether or not it is in force here."""
    found: dict[int, Proposed] = {}
    for key, directive in rulebook().directives.items():
        for topic in directive.topics:
            for month in topic.months:
                if topic.concerns(type, organisation.kind, month) and directive.head.level == "material":
                    source = f"{directive.head.title} {article_label(topic.article)}（样例）"
                    found.setdefault(month, Proposed(month, type, topic.label, "", f"{key}/{topic.code}", source))
    return found


def lines_of(plan: Plan) -> list[LineTold]:
    """The lines in order, each with the meetings of its type in its month; one that was put off stays with its line."""
    items = list(plan.items.select_related("upper"))
    first, last = dt.date(plan.year, 1, 1), dt.date(plan.year, 12, 31)
    moved = Q(on__range=(first, last)) | Q(moves__before__range=(first, last))
    rows = Activity.objects.filter(moved, organisation=plan.organisation, type__in={item.type for item in items}).distinct()
    found = list(rows.exclude(status=ActivityStatus.CANCELLED).order_by("on", "pk"))
    meant = _meant_for(found)
    by: dict[tuple[int, str], list[Activity]] = defaultdict(list)
    for one in found:
        for month in sorted(month.month for month in meant[one.pk] if month.year == plan.year):
            by[month, one.type].append(one)
    return [LineTold(item, label_of(item.type), tuple(by[item.month, item.type]), item.upper) for item in items]


def _meant_for(meetings: Sequence[Activity]) -> dict[str, set[dt.date]]:
    """The months (their first days) whose lines a meeting carries out: those its agenda was taken from, else that of its first day."""
    keys = [one.pk for one in meetings]
    found: dict[str, set[dt.date]] = defaultdict(set)
    taken = AgendaItem.objects.filter(activity__in=keys, source=Source.PLAN).values_list("activity", "origin")
    for key, origin in taken:
        with suppress(ValueError):  # "2026-11"; an item copied from elsewhere names no month
            found[key].add(dt.date.fromisoformat(f"{origin}-01"))
    days = {one.pk: one.on for one in meetings}
    for key, before in MeetingMove.objects.filter(activity__in=keys).exclude(what=Move.CORRECTED).order_by("-pk").values_list("activity", "before"):
        days[key] = before
    for key, day in days.items():
        found[key] = found[key] or {day.replace(day=1)}
    return found


def upper_plan(organisation: Organisation, year: int) -> Plan | None:
    """The decided plan of the branch above a group."""
    if organisation.kind != OrganisationKind.PARTY_GROUP or organisation.parent is None:
        return None
    return Plan.objects.filter(organisation=organisation.parent, year=year, state=PlanState.DECIDED).select_related("organisation").first()


def not_adopted(plan: Plan) -> list[PlanItem]:
    """Lines of the branch's plan that the group's does not have yet."""
    above = upper_plan(plan.organisation, plan.year)
    if above is None:
        return []
    taken = set(plan.items.exclude(upper=None).values_list("upper", flat=True))
    return [item for item in above.items.all() if item.pk not in taken]


def groups_without(organisation: Organisation, year: int) -> list[Organisation]:
    """Groups below a branch that have no decided plan for the year."""
    groups = Organisation.objects.filter(parent=organisation, kind=OrganisationKind.PARTY_GROUP, dissolved__isnull=True)
    return list(groups.exclude(plans__year=year, plans__state=PlanState.DECIDED).order_by("path"))


def deciding(plan: Plan) -> Sequence[Activity]:
    """Meetings that may have decided the plan: its own, from November before to the end of its year, the latest first."""
    body = plan.organisation
    since, until = dt.date(plan.year - 1, 11, 1), dt.date(plan.year, 12, 31)
    found = Activity.objects.filter(organisation=body, on__gte=since, on__lte=min(until, clock.today()))
    return list(found.filter(status=ActivityStatus.HELD).exclude(type__in=MADE_ELSEWHERE).order_by("-on", "pk")[:40])


def year_asked(today: dt.date) -> int:
    """The year whose plan is to be written now: from December on the next."""
    return today.year + (1 if today.month >= DRAFT_FROM else 0)


def desk_items(actor: Actor, today: dt.date) -> list[OpenItem]:
    """In December and January: the plan that is to be drafted or decided, for leader and secretary."""
    if today.month not in (DRAFT_FROM, 1) or not actor.holds("leader", "secretary"):
        return []
    year = year_asked(today)
    ids = [held.organisation for held in actor.roles if held.role in ("leader", "secretary")]
    own = Organisation.objects.filter(pk__in=ids, kind__in=(OrganisationKind.PARTY_GROUP, OrganisationKind.BRANCH))
    there = {plan.organisation_id: plan for plan in Plan.objects.filter(organisation__in=ids, year=year)}
    due = dt.date(year, 1, 31)
    items = []
    for body in own.order_by("path"):
        plan = there.get(body.pk)
        if plan is None:
            address = f"{reverse('plan-draft')}?organisation={body.pk}&year={year}"
            items.append(OpenItem("年度计划", f"{body} {year}年的计划", address, due, "起草"))
        elif plan.state == PlanState.DRAFT and today >= dt.date(year, 1, 1):
            items.append(OpenItem("年度计划", f"{body} {year}年的计划：会上定下来", reverse("plan-one", args=[plan.pk]), due, "看一眼，定下来"))
    return items


def own_without(actor: Actor, year: int, most: int = 60) -> list[Organisation]:
    """Groups and branches whose work the actor does (leader, secretary, commissioner) without a plan for the year."""
    ids = {held.organisation for held in actor.roles if held.role in ("leader", "secretary", "commissioner")}
    kinds = (OrganisationKind.PARTY_GROUP, OrganisationKind.BRANCH)
    own = Q(pk__in=ids) | Q(parent__in=ids)
    found = Organisation.objects.filter(own, kind__in=kinds, dissolved__isnull=True).exclude(plans__year=year)
    return list(found.order_by("path")[:most])
