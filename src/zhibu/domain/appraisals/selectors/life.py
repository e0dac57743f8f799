"""Packages of life meetings as far as the actor may see them: stages, papers, outlines, criticism."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch, Q, QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.activities.choices import ActivityStatus, AttendanceStatus
from zhibu.domain.activities.models import Activity, Attendance, Paper
from zhibu.domain.appraisals import policies
from zhibu.domain.appraisals.choices import LIFE_TYPES
from zhibu.domain.appraisals.models import Criticism, LifeMeeting, LifeText, Measure, Outline
from zhibu.domain.appraisals.selectors.around import opinions_before, talks_before
from zhibu.domain.meetings import selectors as meetings
from zhibu.domain.members.belonging import homes_of
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.policies import works_for
from zhibu.domain.rulebook.selectors import demanded
from zhibu.engine.comparing.meetings import Demands
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound

BEFORE, DURING, AFTER = "会前", "会中", "会后"
# The papers of a package in the order of the work; which are asked for is said by directives and types.
STAGE = {
    "meeting_plan": BEFORE, "preparation_report": BEFORE, "host_script": BEFORE, "study_material": BEFORE,
    "talk_record": BEFORE, "opinion_list": BEFORE, "self_examination": BEFORE, "minutes": DURING,
    "rectification_measures": AFTER,
}  # fmt: skip
WRITTEN = ("meeting_plan", "preparation_report", "host_script")  # texts that are drafted and printed here
THERE = (AttendanceStatus.PRESENT, AttendanceStatus.ONLINE)
STUDIES = ("study", "party_class", "theme_day", "party_group_meeting", "general_meeting")
OFFERED = 40  # sessions to choose from


@dataclass(frozen=True, slots=True)
class PaperTold:
    """A paper of the package: who demands it, by when, whether it is noted, since when it is ready."""

    kind: str
    label: str
    stage: str
    citations: tuple[meetings.Cited, ...]
    due: dt.date | None
    noted_on: dt.date | None
    ready_on: dt.date | None  # what was entered makes it up, since this day
    about: str  # what it is made up of, in numbers
    text: LifeText | None

    @property
    def binding(self) -> bool:
        return any(one.strength in ("must", "usual") for one in self.citations)

    @property
    def late(self) -> bool:
        """Not there though its day has passed, or noted after it."""
        day = self.noted_on or clock.today()
        return self.due is not None and day > self.due and (self.noted_on is not None or self.binding)

    @property
    def written_here(self) -> bool:
        return self.kind in WRITTEN


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """A member on the list of outlines: handed in or not, late or not; never what it says."""

    member: Member
    handed_on: dt.date | None
    late: bool
    shared: bool
    readable: bool


@dataclass(slots=True)
class LifePage:
    """What the page of a package shows."""

    activity: Activity
    life: LifeMeeting | None
    papers: list[PaperTold]
    outlines: list[OutlineLine] = field(default_factory=list)
    own: Outline | None = None
    called: bool = False  # whether the actor himself is called to it
    criticised: list[tuple[Member, int]] = field(default_factory=list)
    own_criticism: int = 0
    measures: list[Measure] = field(default_factory=list)
    hidden: int = 0  # measures of persons that he does not read
    carried: int = 0  # open ones of earlier lists that wait to be taken over
    talked: int = 0
    talkers: int = 0
    opinions: int = 0
    runs: bool = False
    unit: bool = False

    @property
    def held(self) -> bool:
        return self.activity.status == ActivityStatus.HELD

    def of(self, stage: str) -> list[PaperTold]:
        """The papers of a stage."""
        return [one for one in self.papers if one.stage == stage]

    @property
    def settled(self) -> bool:
        """Whether the list of problems is noted as complete."""
        return any(one.kind == "rectification_measures" and one.noted_on for one in self.papers)

    @property
    def before(self) -> list[PaperTold]:
        return self.of(BEFORE)

    @property
    def after(self) -> list[PaperTold]:
        return self.of(AFTER)

    @property
    def lacking(self) -> list[PaperTold]:
        """Papers that a directive demands and that are not noted."""
        return [one for one in self.papers if one.binding and one.noted_on is None and one.kind != "minutes"]


def lives(actor: Actor) -> QuerySet[Activity]:
    """Life meetings that he may see, the latest first; one's own from the day that it is prepared, for the outlines."""
    seen = Q(pk__in=meetings.meetings(actor).filter(type__in=LIFE_TYPES).order_by().values("pk"))
    if actor.member and not actor.everything:
        homes = homes_of(actor.member, clock.today()).values("organisation")
        seen |= Q(life_meeting__isnull=False, organisation__in=homes)
    found = Activity.objects.filter(seen, type__in=LIFE_TYPES).select_related("organisation__parent", "life_meeting")
    return found.order_by("-on", "pk")


