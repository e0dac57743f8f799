"""The steps of a meeting: which its type has, what of them directives in force demand, what is done, due and late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity
from zhibu.domain.meetings.choices import COLUMNS, StepCode
from zhibu.domain.meetings.models import StepDone
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.selectors import demanded
from zhibu.engine.comparing.meetings import Citation, Demanded, Demands
from zhibu.engine.wording import article_label
from zhibu.kernel import clock

BEFORE = (StepCode.PLAN, StepCode.CONSULT, StepCode.APPROVE, StepCode.NOTIFY)
AFTER = (StepCode.RECORD, StepCode.CHECK, StepCode.REPORT, StepCode.RECEIVE, StepCode.FOLLOW, StepCode.ARCHIVE)
ORDER = tuple(StepCode.values)
# How a step that only the branch above makes is called where the body is no group.
ABOVE = {
    StepCode.CONSULT: "请示上级", StepCode.APPROVE: "上级同意", StepCode.REPORT: "报上级", StepCode.RECEIVE: "上级收到",
    StepCode.CHECK: "核对记录",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cited:
    """An article that demands a step, as pages show it."""

    directive: str
    article: str
    title: str
    gist: str
    strength: str
    strength_label: str
    days: str = ""

    @property
    def short(self) -> str:
        """第五条."""
        return article_label(self.article)

    @property
    def source(self) -> str:
        """党小组工作细则 第五条."""
        return f"{self.title} {self.short}"


@dataclass(frozen=True, slots=True)
class StepTold:
    """One step: its words, who demands it, by when, what was done."""

    code: str
    label: str
    citations: tuple[Cited, ...]
    strength: str  # the strongest that demands it; "" where nobody does
    due: dt.date | None
    done_on: dt.date | None
    by: str
    word: str
    late: bool
    free: bool = False  # nobody demands it: offered, never forced
    again: bool = False  # the branch gave the plan back: it is to be asked anew

    @property
    def done(self) -> bool:
        return self.done_on is not None

    @property
    def binding(self) -> bool:
        """应当 or 一般."""
        return self.strength in ("must", "usual")

    @property
    def open(self) -> bool:
        """To be done still."""
        return self.done_on is None


def steps_of(activity: Activity, demands: Demands | None = None) -> list[StepTold]:
    """The steps of a meeting in the order of its life; `demands`: as they are known already."""
    asked = demands or demanded(activity.organisation, activity.type, activity.on)
    made = {row.code: row for row in activity.steps_done.all()}
    of = {one.code: one for one in asked.steps}
    today = clock.today()
    return [_told(activity, code, of.get(code), made.get(code), today) for code in codes_of(asked, made)]


def codes_of(asked: Demands, made: Collection[str] = ()) -> list[str]:
    """The steps that a type has here, those made besides among them; what is asked is answered, a report received."""
    codes = {one.code for one in asked.steps} | set(made) | {StepCode.PLAN.value}
    if StepCode.CONSULT in codes:  # whoever asks may be answered, whether or not anybody demands the answer
        codes.add(StepCode.APPROVE.value)
    if StepCode.REPORT in codes:
        codes.add(StepCode.RECEIVE.value)
    known = [code for code in ORDER if code in codes]
    return [*known, *sorted(codes - set(ORDER))]


def steps_asked(organisation: Organisation, type: str, on: dt.date) -> list[tuple[str, str]]:
    """Code and label of the steps that a meeting still to be planned will have."""
    asked = demanded(organisation, type, on)
    there = Activity(organisation=organisation, type=type, on=on)
    of = {one.code: one for one in asked.steps}
    return [(code, label_of_step(code, there, of.get(code))) for code in codes_of(asked)]


def _told(activity: Activity, code: str, asked: Demanded | None, made: StepDone | None, today: dt.date) -> StepTold:
    again = code == StepCode.CONSULT and given_back(activity)
    done_on = None if again else done_day(activity, code, made)
    due = due_day(activity, code, asked)
    called_off = activity.status == ActivityStatus.CANCELLED
    late = due is not None and ((done_on or today) > due) and not (called_off and done_on is None)
    citations = _each_once(cited_as(one) for one in asked.citations) if asked else ()
    return StepTold(
        code, label_of_step(code, activity, asked), citations, asked.strength if asked else "", due, done_on,
        made.by if made else "", made.word if made else "", late, free=not citations, again=again,
    )  # fmt: skip


def _each_once(cited: Iterable[Cited]) -> tuple[Cited, ...]:
    """Of one article the strongest only: what it also allows or advises stands on the page of the type."""
    found: dict[tuple[str, str], Cited] = {}
    for one in cited:
        found.setdefault((one.directive, one.article), one)
    return tuple(found.values())


def done_day(activity: Activity, code: str, made: StepDone | None) -> dt.date | None:
    """When a step was made; what rules read of it stands in the activity, also of imported ones."""
    if code in COLUMNS:
        day: dt.date | None = getattr(activity, COLUMNS[StepCode(code)])
        return day
    if code == StepCode.HOLD:
        return activity.on if activity.status == ActivityStatus.HELD else None
    if code == StepCode.PLAN and made is None:
        return activity.on if activity.status == ActivityStatus.HELD else None
    return made.on if made else None


def given_back(activity: Activity) -> bool:
    """Whether the branch gave the plan back and was not asked again since."""
    sheet = getattr(activity, "meeting", None)
    return sheet is not None and sheet.returned_on is not None and activity.status == ActivityStatus.PLANNED


def due_day(activity: Activity, code: str, asked: Demanded | None) -> dt.date | None:
    """By when: so many days before or after the meeting as the strictest article says; else none but its own day."""
    if asked is not None and asked.before is not None:
        return activity.on - dt.timedelta(days=asked.before)
    if asked is not None and asked.within is not None:
        return activity.on + dt.timedelta(days=asked.within)
    if code == StepCode.HOLD or (code in BEFORE and asked is not None and asked.citations):
        return activity.on
    return None


def label_of_step(code: str, activity: Activity, asked: Demanded | None = None) -> str:
    """定计划, 请示支部, ...: of a branch's own meeting it is the body above that is asked."""
    if code in ABOVE and activity.organisation.kind != OrganisationKind.PARTY_GROUP:
        return ABOVE[StepCode(code)]
    if code in ORDER:
        return str(StepCode(code).label)
    return asked.label if asked else code


