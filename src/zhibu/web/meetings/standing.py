"""How a meeting stands, as its page and the list tell it: next step, who may make it, what was done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.meetings import policies, selectors
from zhibu.domain.meetings.choices import StepCode
from zhibu.domain.meetings.kinds import kind_of
from zhibu.domain.minutes.choices import State
from zhibu.domain.minutes.selectors.reading import opens, unconfirmed
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.web.appraisals.links import packages
from zhibu.web.uploads.parts import files_shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibu.domain.activities.models import Activity
    from zhibu.domain.meetings.selectors import StepTold

OF_BRANCH = (StepCode.APPROVE, StepCode.RECEIVE)
AT_ONCE = (
    StepCode.CONSULT, StepCode.APPROVE, StepCode.NOTIFY, StepCode.HOLD, StepCode.CHECK, StepCode.REPORT, StepCode.RECEIVE,
    StepCode.FOLLOW, StepCode.ARCHIVE,
)  # fmt: skip
VERBS = {
    StepCode.CONSULT: "请示支部", StepCode.APPROVE: "同意", StepCode.NOTIFY: "发通知", StepCode.HOLD: "登记召开",
    StepCode.RECORD: "登记到会和记录", StepCode.CHECK: "核对过了", StepCode.REPORT: "报支部", StepCode.RECEIVE: "看过了，收下",
    StepCode.FOLLOW: "都落实了", StepCode.ARCHIVE: "归档",
}  # fmt: skip
WAITING = {StepCode.APPROVE: "已请示，还没有答复。", StepCode.RECEIVE: "已上报，还没有收下。"}


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that can be done: where it leads, its words; `post`: done at once by a button."""

    address: str
    label: str
    post: bool = False
    more: str = ""  # the page with the same step's day and word


@dataclass(frozen=True, slots=True)
class Line:
    """A step as the page shows it."""

    step: StepTold
    current: bool
    deed: Deed | None
    undo: bool


@lru_cache(maxsize=16)
def _there(name: str) -> bool:
    try:
        reverse(name, args=["x"])
    except NoReverseMatch:
        return False
    return True


def address(name: str, key: str) -> str:
    """The page of another area about this meeting; "" where there is none."""
    return reverse(name, args=[key]) if _there(name) else ""


def may_make(actor: Actor, activity: Activity, code: str) -> bool:
    """Whether this step is his to make."""
    if code in OF_BRANCH:
        return policies.answers(actor, activity)
    if code == StepCode.RECORD:
        return policies.writes(actor, activity)
    return policies.runs(actor, activity)


def deed_of(actor: Actor, activity: Activity, step: StepTold, *, early: bool = False) -> Deed | None:
    """How he makes a step; None where it is not his, or made from another page."""
    if not may_make(actor, activity, step.code):
        return None
    key, code = activity.pk, step.code
    if code in (StepCode.HOLD, StepCode.RECORD) and (page := address("minutes", key)):
        return Deed(page, VERBS[StepCode.RECORD], more=reverse("meeting-hold", args=[key]) if code == StepCode.HOLD else "")
    if code == StepCode.CHECK and unconfirmed(activity) and (page := address("minutes", key)):
        return Deed(page, step.label)  # confirming them there makes the step: what is read is what is checked
    if code == StepCode.HOLD:
        return Deed(reverse("meeting-hold", args=[key]), VERBS[StepCode.HOLD], post=not early, more=reverse("meeting-hold", args=[key]))
    if code in AT_ONCE:
        page = reverse(f"meeting-{code}", args=[key])
        return Deed(page, verb(step), post=True, more=page if code != StepCode.ARCHIVE else "")
    if code == StepCode.RECORD or code == StepCode.PLAN:
        return None
    return Deed(reverse("meeting-step", args=[code, key]), step.label)


def verb(step: StepTold) -> str:
    """What the button says."""
    if step.again:
        return f"改好了，再{step.label}"
    if step.code in (StepCode.CONSULT, StepCode.REPORT):
        return step.label
    return VERBS.get(StepCode(step.code), step.label) if step.code in StepCode.values else step.label


