"""What programs and the command line may do with opinions; the box's own page is for people only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Literal

from zhibu.domain.accounts import scope
from zhibu.domain.opinions import policies, selectors, services
from zhibu.domain.opinions.models import Opinion, OpinionBox
from zhibu.kernel import clock
from zhibu.kernel.actions import Action, Given, Listing, Shape, Single, by_service
from zhibu.kernel.actor import Actor

States = Literal["", "open", "answered", "closed", "merged", "withdrawn"]
Kinds = Literal["opinion", "suggestion", "demand", "difficulty"]
Sides = Literal["member", "masses"]


class OpinionTold(Shape):
    """One opinion; `text` and `answer` are empty where the caller may not read them. `age` is in days."""

    id: str
    organisation: str
    at: str
    at_since: dt.date
    whose: str
    kind: str
    source: str
    confidential: bool
    readable: bool
    text: str
    origin: str
    taken_on: dt.date
    age: int
    due_on: dt.date | None
    state: str
    into: str
    answer: str
    answered_on: dt.date | None
    closed_on: dt.date | None
    published_on: dt.date | None


class BoxTold(Shape):
    """The box of a body; `code` is the end of its address."""

    organisation: str
    code: str
    open: bool
    words: str
    shows_answers: bool


class Asked(Given):
    """Which opinions."""

    state: States = ""
    whose: Literal["", "member", "masses"] = ""
    kind: Literal["", "opinion", "suggestion", "demand", "difficulty"] = ""
    at: str = ""
    mine: bool = False


class Take(Given):
    """Take down what somebody said; `up`: hand it to the body above at once."""

    organisation: str
    text: str
    kind: Kinds = "opinion"
    whose: Sides = "member"
    origin: str = ""
    member: str = ""
    speaker: str = ""
    confidential: bool = False
    on: dt.date | None = None
    up: bool = False


class Put(Given):
    """A member's own."""

    organisation: str
    text: str
    kind: Kinds = "opinion"
    confidential: bool = False


class Named(Given):
    """A deed without anything more."""

    opinion: str


class Pass(Given):
    """To whom."""

    opinion: str
    to: str
    reason: str = ""


class Answer(Given):
    """The answer."""

    opinion: str
    text: str


class Close(Given):
    """How the answer was told."""

    opinion: str
    how: str


class Reasoned(Given):
    """A deed with its reason."""

    opinion: str
    reason: str


class Merge(Given):
    """Into which one."""

    opinion: str
    into: str


class Guard(Given):
    """Whether it is about a person."""

    opinion: str
    confidential: bool


class Publish(Given):
    """What the public page shows."""

    opinion: str
    public_text: str
    public_answer: str


class BoxOpen(Given):
    """Open the box or change its page."""

    organisation: str
    words: str = ""
    shows_answers: bool = False


class Body(Given):
    """A body."""

    organisation: str


def _told(actor: Actor, one: Opinion, row: selectors.Row | None = None) -> OpinionTold:
    row = row or selectors.rows(actor, [one], clock.today())[0]
    return OpinionTold(
        id=one.pk, organisation=one.organisation_id, at=one.at_id, at_since=one.at_since, whose=one.whose, kind=one.kind,
        source=one.source, confidential=one.confidential, readable=row.readable, text=one.text if row.readable else "",
        origin=one.origin, taken_on=one.taken_on, age=row.age, due_on=row.due.on if row.due else None, state=one.state,
        into=one.into_id or "", answer=(one.answer or "") if row.readable else "", answered_on=one.answered_on, closed_on=one.closed_on,
        published_on=one.published_on,
    )  # fmt: skip


def _find(actor: Actor, asked: Asked) -> object:
    return selectors.opinions_asked(actor, state=asked.state, whose=asked.whose, kind=asked.kind, at=asked.at, mine=asked.mine)


def _shape(actor: Actor, rows: Sequence[Opinion]) -> list[OpinionTold]:
    return [_told(actor, row.opinion, row) for row in selectors.rows(actor, rows, clock.today())]