def cited_as(one: Citation) -> Cited:
    """An article that demands something, as pages show it."""
    return Cited(one.directive, one.article, one.title, one.gist, one.strength, one.strength_label, one.days)


def next_step(activity: Activity, told: list[StepTold]) -> StepTold | None:
    """What is to be done now: the first open step that can be made, those nobody demands only where all else is done.

    Once a meeting was held nothing before it is asked any more; before it nothing after it is.
    """
    if activity.status in (ActivityStatus.CANCELLED, ActivityStatus.POSTPONED):  # a day comes first, which is no step
        return None
    held = activity.status == ActivityStatus.HELD
    now = [one for one in told if one.open and one.code not in (BEFORE if held else AFTER)]
    wanted = [one for one in now if one.binding or one.again or one.code in (StepCode.HOLD, StepCode.NOTIFY, StepCode.RECORD)]
    wanted = [one for one in wanted if one.code != StepCode.PLAN]
    return wanted[0] if wanted else next((one for one in now if one.code not in (StepCode.PLAN, StepCode.CONSULT)), None)


def step_of_branch(activity: Activity, told: list[StepTold]) -> StepTold | None:
    """What the branch is asked for now: its consent to a plan, or to look at a report."""
    of = {one.code: one for one in told}
    asked, answer = of.get(StepCode.CONSULT), of.get(StepCode.APPROVE)
    if activity.status == ActivityStatus.PLANNED and asked and asked.done and answer and answer.open:
        return answer
    sent, seen = of.get(StepCode.REPORT), of.get(StepCode.RECEIVE)
    return seen if sent and sent.done and sent.by and seen and seen.open else None
