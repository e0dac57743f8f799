"""Appraisals: plan, days, texts and grades go in; what comes out is as narrow as on the pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Literal

from zhibu.domain.accounts import scope
from zhibu.domain.appraisals import selectors, services
from zhibu.domain.appraisals.models import Appraisal, Appraisee
from zhibu.kernel.actions import Action, Given, Listing, Shape, Single, Year, by_service
from zhibu.kernel.actor import Actor

States = Literal["", "planned", "graded", "told", "closed", "cancelled"]
Grades = Literal["", "best", "good", "fair", "poor"]
Method = Literal["paper", "electronic", "mixed"]


class AppraisalTold(Shape):
    """An appraisal: its days and how far it is; nothing of persons."""

    id: str
    organisation: str
    year: int
    case: str
    activity: str
    plan: str
    self_by: dt.date
    mutual_by: dt.date
    meeting_on: dt.date
    grading_by: dt.date
    state: str
    opened_on: dt.date
    graded_on: dt.date | None
    reported_on: dt.date | None
    closed_on: dt.date | None


class PersonTold(Shape):
    """One's own part: a grade only once it was told."""

    appraisal: str
    member: str
    graded: bool
    self_on: dt.date | None
    mutual_on: dt.date | None
    told_on: dt.date | None
    read_on: dt.date | None
    objected_on: dt.date | None
    answered_on: dt.date | None


class Asked(Given):
    """Which appraisals; 0: of every year."""

    year: Year | None = None
    state: States = ""
    organisation: str = ""


class Days(Given):
    """The days of a plan."""

    self_by: dt.date
    mutual_by: dt.date
    meeting_on: dt.date
    grading_by: dt.date
    plan: str = ""


class Planned(Days):
    """The appraisal of a branch in a year."""

    organisation: str
    year: int
    place: str = ""


class Replanned(Days):
    """Other days."""

    appraisal: str


class Of(Given):
    """One appraisal."""

    appraisal: str


class LeftOut(Of):
    """Whether a member is graded."""

    member: str
    graded: bool
    reason: str = ""


class Own(Of):
    """A member's own text."""

    member: str
    text: str


class Mutual(Of):
    """What was said in a group: member -> text."""

    body: str
    texts: dict[str, str]
    on: dt.date


class Staged(Of):
    """A stage is done."""

    step: Literal["self_appraisal", "mutual_appraisal"]
    on: dt.date
    reason: str = ""


class Voted(Of):
    """How the measurement is taken."""

    means: Method


class GradeSaid(Given):
    """Grade and opinion of one."""

    grade: Grades = ""
    comment: str = ""


class Graded(Of):
    """Member -> grade and opinion; not settled yet."""

    grades: dict[str, GradeSaid]


class Settle(Of):
    """The decision."""

    on: dt.date
    decided_by: str = ""
    over_reason: str = ""
    reason: str = ""


class Told(Of):
    """Who is told."""

    members: list[str]
    on: dt.date


class OfPerson(Of):
    """One member's part."""

    member: str


class Answered(OfPerson):
    """The answer to an objection."""

    answer: str
    grade: Grades = ""


class Dated(Of):
    """A deed on a day."""

    on: dt.date


class Cancelled(Of):
    """Given up."""

    reason: str


def told(row: Appraisal) -> AppraisalTold:
    """As it is told outside."""
    plain = {name: getattr(row, name) for name in AppraisalTold.model_fields if name not in ("organisation", "case", "activity")}
    return AppraisalTold(**plain, organisation=row.organisation_id, case=row.case_id, activity=row.activity_id or "")


def _person_told(row: Appraisee) -> PersonTold:
    plain = {name: getattr(row, name) for name in PersonTold.model_fields if name not in ("appraisal", "member")}
    return PersonTold(**plain, appraisal=row.appraisal_id, member=row.member_id)


def _find(actor: Actor, asked: Asked) -> Any:
    return selectors.appraisals_asked(actor, **asked.model_dump())


def _rows(actor: Actor, rows: Sequence[Appraisal]) -> list[AppraisalTold]:
    return [told(row) for row in rows]


def _get(actor: Actor, key: str) -> AppraisalTold:
    return told(selectors.appraisal_get(actor, key))