def _get(actor: Actor, key: str) -> OpinionTold:
    return _told(actor, selectors.opinion_get(actor, key))


def _take(actor: Actor, given: Take) -> OpinionTold:
    said = given.model_dump() | {"organisation": scope.organisation_get(actor, given.organisation)}
    said["member"] = scope.member_get(actor, given.member) if given.member else None
    said["origin"] = scope.activity_get(actor, given.origin).pk if given.origin else ""
    return _told(actor, services.opinion_take(actor=actor, **said))


def _put(actor: Actor, given: Put) -> OpinionTold:
    there = {one.pk: one for one in selectors.own_line(actor.member, clock.today())} if actor.member else {}
    body = there.get(given.organisation) or scope.organisation_get(actor, given.organisation)
    return _told(actor, services.opinion_put(actor=actor, **given.model_dump() | {"organisation": body}))


def _pass(actor: Actor, given: Pass) -> OpinionTold:
    found = selectors.opinion_get(actor, given.opinion)
    policies.opinion_pass(actor, found)
    ways = {one.pk: one for one in selectors.ways_on(actor, found)}
    to = ways.get(given.to) or scope.organisation_get(actor, given.to)
    return _told(actor, services.opinion_pass(actor=actor, opinion=found, to=to, reason=given.reason))


def _box(box: OpinionBox) -> BoxTold:
    return BoxTold(organisation=box.organisation_id, code=box.code, open=box.is_open, words=box.words, shows_answers=box.shows_answers)


def _box_open(actor: Actor, given: BoxOpen) -> BoxTold:
    return _box(services.box_open(actor=actor, **given.model_dump() | {"organisation": scope.organisation_get(actor, given.organisation)}))


def _box_close(actor: Actor, given: Body) -> BoxTold:
    return _box(services.box_close(actor=actor, organisation=scope.organisation_get(actor, given.organisation)))


def _box_renew(actor: Actor, given: Body) -> BoxTold:
    return _box(services.box_renew(actor=actor, organisation=scope.organisation_get(actor, given.organisation)))


ABOUT = ("opinion", "opinion")
_by = by_service("opinion", lambda actor, _, made: _told(actor, made), opinion=selectors.opinion_get, into=selectors.opinion_get)
ACTIONS = (
    Listing("opinion.list", "意见和诉求", Asked, OpinionTold, _find, _shape),
    Single("opinion.get", "一条意见", OpinionTold, _get),
    Action("opinion.take", "记意见", Take, OpinionTold, _take),
    Action("opinion.put", "提意见", Put, OpinionTold, _put),
    Action("opinion.pass", "转交", Pass, OpinionTold, _pass, ABOUT),
    Action("opinion.answer", "答复", Answer, OpinionTold, _by(services.opinion_answer), ABOUT),
    Action("opinion.close", "反馈办结", Close, OpinionTold, _by(services.opinion_close), ABOUT),
    Action("opinion.reopen", "重新打开", Reasoned, OpinionTold, _by(services.opinion_reopen), ABOUT),
    Action("opinion.merge", "并入另一条", Merge, OpinionTold, _by(services.opinion_merge), ABOUT),
    Action("opinion.part", "拆开", Named, OpinionTold, _by(services.opinion_part), ABOUT),
    Action("opinion.guard", "设为涉及个人或不涉及", Guard, OpinionTold, _by(services.opinion_guard), ABOUT),
    Action("opinion.publish", "公开答复", Publish, OpinionTold, _by(services.opinion_publish), ABOUT),
    Action("opinion.hide", "不再公开", Named, OpinionTold, _by(services.opinion_hide), ABOUT),
    Action("opinion.withdraw", "撤回意见", Reasoned, OpinionTold, _by(services.opinion_withdraw), ABOUT),
    Action("opinion.undo", "收回刚做的一步", Named, OpinionTold, _by(services.opinion_undo), ABOUT),
    Action("box.open", "开意见箱", BoxOpen, BoxTold, _box_open),
    Action("box.close", "关意见箱", Body, BoxTold, _box_close),
    Action("box.renew", "换意见箱地址", Body, BoxTold, _box_renew),
)
