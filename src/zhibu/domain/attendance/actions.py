"""What programs and the command line may do about attending meetings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Literal

from pydantic import Field

from zhibu.domain.accounts import scope
from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.attendance import policies, selectors, services
from zhibu.domain.attendance.models import MakingUp, MeetingAnswer
from zhibu.kernel.actions import Action, Given, Listing, Shape, Single, Year
from zhibu.kernel.actor import Actor

Status = Literal["present", "online", "excused", "absent"]
Answered = Literal["coming", "leave", "unsure", "withdrawn"]
Ways = Literal["self_study", "talk", "joined"]
MOST = 2_000


class PersonTold(Shape):
    """One person of the list; `recorded` is false where the status is only what the list starts with."""

    member: str
    name: str
    status: str
    reason: str
    recorded: bool
    signed: bool
    guest: bool
    answer: str


class RollTold(Shape):
    """The list of one meeting, with its numbers."""

    id: str
    on: dt.date
    entitled: int
    there: int
    excused: int
    absent: int
    people: list[PersonTold]


class Row(Given):
    """How one member was there."""

    member: str
    status: Status
    reason: str = Field("", max_length=200)


class Tick(Given):
    """Say of members how they were there; `why` where the minutes are finished already."""

    activity: str
    rows: list[Row] = Field(max_length=MOST)
    why: str = ""


class Sign(Given):
    """Sign oneself in with what the screen of the meeting shows."""

    activity: str
    token: str = Field(max_length=100)


class Give(Given):
    """Answer for oneself."""

    activity: str
    says: Answered
    reason: str = ""


class Decide(Given):
    """Say yes or no to leave."""

    activity: str
    members: list[str] = Field(max_length=MOST)
    approved: bool
    word: str = ""


class Deadline(Given):
    """Until when answers are taken; without it until the day of the meeting."""

    activity: str
    answers_by: dt.datetime | None = None


class AnswerTold(Shape):
    """What one member answered."""

    activity: str
    member: str
    says: str
    reason: str
    decision: str
    word: str


class DeadlineTold(Shape):
    """Until when answers are taken."""

    activity: str
    answers_by: dt.datetime | None


class DecidedTold(Shape):
    """The leave that was decided."""

    answers: list[AnswerTold]


class SignedTold(Shape):
    """Whether the signing was new."""

    activity: str
    new: bool


class Asked(Given):
    """Who missed what; `open`: only what is not made up yet."""

    member: str = ""
    year: Year | None = None
    open: bool = True


class MissedTold(Shape):
    """One meeting missed by one member, and how he made up for it."""

    activity: str
    on: dt.date
    member: str
    name: str
    status: str
    reason: str
    due: dt.date | None
    way: str
    made_up_on: dt.date | None
    joined: str
    note: str


class MakeUp(Given):
    """Note how a member made up for a meeting."""

    activity: str
    member: str
    way: Ways
    on: dt.date
    joined: str = ""
    note: str = ""


class MakeUpBack(Given):
    """Take a note back."""

    activity: str
    member: str
    why: str


class MakeUpTold(Shape):
    """The note; empty where it was taken back."""

    activity: str
    member: str
    way: str


def _roll(actor: Actor, key: str) -> RollTold:
    held = selectors.kept_get(actor, key)
    found = selectors.roll(held)
    counts = found.counts
    people = [
        PersonTold(
            member=line.member.pk, name=line.member.name, status=line.status, reason=line.reason, recorded=line.known,
            signed=line.signed, guest=line.guest, answer=line.answer.says if line.answer else "",
        )
        for line in found.all
    ]  # fmt: skip
    return RollTold(
        id=held.pk, on=held.on, entitled=counts.entitled, there=counts.there, excused=counts.excused, absent=counts.absent, people=people
    )


def _tick(actor: Actor, given: Tick) -> RollTold:
    held = selectors.kept_get(actor, given.activity)
    policies.attendance_tick(actor, held)
    rows = {row.member: (row.status, row.reason) for row in given.rows}
    for key in rows:
        scope.member_get(actor, key)
    services.attendance_tick(actor=actor, activity=held, rows=rows, why=given.why)
    return _roll(actor, held.pk)


def _sign(actor: Actor, given: Sign) -> SignedTold:
    held = selectors.called_get(actor, given.activity)
    return SignedTold(activity=held.pk, new=services.attendance_sign(actor=actor, activity=held, token=given.token))


def _answer(one: MeetingAnswer) -> AnswerTold:
    return AnswerTold(
        activity=one.activity_id, member=one.member_id, says=one.says, reason=one.reason, decision=one.decision, word=one.word
    )


def _give(actor: Actor, given: Give) -> AnswerTold:
    held = selectors.called_get(actor, given.activity)
    return _answer(services.answer_give(actor=actor, activity=held, says=given.says, reason=given.reason))


def _decide(actor: Actor, given: Decide) -> DecidedTold:
    held = selectors.kept_get(actor, given.activity)
    done = services.leave_decide(
        actor=actor, activity=held, members=given.members, approved=given.approved, word=given.word
    )
    return DecidedTold(answers=[_answer(one) for one in done])


def _deadline(actor: Actor, given: Deadline) -> DeadlineTold:
    held = selectors.kept_get(actor, given.activity)
    made = services.deadline_set(actor=actor, activity=held, answers_by=given.answers_by)
    return DeadlineTold(activity=held.pk, answers_by=made.answers_by)


def _find(actor: Actor, asked: Asked) -> Any:
    return selectors.missed_rows(actor, member=asked.member, year=asked.year or 0, open_only=asked.open)


def _shape(actor: Actor, rows: Sequence[Attendance]) -> list[MissedTold]:
    return [
        MissedTold(
            activity=one.row.activity_id, on=one.row.activity.on, member=one.row.member_id, name=one.row.member.name,
            status=one.row.status, reason=one.row.reason, due=one.due, way=one.done.way if one.done else "",
            made_up_on=one.done.on if one.done else None, joined=(one.done.joined_id or "") if one.done else "",
            note=one.done.note if one.done else "",
        )
        for one in selectors.missed_told(rows)
    ]  # fmt: skip


def _make_up(actor: Actor, given: MakeUp) -> MakeUpTold:
    held = selectors.kept_get(actor, given.activity)
    joined = _joined(actor, given.joined)
    made: MakingUp = services.making_up_record(
        actor=actor, activity=held, member=scope.member_get(actor, given.member), way=given.way, on=given.on,
        joined=joined, note=given.note,
    )  # fmt: skip
    return MakeUpTold(activity=held.pk, member=made.member_id, way=made.way)


def _joined(actor: Actor, key: str) -> Activity | None:
    return scope.activity_get(actor, key) if key else None


def _make_up_back(actor: Actor, given: MakeUpBack) -> MakeUpTold:
    held = selectors.kept_get(actor, given.activity)
    member = scope.member_get(actor, given.member)
    services.making_up_withdraw(actor=actor, activity=held, member=member, why=given.why)
    return MakeUpTold(activity=held.pk, member=member.pk, way="")


ABOUT = ("activity", "attendance")
ACTIONS = (
    Single("attendance.get", "一次会议的到会名单", RollTold, _roll),
    Action("attendance.tick", "登记到会", Tick, RollTold, _tick, ABOUT),
    Action("attendance.sign", "本人扫码签到", Sign, SignedTold, _sign),
    Action("answer.give", "回复参会", Give, AnswerTold, _give),
    Action("leave.decide", "批请假", Decide, DecidedTold, _decide),
    Action("deadline.set", "定回复截止", Deadline, DeadlineTold, _deadline),
    Listing("making_up.list", "请假缺席和补课", Asked, MissedTold, _find, _shape),
    Action("making_up.record", "登记补课", MakeUp, MakeUpTold, _make_up),
    Action("making_up.withdraw", "撤回补课登记", MakeUpBack, MakeUpTold, _make_up_back),
)
