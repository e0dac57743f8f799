"""What the JSON door and the command line may do and read of the division of branches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from pydantic import Field

from zhibu.domain.accounts import scope
from zhibu.domain.groups import services
from zhibu.domain.groups.choices import Basis
from zhibu.domain.groups.models import Division
from zhibu.domain.groups.selectors.board import Board, board, division_get
from zhibu.domain.groups.selectors.pages import branch_get
from zhibu.kernel.actions import Action, Given, Listing, Shape, Single, by_service
from zhibu.kernel.actor import KEEPERS, Actor

ABOUT = ("division", "division")


class DivisionsAsked(Given):
    """Which divisions."""

    branch: str = Field("", description="支部的编号；不写就是管理范围里的全部")
    state: str = Field("", description="draft 草案，decided 等上级，in_force 已执行，dropped 已放弃")


class DivisionRow(Shape):
    """A division in a list."""

    id: str
    branch: str
    state: str
    opened_on: dt.date
    since: dt.date | None
    decided_by: str
    case: str


class GroupShape(Shape):
    """One group of a division."""

    name: str
    present: str
    leader: str
    members: list[str]
    reasons: list[str]


class ToldShape(Shape):
    """What one rule says of the division."""

    directive: str
    rule: str
    article: str
    group: str
    status: str
    figures: str
    missing: list[str]


class OfferShape(Shape):
    """One of the divisions on offer."""

    place: int
    label: str
    sizes: str
    moved: int
    unmet: int
    deviations: int
    nearest: bool


class DivisionShape(DivisionRow):
    """A division with its groups, what the rules say of it, and what was offered."""

    revision: int
    groups: list[GroupShape]
    outside: list[str]
    told: list[ToldShape]
    offers: list[OfferShape]
    conflict: list[str]


class DivisionOpen(Given):
    """A new draft."""

    branch: str = Field(description="支部的编号")
    basis: str = Field("", pattern="^(unit|team)?$", description="unit 按单位，team 按科室、班组或村组；不写由系统看")
    groups: int | None = Field(None, ge=2, le=20, description="想分几组")
    largest: int | None = Field(None, ge=1, le=500, description="一组最多几人")
    empty: bool = Field(False, description="true：从现在的分组改起，不提方案")


class DivisionOne(Given):
    """A division as the caller has seen it."""

    division: str = Field(description="方案的编号")
    revision: int = Field(ge=0, le=10**6, description="看到的是第几次修改")


class DivisionWish(DivisionOne):
    """Other wishes."""

    basis: str = Field(Basis.UNIT, pattern="^(unit|team)$", description="unit 按单位，team 按科室、班组或村组")
    groups: int | None = Field(None, ge=2, le=20, description="想分几组")
    largest: int | None = Field(None, ge=1, le=500, description="一组最多几人")


class DivisionTake(DivisionOne):
    """Which offer."""

    place: int = Field(ge=0, le=100, description="第几个备选，从 0 数")


class DivisionMove(DivisionOne):
    """Who goes where."""

    members: list[str] = Field(min_length=1, max_length=500, description="党员的编号")
    to: int | None = Field(None, ge=-1, le=100, description="第几组，从 0 数；-1 新的一组；不写就不编组")


class DivisionPin(DivisionOne):
    """Who stays in his group when divisions are proposed again."""

    members: list[str] = Field(min_length=1, max_length=500, description="党员的编号")
    keep: bool = Field(True, description="留在本组；false 不再留")


class DivisionMerge(DivisionOne):
    """Which group goes into which."""

    group: int = Field(ge=0, le=100, description="第几组")
    into: int | None = Field(None, ge=0, le=100, description="并入第几组；不写就撤掉")


class DivisionName(DivisionOne):
    """The name of a group and whom one has in mind."""

    group: int = Field(ge=0, le=100, description="第几组")
    name: str = Field(max_length=200, description="名称")
    leader: str = Field("", max_length=100, description="组长人选的编号")


class DivisionDecide(DivisionOne):
    """What the branch decided."""

    decided_by: str = Field(max_length=100, description="决定的会议的编号")
    since: dt.date = Field(description="从哪天起执行")
    road: str = Field("", max_length=200, description="路径；只有一条的不写")
    reason: str = Field("", max_length=500, description="有没做到的要求时的理由")


class DivisionKey(Given):
    """A division by its id."""

    division: str = Field(description="方案的编号")


class DivisionReason(DivisionKey):
    """Something that needs a reason."""

    reason: str = Field(max_length=500, description="原因")


def row(one: Division) -> DivisionRow:
    """A row as it is told in a list."""
    return DivisionRow(
        id=one.pk, branch=one.branch_id, state=one.state, opened_on=one.opened_on, since=one.since,
        decided_by=one.decided_by, case=one.case_id or "",
    )  # fmt: skip


def told(page: Board) -> DivisionShape:
    """A division with all that its page shows."""
    one = page.division
    return DivisionShape(
        **row(one).model_dump(), revision=one.revision,
        groups=[
            GroupShape(name=g.name, present=g.present, leader=g.leader, reasons=g.reasons,
                       members=[seat.person.id for seat in g.people])
            for g in page.groups
        ],
        outside=[seat.person.id for seat in page.outside],
        told=[
            ToldShape(directive=t.citation.directive, rule=t.citation.rule, article=t.citation.article, group=t.group,
                      status=t.status, figures=t.figures, missing=t.missing)
            for t in page.answers
        ],
        offers=[
            OfferShape(place=o.place, label=o.label, sizes=o.sizes, moved=o.moved, unmet=o.unmet,
                       deviations=o.deviations, nearest=o.nearest)
            for o in page.offers
        ],
        conflict=[f"{c.directive} {c.rule}" for c in page.conflict],
    )  # fmt: skip


def _find(actor: Actor, asked: DivisionsAsked) -> Any:
    tops = actor.subtrees()
    found = Division.objects.all() if actor.everything or tops else Division.objects.none()
    if not actor.everything:
        found = found.filter(scope.reach(actor, "branch__", roles=KEEPERS))
    if asked.branch:
        found = found.filter(branch=branch_get(actor, asked.branch))
    if asked.state:
        found = found.filter(state=asked.state)
    return found.order_by("-opened_on", "-pk")


def _page(actor: Actor, rows: Sequence[Division]) -> list[DivisionRow]:
    return [row(one) for one in rows]


def _open(actor: Actor, given: DivisionOpen) -> DivisionShape:
    branch = branch_get(actor, given.branch)
    wish = given.model_dump(exclude={"branch"})
    made = services.division_open(actor=actor, branch=branch, **wish)
    return told(board(actor, made.pk))


_by = by_service("division", lambda actor, division, _: told(board(actor, division.pk)), division=division_get)
ACTIONS = (
    Listing("division.list", "划分方案", DivisionsAsked, DivisionRow, _find, _page),
    Single("division.get", "一份划分方案", DivisionShape, lambda actor, key: told(board(actor, key))),
    Action("division.open", "拟划分方案", DivisionOpen, DivisionShape, _open),
    Action("division.propose", "再提方案", DivisionWish, DivisionShape, _by(services.division_propose), ABOUT),
    Action("division.take", "采用备选方案", DivisionTake, DivisionShape, _by(services.division_take), ABOUT),
    Action("division.move", "移动党员", DivisionMove, DivisionShape, _by(services.division_move), ABOUT),
    Action("division.pin", "留在本组", DivisionPin, DivisionShape, _by(services.division_pin), ABOUT),
    Action("division.merge", "并组、撤组", DivisionMerge, DivisionShape, _by(services.division_merge), ABOUT),
    Action("division.name", "名称和组长人选", DivisionName, DivisionShape, _by(services.division_name), ABOUT),
    Action("division.undo", "撤销一步", DivisionOne, DivisionShape, _by(services.division_undo), ABOUT),
    Action("division.redo", "重做一步", DivisionOne, DivisionShape, _by(services.division_redo), ABOUT),
    Action("division.drop", "放弃草案", DivisionOne, DivisionShape, _by(services.division_drop), ABOUT),
    Action("division.decide", "登记支部的决定", DivisionDecide, DivisionShape, _by(services.division_decide), ABOUT),
    Action("division.enforce", "执行方案", DivisionKey, DivisionShape, _by(services.division_enforce), ABOUT),
    Action("division.withdraw", "撤回划分", DivisionReason, DivisionShape, _by(services.division_withdraw), ABOUT),
)