def with_open_measures(rows: QuerySet[Activity]) -> QuerySet[Activity]:
    """Each with the measures of its list that are not closed, as `life_meeting.open_ones`."""
    open_ones = Measure.objects.exclude(state="closed").only("life")
    return rows.prefetch_related(Prefetch("life_meeting__measures", queryset=open_ones, to_attr="open_ones"))


def life_activity(actor: Actor, key: str) -> Activity:
    """One of them."""
    return scope.row_get(lives(actor), key, "这次生活会")


def life_get(actor: Actor, key: str) -> LifeMeeting:
    """Its package; NotFound where nobody has begun it."""
    activity = life_activity(actor, key)
    found = LifeMeeting.objects.select_related("activity__organisation").filter(pk=activity.pk).first()
    if found is None:
        raise NotFound("这次会还没有开始准备，先定主题和交稿日期。")
    return found


def life_host(activity: Activity) -> str:
    """Name of who leads the meeting: named for it, or the head of the body that day."""
    named = Member.objects.filter(pk__in=activity.host.split()).first()
    host = named or meetings.host_of(activity.organisation, activity.on)
    return host.name if host else ""


def life_member(life: LifeMeeting, key: str) -> Member:
    """A member called to the meeting, or one of whom something is written already."""
    found = next((one for one in meetings.entitled(life.activity) if one.pk == key), None)
    if found is None and (life.outlines.filter(member=key).exists() or life.criticism.filter(member=key).exists()):
        found = Member.objects.get(pk=key)
    if found is None:
        raise NotFound("这个人不参加这次会。")
    return found


def life_page(actor: Actor, key: str) -> LifePage:
    """The whole package as far as he may see it."""
    activity = life_activity(actor, key)
    life = LifeMeeting.objects.select_related("activity__organisation").filter(pk=activity.pk).first()
    body = activity.organisation
    page = LifePage(activity, life, [], runs=works_for(actor, body), unit=policies.is_unit(actor, body))
    entitled = meetings.entitled(activity)
    page.called = any(member.pk == actor.member for member in entitled)
    page.talked, page.talkers, talked_on = talks_before(activity, life, entitled)
    page.opinions, heard_on = opinions_before(activity, life)
    if life is not None:
        _people(page, life, actor, entitled)
        _measures(page, life, actor)
    page.papers = papers_of(activity, life, Ready(talked_on, page.talked, heard_on, page.opinions))
    return page


@dataclass(frozen=True, slots=True)
class Ready:
    """What other rooms know of the days before the meeting."""

    talked_on: dt.date | None = None
    talked: int = 0
    heard_on: dt.date | None = None
    heard: int = 0


def papers_of(activity: Activity, life: LifeMeeting | None, ready: Ready | None = None) -> list[PaperTold]:
    """Papers that the type has or a directive in force demands, in the order of the work."""
    asked = demanded(activity.organisation, activity.type, activity.on)
    noted = dict(Paper.objects.filter(about=activity.pk).order_by("-on").values_list("kind", "on"))
    texts = {one.kind: one for one in life.texts.all()} if life else {}
    ready = ready or Ready()
    days = _ready_days(life, ready)
    order = list(STAGE)
    codes = sorted((one.code for one in asked.papers), key=lambda code: order.index(code) if code in order else len(order))
    return [_paper(activity, asked, code, noted, texts, days) for code in codes]


