"""What the JSON door and the command line may do and read of votes. Casting is not among it: it has no actor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zhibu.domain.accounts import scope
from zhibu.domain.casework.selectors import case_get
from zhibu.domain.members.models import Member
from zhibu.domain.voting import selectors, services
from zhibu.domain.voting.given import (
    CloseGiven,
    ConfirmGiven,
    CountGiven,
    ExcludeGiven,
    HandOutGiven,
    OnePoll,
    PollDraft,
    PollsAsked,
    PollShape,
    ReadGiven,
    ReasonGiven,
    SettleGiven,
    TakeGiven,
    TellerGiven,
)
from zhibu.domain.voting.models import Poll, Teller
from zhibu.domain.voting.services import Person
from zhibu.kernel.actions import Action, Entry, Listing, Single, by_service
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound

ABOUT = ("poll", "poll")


def told(poll: Poll) -> PollShape:
    """A row as it is told."""
    names = ("id", "matter", "kind", "title", "on", "means", "secret", "seats", "state", "round",
             "present", "outcome", "confirmed_by")  # fmt: skip
    values: dict[str, Any] = {name: getattr(poll, name) for name in names}
    options = [one.name for one in poll.options.all()]
    return PollShape(**values, organisation=poll.organisation_id, options=options)


def _find(actor: Actor, asked: PollsAsked) -> Any:
    found = selectors.polls(actor).prefetch_related("options")
    if asked.state:
        found = found.filter(state=asked.state)
    return found.filter(organisation=asked.organisation) if asked.organisation else found


def _page(actor: Actor, rows: Sequence[Poll]) -> list[PollShape]:
    return [told(one) for one in rows]


def _poll(actor: Actor, key: str) -> Poll:
    return selectors.poll_get(actor, key)


def _now(actor: Actor, key: str) -> PollShape:
    return told(_poll(actor, key))


def _member(actor: Actor, poll: Poll, key: str) -> Member:
    voter = poll.voters.select_related("member").filter(member=key).first()
    return voter.member if voter is not None else scope.member_get(actor, key)


def _teller(poll: Poll, key: str) -> Teller:
    found = poll.tellers.filter(member=key).first()
    if found is None:
        raise NotFound("这位不是这次表决的监票人、计票人。")
    return found


def _draft(actor: Actor, given: PollDraft) -> PollShape:
    people = [Person(p.name, p.member, p.about, tuple(p.answers)) for p in given.people]
    body = scope.organisation_get(actor, given.organisation)
    case = case_get(actor, given.case) if given.case else None
    if case is not None and given.step and not people:
        people = services.step_people(case, given.matter)
    made = services.poll_draft(
        actor=actor, organisation=body, matter=given.matter, title=given.title, on=given.on,
        means=given.means, people=people, seats=given.seats, hidden=given.hidden, case=case, step=given.step,
    )  # fmt: skip
    return told(made)


def _discard(actor: Actor, given: OnePoll) -> PollShape:
    before = told(poll := _poll(actor, given.poll))
    services.poll_discard(actor=actor, poll=poll)
    return before


def _hand_out(actor: Actor, given: HandOutGiven) -> PollShape:
    poll = _poll(actor, given.poll)
    member = _member(actor, poll, given.member)
    services.poll_hand_out(actor=actor, poll=poll, member=member, way=given.way)
    return _now(actor, given.poll)


def _close(actor: Actor, given: CloseGiven) -> PollShape:
    poll = _poll(actor, given.poll)
    teller = _teller(poll, given.member)
    services.poll_close(actor=actor, poll=poll, teller=teller, present=given.present)
    return _now(actor, given.poll)


def _read(actor: Actor, given: ReadGiven) -> PollShape:
    poll, readings = _poll(actor, given.poll), [one.marks for one in given.readings]
    services.poll_read(actor=actor, poll=poll, teller=_teller(poll, given.member), readings=readings)
    return _now(actor, given.poll)


def _settle(actor: Actor, given: SettleGiven) -> PollShape:
    poll = _poll(actor, given.poll)
    services.poll_settle(actor=actor, poll=poll, slip=given.slip, marks=given.marks.marks)
    return _now(actor, given.poll)


_by = by_service("poll", lambda actor, _, made: told(made), poll=selectors.poll_get)
_at = by_service("poll", lambda actor, poll, _: _now(actor, poll.pk), poll=selectors.poll_get, member=scope.member_get)
ACTIONS: tuple[Entry, ...] = (
    Listing("poll.list", "选举表决", PollsAsked, PollShape, _find, _page),
    Single("poll.get", "一次表决", PollShape, _now),
    Action("poll.draft", "准备表决", PollDraft, PollShape, _draft),
    Action("poll.open", "封存名册，开始投票", OnePoll, PollShape, _by(services.poll_open), ABOUT),
    Action("poll.correct", "退回修改", OnePoll, PollShape, _by(services.poll_correct), ABOUT),
    Action("poll.discard", "删去草稿", OnePoll, PollShape, _discard, ABOUT),
    Action("poll.abandon", "作废", ReasonGiven, PollShape, _by(services.poll_abandon), ABOUT),
    Action("poll.teller", "定监票人、计票人", TellerGiven, PollShape, _at(services.poll_teller), ABOUT),
    Action("poll.exclude", "不计入应到会", ExcludeGiven, PollShape, _at(services.poll_exclude), ABOUT),
    Action("poll.hand_out", "发纸票", HandOutGiven, PollShape, _hand_out, ABOUT),
    Action("poll.close", "同意封箱", CloseGiven, PollShape, _close, ABOUT),
    Action("poll.read", "录票", ReadGiven, PollShape, _read, ABOUT),
    Action("poll.settle", "对票", SettleGiven, PollShape, _settle, ABOUT),
    Action("poll.count", "计票", CountGiven, PollShape, _by(services.poll_count), ABOUT),
    Action("poll.merge", "合并另选人的写法", CountGiven, PollShape, _by(services.poll_merge), ABOUT),
    Action("poll.confirm", "确认结果", ConfirmGiven, PollShape, _by(services.poll_confirm), ABOUT),
    Action("step.take", "把结果转到办件的步骤", TakeGiven, PollShape, _at(services.step_take), ABOUT),
    Action("poll.repeat", "再投一轮", OnePoll, PollShape, _by(services.poll_repeat), ABOUT),
)