def _plan(actor: Actor, given: Planned) -> AppraisalTold:
    said = given.model_dump() | {"organisation": scope.organisation_get(actor, given.organisation)}
    return told(services.appraisal_plan(actor=actor, **said))


def _person(actor: Actor, given: Any) -> Appraisee:
    """The row of a member of an appraisal in sight; what may be done with it is said by the service."""
    found = selectors.appraisal_get(actor, given.appraisal)
    return selectors.person_of(found, given.member)


def _leave_out(actor: Actor, given: LeftOut) -> PersonTold:
    return _person_told(services.appraisal_leave_out(actor=actor, person=_person(actor, given), graded=given.graded, reason=given.reason))


def _self(actor: Actor, given: Own) -> PersonTold:
    return _person_told(services.appraisal_self(actor=actor, person=_person(actor, given), text=given.text))


def _object(actor: Actor, given: Own) -> PersonTold:
    return _person_told(services.appraisal_object(actor=actor, person=_person(actor, given), text=given.text))


def _read(actor: Actor, given: OfPerson) -> PersonTold:
    return _person_told(services.appraisal_read(actor=actor, person=_person(actor, given)))


def _answer(actor: Actor, given: Answered) -> PersonTold:
    return _person_told(services.appraisal_answer(actor=actor, person=_person(actor, given), answer=given.answer, grade=given.grade))


def _grade(actor: Actor, given: Graded) -> AppraisalTold:
    found = selectors.appraisal_get(actor, given.appraisal)
    grades = {key: (said.grade, said.comment) for key, said in given.grades.items()}
    services.appraisal_grade(actor=actor, appraisal=found, grades=grades)
    return told(found)


def _body(actor: Actor, key: str) -> Any:
    return scope.row_get(scope.organisations_named(actor), key, "这个组织")


ABOUT = ("appraisal", "appraisal")
_by = by_service("appraisal", lambda actor, row, made: _get(actor, row.pk), appraisal=selectors.appraisal_get, body=_body)
APPRAISALS = (
    Listing("appraisal.list", "民主评议", Asked, AppraisalTold, _find, _rows),
    Single("appraisal.get", "一次民主评议", AppraisalTold, _get),
    Action("appraisal.plan", "安排民主评议", Planned, AppraisalTold, _plan),
    Action("appraisal.change", "改评议方案", Replanned, AppraisalTold, _by(services.appraisal_change), ABOUT),
    Action("appraisal.roll", "更新评议名单", Of, AppraisalTold, _by(services.appraisal_roll), ABOUT),
    Action("appraisal.leave_out", "改谁定等次", LeftOut, PersonTold, _leave_out, ABOUT),
    Action("appraisal.self", "交自评", Own, PersonTold, _self, ABOUT),
    Action("appraisal.mutual", "记互评意见", Mutual, AppraisalTold, _by(services.appraisal_mutual), ABOUT),
    Action("appraisal.stage", "登记自评、互评完成", Staged, AppraisalTold, _by(services.appraisal_stage), ABOUT),
    Action("appraisal.measure", "测评结果记入评议", Of, AppraisalTold, _by(services.appraisal_measure), ABOUT),
    Action("appraisal.vote", "准备民主测评", Voted, AppraisalTold, _by(services.appraisal_vote), ABOUT),
    Action("appraisal.grade", "填等次", Graded, AppraisalTold, _grade, ABOUT),
    Action("appraisal.settle", "评定等次", Settle, AppraisalTold, _by(services.appraisal_settle), ABOUT),
    Action("appraisal.tell", "告知评议结果", Told, AppraisalTold, _by(services.appraisal_tell), ABOUT),
    Action("appraisal.read", "看过评议结果", OfPerson, PersonTold, _read, ABOUT),
    Action("appraisal.object", "对结果提不同意见", Own, PersonTold, _object, ABOUT),
    Action("appraisal.answer", "答复不同意见", Answered, PersonTold, _answer, ABOUT),
    Action("appraisal.report", "评议情况报上级", Dated, AppraisalTold, _by(services.appraisal_report), ABOUT),
    Action("appraisal.close", "办结民主评议", Dated, AppraisalTold, _by(services.appraisal_close), ABOUT),
    Action("appraisal.cancel", "取消民主评议", Cancelled, AppraisalTold, _by(services.appraisal_cancel), ABOUT),
)
