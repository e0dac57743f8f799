"""The plan of a year, materials, and the ledger of what was studied."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.activities.choices import ActivityStatus, AttendanceStatus
from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.members.belonging import homes_of, members_on
from zhibu.domain.members.models import Member, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.paths import path_parents
from zhibu.domain.study.choices import LEDGER, TYPES
from zhibu.domain.study.models import Material, Session, Topic
from zhibu.domain.study.policies import study_keep
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor

THERE = (AttendanceStatus.PRESENT, AttendanceStatus.ONLINE)
TRAINING = "leader_training"


def bodies_near(actor: Actor) -> Q:
    """Condition on an organisation whose plan and materials he may read: his own, those above it, those in scope."""
    condition = scope.reach(actor)
    if actor.everything:
        return condition
    day = clock.today()
    own = homes_of(actor.member, day)
    paths = set(own.values_list("organisation__path", flat=True)) | {held.path for held in actor.roles}
    near = {above for path in paths for above in (*path_parents(path), path)}
    return condition | Q(path__in=near)


def topics(actor: Actor, body: Organisation, year: int) -> QuerySet[Topic]:
    """The plan of a body for a year, those without a month last."""
    return topics_near(actor, organisation=body.pk, year=year).order_by("month", "pk")


def topics_near(actor: Actor, *, organisation: str = "", year: int | None = None) -> QuerySet[Topic]:
    """Lines of the plans of his own bodies and of those in scope; of one body or year where named."""
    found = Topic.objects.filter(organisation__in=Organisation.objects.filter(bodies_near(actor)).order_by().values("pk"))
    if organisation:
        found = found.filter(organisation=organisation)
    if year is not None:
        found = found.filter(year=year)
    return found.select_related("lead", "activity").order_by("organisation", "year", "month", "pk")


def topic_get(actor: Actor, pk: str) -> Topic:
    """One line of a plan in sight."""
    near = Organisation.objects.filter(bodies_near(actor)).values("pk")
    return scope.row_get(Topic.objects.filter(organisation__in=near).select_related("organisation"), pk, "这条学习计划")


def materials(actor: Actor) -> QuerySet[Material]:
    """Materials of his own bodies, those above them and those in scope, the latest first."""
    near = Organisation.objects.filter(bodies_near(actor)).order_by().values("pk")
    return Material.objects.filter(organisation__in=near).select_related("organisation").order_by("-added_on", "-pk")


def material_get(actor: Actor, pk: str) -> Material:
    """One material in sight."""
    return scope.row_get(materials(actor), pk, "这份学习资料")


def session_get(actor: Actor, pk: str) -> Activity:
    """One study in sight."""
    found = scope.activities(actor).filter(type__in=TYPES).select_related("organisation", "session", "part_of")
    return scope.row_get(found, pk, "这次学习")


def entitled(body: Organisation, type: str, on: dt.date) -> list[Member]:
    """Who is called: of a training the leaders below the body, else its members."""
    if type != TRAINING:
        return list(members_on(body, on))
    leaders = Post.objects.filter(
        Q(until__isnull=True) | Q(until__gt=on), organisation__path__under=body.path, post="group_leader", since__lte=on
    )
    return list(Member.objects.filter(pk__in=leaders.values("member")).order_by("name_pinyin", "pk"))


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One study of the ledger: what, how long, who was there, at which meeting."""

    activity: Activity
    content: str
    hours: Decimal | None
    people: tuple[str, ...]
    carried: str  # the meeting of which it was part

    @property
    def late_days(self) -> int:
        """How many days after it was held it was entered."""
        done = self.activity.recorded_on
        return max((done - self.activity.on).days, 0) if done else 0


def ledger(actor: Actor, body: Organisation, year: int, types: tuple[str, ...] = LEDGER) -> list[LedgerLine]:
    """学习台账: what a body studied in a year, day by day; the queries do not grow with it."""
    found = scope.activities(actor).filter(organisation=body, on__year=year, type__in=types, status=ActivityStatus.HELD)
    rows = list(found.select_related("session", "part_of").order_by("on", "pk"))
    names: dict[str, list[str]] = defaultdict(list)
    there = Attendance.objects.filter(activity__in=[one.pk for one in rows], status__in=THERE)
    for key, name in there.order_by("member__name_pinyin", "pk").values_list("activity", "member__name"):
        names[key].append(name)
    answer = []
    for one in rows:
        kept: Session | None = getattr(one, "session", None)
        whole = one.part_of
        carried = f"{whole.on} {whole.theme}".strip() if whole else ""
        content = (kept.content if kept else "") or one.theme
        answer.append(LedgerLine(one, content, kept.hours if kept else None, tuple(names.get(one.pk, ())), carried))
    return answer


def material_files(actor: Actor, about: str) -> None:
    """Who may read the files of a material: whoever sees it (config/wiring FILES)."""
    material_get(actor, about)


def material_files_change(actor: Actor, about: str) -> Organisation:
    """To whom they belong; added and taken away by who keeps the study there (FILES_CHANGE)."""
    found = material_get(actor, about)
    study_keep(actor, found.organisation)
    return found.organisation
