"""Appraisals in sight: plan and progress for those who work on it, a person's own part, numbers for those above."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.activities.models import Activity
from zhibu.domain.appraisals import policies
from zhibu.domain.appraisals.choices import Grade, State
from zhibu.domain.appraisals.models import Appraisal, Appraisee
from zhibu.domain.appraisals.shares import Limit, limits, over
from zhibu.domain.casework.selectors import Progress, meetings_fit, progress, road_of
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.policies import keeps
from zhibu.domain.rulebook.selectors import meeting_choices
from zhibu.domain.voting.models import Poll
from zhibu.domain.voting.stepping import poll_for
from zhibu.engine.wording import article_label
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

OWN = 200  # of the appraisals that somebody took part in, the latest


@dataclass(frozen=True, slots=True)
class StageTold:
    """A stage of the plan: its day, how many are through, when it was done, what is asked by whom."""

    code: str
    label: str
    due: dt.date
    done_on: dt.date | None
    ready: int
    whole: int
    articles: tuple[str, ...] = ()

    @property
    def late(self) -> bool:
        return (self.done_on or clock.today()) > self.due


@dataclass(frozen=True, slots=True)
class Row:
    """A person on the page: only as much as the actor may read of him."""

    person: Appraisee
    grade: str  # "" where he may not read it, or there is none
    shown: bool  # whether the grade is his to read
    opens: bool  # whether what was said of him is


@dataclass(slots=True)
class AppraisalPage:
    """What the page of an appraisal shows."""

    appraisal: Appraisal
    stages: list[StageTold]
    rows: list[Row]
    own: Appraisee | None
    keeps: bool
    branch: bool  # he gives and reads grades
    poll: Poll | None
    numbers: list[tuple[str, int]] = field(default_factory=list)
    limits: list[tuple[Limit, int]] = field(default_factory=list)
    over: list[Limit] = field(default_factory=list)
    mutual_bodies: list[Organisation] = field(default_factory=list)
    progress: Progress | None = None

    @property
    def graded(self) -> int:
        return sum(row.person.graded for row in self.rows)

    @property
    def objections(self) -> list[Row]:
        """Objections that wait for an answer."""
        return [row for row in self.rows if row.shown and row.person.objected_on and not row.person.answered_on]

    @property
    def untold(self) -> int:
        return sum(row.person.told_on is None for row in self.rows)


def appraisals(actor: Actor) -> QuerySet[Appraisal]:
    """Those of branches in scope, of the branch of a led group, and those in which he takes part; the latest first."""
    condition = scope.reach(actor, "organisation__")
    if not actor.everything:
        condition |= Q(organisation__children__in=actor.bodies())
        if actor.member:
            own = Appraisee.objects.filter(member=actor.member).order_by("-pk").values_list("appraisal", flat=True)
            condition |= Q(pk__in=list(own[:OWN]))
    found = Appraisal.objects.filter(condition).select_related("organisation", "activity", "case")
    return found.distinct().order_by("-year", "-opened_on", "pk")


def appraisal_get(actor: Actor, key: str) -> Appraisal:
    """One that he may see."""
    return scope.row_get(appraisals(actor), key, "这次评议")


def appraisal_of(activity: Activity) -> str:
    """Id of the appraisal whose meeting this is; empty where there is none."""
    return Appraisal.objects.filter(activity=activity).values_list("pk", flat=True).first() or ""


def appraisals_asked(actor: Actor, *, year: int = 0, state: str = "", organisation: str = "") -> QuerySet[Appraisal]:
    """The same, cut."""
    found = appraisals(actor)
    if year:
        found = found.filter(year=year)
    if state in State.values:
        found = found.filter(state=state)
    if organisation:
        found = found.filter(organisation__path__under=scope.organisation_get(actor, organisation).path)
    return found


def people(appraisal: Appraisal) -> QuerySet[Appraisee]:
    """All who take part, by name."""
    found = appraisal.people.select_related("member", "group__parent", "appraisal__organisation")
    return found.order_by("group__path", "member__name_pinyin", "member__name", "pk")


def person_get(actor: Actor, appraisal: Appraisal, member: str) -> Appraisee:
    """A person of an appraisal whose self-appraisal the actor may read; else he is not there for him."""
    found = person_of(appraisal, member)
    if not policies.mutual_reads(actor, found):
        return scope.row_get(Appraisee.objects.none(), "0", "这个人的评议")
    return found


def person_of(appraisal: Appraisal, member: str) -> Appraisee:
    """The row of a member; NotFound where he does not take part."""
    return scope.row_get(people(appraisal), _key(appraisal, member), "这次评议名单里的这个人")


def own_person(actor: Actor, key: str) -> Appraisee:
    """The actor's own row in an appraisal."""
    found = appraisal_get(actor, key)
    if not actor.member:
        raise Refused("这个账号没有对应的党员，没有自评要写。")
    return person_of(found, actor.member)