def lines(actor: Actor, activity: Activity, told: Sequence[StepTold], now: StepTold | None, archived: bool) -> list[Line]:
    """All steps with what he can do to each."""
    held = activity.status == ActivityStatus.HELD
    off = activity.status == ActivityStatus.CANCELLED
    found = []
    for step in told:
        before = step.code in (StepCode.CONSULT, StepCode.APPROVE, StepCode.NOTIFY)
        able = step.open and not off and (held or before or step.code == StepCode.HOLD) and (not archived or step.code == StepCode.RECEIVE)
        deed = deed_of(actor, activity, step, early=True) if able and not _ahead(activity, step) else None
        mine = may_make(actor, activity, step.code)
        undo = step.done and mine and step.code not in (StepCode.PLAN, StepCode.RECORD) and (not archived or step.code == StepCode.ARCHIVE)
        found.append(Line(step, now is not None and now.code == step.code, deed, undo))
    return found


def _ahead(activity: Activity, step: StepTold) -> bool:
    """A meeting of a day to come was not held."""
    return step.code in (StepCode.HOLD, StepCode.RECORD) and activity.on > clock.today()


def _roles(activity: Activity) -> dict[str, str]:
    """Names of host, recorder and speaker."""
    people = selectors.names_of(activity.host, activity.recorder, activity.speaker)
    return {name: "、".join(people.get(key, key) for key in getattr(activity, name).split()) for name in ("host", "recorder", "speaker")}


def page(actor: Actor, activity: Activity, today: dt.date) -> dict[str, Any]:
    """What the page of a meeting shows to whoever works on it or consents."""
    told = selectors.steps_of(activity)
    sheet = selectors.sheet_of(activity)
    asked = None if sheet.returned_on else selectors.step_of_branch(activity, told)
    now = asked if asked and policies.answers(actor, activity) else selectors.next_step(activity, told)
    if unconfirmed(activity) == State.HANDED:  # nobody may demand it, yet nothing is filed that waits to be confirmed
        now = next((step for step in told if step.code == StepCode.CHECK and step.open), now)
    archived = any(step.code == StepCode.ARCHIVE and step.done for step in told)
    runs = policies.runs(actor, activity)
    works = runs or policies.answers(actor, activity)
    if archived and now is not None and now.code != StepCode.RECEIVE:  # which the branch makes whenever it comes to it
        now = None
    deed = deed_of(actor, activity, now) if now and not _ahead(activity, now) else None
    ahead = activity.status == ActivityStatus.PLANNED and activity.on >= today
    parts = selectors.gathering(activity)
    joined = selectors.joint(activity)
    papers = selectors.papers_of(activity) if works else []
    return {
        "meeting": activity, "sheet": sheet, "kind": kind_of(activity.type), "works": works, "runs": runs,
        "steps": lines(actor, activity, told, now, archived) if works else [], "now": now if works else None, "deed": deed,
        "waiting": WAITING[StepCode(asked.code)] if asked and asked != now else "",
        "returned": sheet.returned_on, "answers": policies.answers(actor, activity),
        "can_return": policies.answers(actor, activity) and activity.consulted_on and not activity.approved_on and not sheet.returned_on
        and activity.status == ActivityStatus.PLANNED,
        "agenda": selectors.agenda_of(activity), "guests": selectors.guests_of(activity), "moves": selectors.moves_of(activity),
        "parts": [one for one in parts if one.pk != activity.pk], "joint": [one for one in joined if one.pk != activity.pk],
        "together": selectors.joint_told(activity, today, runs=runs),
        **_roles(activity),
        "papers": papers, "files": files_shown(actor, "meeting", activity.pk) if papers else None,
        "called": len(selectors.entitled(activity)) if works else None,
        "hints": selectors.hints(activity) if ahead and runs else [],
        "attendance": address("attendance", activity.pk) if works else "",
        "minutes": address("minutes", activity.pk) if activity.status == ActivityStatus.HELD and opens(actor, activity) else "",
        "answer": address("answer-give", activity.pk) if ahead and activity.notice_on else "",
        "packages": packages(activity, runs=runs),
        "archived": archived, "today": today,
        "can_change": runs and not archived and activity.status != ActivityStatus.CANCELLED,
        "can_move": runs and not archived and activity.status in (ActivityStatus.PLANNED, ActivityStatus.POSTPONED),
        "can_resume": runs and activity.status in (ActivityStatus.CANCELLED, ActivityStatus.POSTPONED),
        "can_remove": runs and activity.status == ActivityStatus.PLANNED and not (activity.notice_on or activity.approved_on),
    }  # fmt: skip