def _ready_days(life: LifeMeeting | None, ready: Ready) -> dict[str, tuple[dt.date | None, str]]:
    found: dict[str, tuple[dt.date | None, str]] = {
        "talk_record": (ready.talked_on, f"{ready.talked} 人谈过" if ready.talked else ""),
        "opinion_list": (ready.heard_on, f"{ready.heard} 条意见" if ready.heard else ""),
    }
    if life is not None:
        studied = [one.on for one in life.studies.all() if one.status == ActivityStatus.HELD]
        found["study_material"] = (max(studied, default=None), f"学习 {len(studied)} 次" if studied else "")
        handed = [day for day in life.outlines.values_list("handed_on", flat=True) if day]
        found["self_examination"] = (max(handed, default=None), f"交了 {len(handed)} 份" if handed else "")
    return found


def _paper(
    activity: Activity, asked: Demands, code: str, noted: dict[str, dt.date], texts: dict[str, LifeText],
    days: dict[str, tuple[dt.date | None, str]],
) -> PaperTold:  # fmt: skip
    one = asked.paper(code)
    assert one is not None
    stage = STAGE.get(code, DURING)
    due = activity.on if stage == BEFORE and one.citations else None
    if one.before is not None:
        due = activity.on - dt.timedelta(days=one.before)
    elif one.within is not None:
        due = activity.on + dt.timedelta(days=one.within)
    ready_on, about = days.get(code, (None, ""))
    cited = tuple(
        meetings.Cited(said.directive, said.article, said.title, said.gist, said.strength, said.strength_label, said.days)
        for said in one.citations
    )
    return PaperTold(code, one.label, stage, cited, due, noted.get(code), ready_on, about, texts.get(code))


def _people(page: LifePage, life: LifeMeeting, actor: Actor, entitled: Sequence[Member]) -> None:
    rows = {one.member_id: one for one in life.outlines.select_related("member")}
    page.own = rows.get(actor.member) if actor.member else None
    if page.runs or page.unit:
        known = {member.pk: member for member in entitled} | {one.member_id: one.member for one in rows.values()}
        page.outlines = [_line(rows.get(key), member, life, actor, held=page.held) for key, member in known.items()]
    said = Criticism.objects.filter(life=life).values_list("member", flat=True)
    counts: dict[str, int] = {}
    for key in said:
        counts[key] = counts.get(key, 0) + 1
    page.own_criticism = counts.get(actor.member, 0) if actor.member else 0
    if page.unit and page.held:
        here = set(Attendance.objects.filter(activity=life.pk, status__in=THERE).values_list("member", flat=True))
        page.criticised = [(m, counts.get(m.pk, 0)) for m in entitled if not here or m.pk in here or m.pk in counts]


def _line(row: Outline | None, member: Member, life: LifeMeeting, actor: Actor, *, held: bool) -> OutlineLine:
    handed = row.handed_on if row else None
    late = life.outlines_by is not None and (handed or clock.today()) > life.outlines_by
    readable = row is not None and policies.outline_reads(actor, row, life, held=held)
    return OutlineLine(member, handed, late, bool(row and row.shared), readable)


def _measures(page: LifePage, life: LifeMeeting, actor: Actor) -> None:
    rows = list(life.measures.select_related("member", "owner", "organisation__parent").order_by("level", "due_on", "pk"))
    page.measures = [one for one in rows if policies.measure_reads(actor, one)]
    page.hidden = len(rows) - len(page.measures)
    if page.runs:
        earlier = Measure.objects.filter(
            organisation=life.activity.organisation, life__activity__on__lt=life.activity.on, later__isnull=True
        ).exclude(state="closed")
        page.carried = earlier.count()


def studies_offered(actor: Actor, activity: Activity) -> list[Activity]:
    """Sessions before the meeting that may be named as its study, the latest first."""
    homes = [activity.organisation_id, *([activity.organisation.parent_id] if activity.organisation.parent_id else [])]
    found = meetings.meetings(actor).filter(organisation__in=homes, type__in=STUDIES, on__lte=activity.on)
    return list(found.exclude(status=ActivityStatus.CANCELLED).filter(on__gte=activity.on - dt.timedelta(days=200))[:OFFERED])