def _key(appraisal: Appraisal, member: str) -> str:
    found = appraisal.people.filter(member=member).values_list("pk", flat=True).first()
    return str(found or 0)


def appraisal_page(actor: Actor, key: str) -> AppraisalPage:
    """An appraisal with what he may see of it."""
    found = appraisal_get(actor, key)
    everybody = list(people(found))
    keeping, branch = keeps(actor, found.organisation), policies.is_branch(actor, found.organisation)
    rows = [_row(actor, one) for one in everybody if keeping or policies.mutual_reads(actor, one)]
    page = AppraisalPage(
        found, [], rows, next((one for one in everybody if one.member_id == actor.member), None), keeping, branch,
        poll_for(found.case, "measurement"),
    )  # fmt: skip
    if found.state != State.CANCELLED:
        page.progress = progress(found.case, clock.today())
        page.stages = _stages(found, everybody, page.progress)
    if policies.numbers_read(actor, found) and any(one.grade for one in everybody):
        page.numbers = numbers(everybody)
    graded = sum(one.graded for one in everybody)
    page.limits = [(one, one.most(graded)) for one in limits(found.organisation, found.graded_on or clock.today())]
    if branch:
        page.over = over(found, everybody, found.graded_on or clock.today())
    page.mutual_bodies = _bodies(actor, found, everybody)
    return page


def _row(actor: Actor, one: Appraisee) -> Row:
    shown = policies.grade_reads(actor, one)
    return Row(one, one.grade_label if shown else "", shown, policies.mutual_reads(actor, one))


def _bodies(actor: Actor, appraisal: Appraisal, everybody: Sequence[Appraisee]) -> list[Organisation]:
    """Groups (and the branch for those in none) whose mutual appraisal the actor writes down."""
    groups = {one.group.pk: one.group for one in everybody if one.group is not None}
    found = [group for group in groups.values() if policies.is_unit(actor, group)]
    if any(one.group is None for one in everybody) and policies.is_branch(actor, appraisal.organisation):
        found.append(appraisal.organisation)
    return found


def _stages(appraisal: Appraisal, everybody: Sequence[Appraisee], told: Progress) -> list[StageTold]:
    whole = len(everybody)
    days = {
        "self_appraisal": (appraisal.self_by, sum(one.self_on is not None for one in everybody), whole),
        "mutual_appraisal": (appraisal.mutual_by, sum(one.mutual_on is not None for one in everybody), whole),
        "measurement": (appraisal.meeting_on, 0, 0),
        "grading": (appraisal.grading_by, 0, 0),
        "feedback": (appraisal.grading_by, sum(one.told_on is not None for one in everybody), whole),
    }  # fmt: skip
    found = []
    for code, (due, ready, of) in days.items():
        step = told.step(code)
        if step is not None:
            done = step.done[0].on if step.done else None
            articles = tuple(dict.fromkeys(f"{one.title} {article_label(one.article)}" for one in step.step.asked if one.article))
            found.append(StageTold(code, step.label, due, done, ready, of, articles))
    return found


def numbers(everybody: Iterable[Appraisee]) -> list[tuple[str, int]]:
    """How many have which grade, and how many none."""
    counted = Counter(one.grade for one in everybody if one.graded)
    rest = sum(not one.graded for one in everybody)
    return [*((grade.label, counted[grade.value]) for grade in Grade), ("不定等次", rest)]


def deciding(appraisal: Appraisal) -> list[tuple[str, str]]:
    """Held meetings that may have decided the grades, to choose from."""
    step = road_of(appraisal.case).step("grading")
    return meeting_choices(meetings_fit(appraisal.organisation, step, clock.today())) if step else []


def branches(actor: Actor) -> list[Organisation]:
    """Branches for which he may plan an appraisal."""
    rows = scope.organisations(actor).filter(kind="branch", dissolved__isnull=True)[:500]
    return [body for body in rows if keeps(actor, body)]


def may_plan(actor: Actor) -> bool:
    """Whether there is a branch for which he may plan one."""
    rows = scope.organisations(actor).filter(kind="branch", dissolved__isnull=True)[:500]
    return any(keeps(actor, body) for body in rows)


def own_persons(actor: Actor) -> list[Appraisee]:
    """His own part in appraisals, the latest first."""
    if not actor.member:
        return []
    rows = Appraisee.objects.filter(member=actor.member).exclude(appraisal__state=State.CANCELLED)
    return list(rows.select_related("appraisal__organisation", "member", "group").order_by("-appraisal__year", "-pk")[:10])


def votes_of(poll: Poll | None) -> dict[str, list[tuple[str, int]]]:
    """Member -> how many slips said which grade, of a counted measurement; the branch alone asks for it."""
    if poll is None or not poll.outcome:
        return {}
    sums = poll.outcome["sums"]["options"]
    labels = {grade.value: str(grade.label) for grade in Grade}
    return {
        one.member: [(label, sums.get(f"q{one.number}", {}).get(code, 0)) for code, label in labels.items()]
        for one in poll.options.all() if one.member
    }  # fmt: skip
