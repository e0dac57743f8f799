"""What programs and the command line may do with members and their files; scope is known in this room."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Literal

from zhibu.domain.accounts import scope
from zhibu.domain.directory.actions import MemberTold, member_told
from zhibu.domain.members import services as members
from zhibu.domain.members.items import masked
from zhibu.domain.registry import selectors, services
from zhibu.domain.registry.models import Correction
from zhibu.domain.registry.narrow import ENTRIES as NARROW
from zhibu.kernel.actions import Action, Given, Listing, Shape, Single, by_service
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound

How = Literal["admitted", "transferred", "registered", "readmitted"]
StateName = Literal["stopped", "lost", "floating"]
Reason = Literal[
    "died", "transferred", "withdrew", "persuaded", "removed", "expelled", "not_converted", "other"
]
Side = Literal["kept", "gone"]


class Record(Given):
    """A new member; `items` are texts by the names of the items (`name`, `joined`, `id_number` ...)."""

    branch: str
    how: How
    since: dt.date
    items: dict[str, str]
    group: str = ""
    unit: str = ""
    team: str = ""


class Change(Given):
    """Items that change, and why."""

    member: str
    items: dict[str, str]
    why: str = ""


class Place(Given):
    """Unit and team from a day on."""

    member: str
    unit: str = ""
    team: str = ""
    since: dt.date


class Move(Given):
    """To another branch of the same range."""

    member: str
    to: str
    on: dt.date


class Assign(Given):
    """Members into groups of a branch; an empty group is none."""

    branch: str
    on: dt.date
    groups: dict[str, str]


class Belong(Given):
    """A membership begins or ends on a day."""

    member: str
    organisation: str
    on: dt.date


class Begin(Given):
    """A state begins."""

    member: str
    state: StateName
    since: dt.date
    details: str = ""


class End(Given):
    """The open state of this kind ends."""

    member: str
    state: StateName
    until: dt.date


class Leave(Given):
    """He leaves for good."""

    member: str
    on: dt.date
    reason: Reason
    note: str = ""


class Why(Given):
    """A member and a reason."""

    member: str
    why: str


class Merge(Given):
    """Two rows of one person; `items` says for an item whose value holds."""

    kept: str
    gone: str
    why: str
    items: dict[str, Side] = {}
    memberships: Literal["", "kept", "gone"] = ""


class Done(Shape):
    """How many were changed."""

    changed: int


class CorrectionTold(Shape):
    """A request to put an item right; sensitive values covered."""

    id: int
    member: str
    item: str
    before: str
    wanted: str
    reason: str
    state: str
    asked_at: dt.datetime
    answer: str


class Ask(Given):
    """A member asks for himself."""

    item: str
    wanted: str = ""
    reason: str
    evidence: str = ""


class Decide(Given):
    """The branch decides, or the level above about an objection."""

    correction: int
    accept: bool
    answer: str = ""


class AskedCorrections(Given):
    """Which requests."""

    state: Literal["", "open", "accepted", "refused", "objected", "upheld", "withdrawn"] = ""


def _record(actor: Actor, given: Record) -> MemberTold:
    made = members.member_record(
        actor=actor, branch=scope.organisation_get(actor, given.branch), how=given.how, since=given.since,
        values=given.items, group=scope.organisation_get(actor, given.group) if given.group else None,
        unit=given.unit, team=given.team,
    )  # fmt: skip
    return member_told(actor, made.pk)


def _assign(actor: Actor, given: Assign) -> Done:
    branch = scope.organisation_get(actor, given.branch)
    wanted = {key: group or None for key, group in given.groups.items()}
    return Done(changed=members.group_assign(actor=actor, assignments=wanted, branch=branch, on=given.on))


def _end(actor: Actor, given: End) -> MemberTold:
    scope.member_get(actor, given.member)
    open_ones = scope.states(actor).filter(member=given.member, state=given.state, until=None)
    found = open_ones.order_by("-since").first()
    if found is None:
        raise NotFound("没有登记着的这种状态。")
    members.state_end(actor=actor, state=found, until=given.until)
    return member_told(actor, given.member)


def _merge(actor: Actor, given: Merge) -> MemberTold:
    kept, gone = selectors.pair_get(actor, given.kept, given.gone)
    services.member_merge(
        actor=actor, kept=kept, gone=gone, why=given.why, choices=given.items, memberships=given.memberships
    )
    return member_told(actor, given.kept)


def _corrections(actor: Actor, asked: AskedCorrections) -> Any:
    found = selectors.corrections(actor)
    return found.filter(state=asked.state) if asked.state else found


def _correction(one: Correction) -> CorrectionTold:
    return CorrectionTold(
        id=one.pk, member=one.member_id, item=one.item, before=masked(one.item, one.before),
        wanted=masked(one.item, one.wanted), reason=one.reason, state=one.state, asked_at=one.asked_at,
        answer=one.answer,
    )  # fmt: skip


def _correction_rows(actor: Actor, rows: Sequence[Correction]) -> list[CorrectionTold]:
    return [_correction(row) for row in rows]


def _correction_get(actor: Actor, key: str) -> CorrectionTold:
    return _correction(selectors.correction_get(actor, int(key) if key.isdecimal() and len(key) < 19 else 0))


def _ask(actor: Actor, given: Ask) -> CorrectionTold:
    own = scope.member_get(actor, actor.member)
    return _correction(services.correction_ask(actor=actor, member=own, **given.model_dump()))


def _decide(actor: Actor, given: Decide) -> CorrectionTold:
    found = selectors.correction_get(actor, given.correction)
    if found.state == "objected":
        services.correction_review(actor=actor, correction=found, accept=given.accept, review=given.answer)
    else:
        services.correction_decide(actor=actor, correction=found, accept=given.accept, answer=given.answer)
    return _correction_get(actor, str(found.pk))


ABOUT = ("member", "member")
_by = by_service(
    "member", lambda actor, member, _: member_told(actor, member.pk), member=scope.member_get,
    to=scope.organisation_get, organisation=scope.organisation_get,
)  # fmt: skip
ACTIONS = (
    Action("member.record", "登记党员", Record, MemberTold, _record),
    Action("member.change", "修改党员信息", Change, MemberTold, _by(members.member_change, items="values"), ABOUT),
    Action("placement.set", "登记单位和班组", Place, MemberTold, _by(members.placement_set), ABOUT),
    Action("member.move", "转到同一范围的另一个支部", Move, MemberTold, _by(members.member_move), ABOUT),
    Action("group.assign", "编党小组", Assign, Done, _assign),
    Action("membership.begin", "登记组织关系", Belong, MemberTold, _by(members.membership_begin, on="since"), ABOUT),
    Action("membership.end", "结束组织关系", Belong, MemberTold, _by(members.membership_end, on="until"), ABOUT),
    Action("state.begin", "登记流动、失联、停止党籍", Begin, MemberTold, _by(members.state_begin), ABOUT),
    Action("state.end", "结束流动、失联、停止党籍", End, MemberTold, _end, ABOUT),
    Action("member.leave", "登记离开", Leave, MemberTold, _by(members.member_leave), ABOUT),
    Action("member.restore", "撤销离开登记", Why, MemberTold, _by(members.member_restore), ABOUT),
    Action("member.merge", "合并重复的党员", Merge, MemberTold, _merge),
    Listing("correction.list", "更正申请", AskedCorrections, CorrectionTold, _corrections, _correction_rows),
    Single("correction.get", "一项更正申请", CorrectionTold, _correction_get),
    Action("correction.ask", "申请更正", Ask, CorrectionTold, _ask),
    Action("correction.decide", "处理更正申请", Decide, CorrectionTold, _decide, ("correction", "correction")),
    *NARROW,
)
