"""What programs and the command line may do with cases of discipline; the texts are told to nobody by a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Literal

from zhibu.domain.accounts import scope
from zhibu.domain.discipline import selectors, services
from zhibu.domain.discipline.models import DisciplineFile
from zhibu.kernel.actions import Action, Given, Listing, Shape, Single, by_service
from zhibu.kernel.actor import Actor

Kind = Literal["warning", "serious_warning", "removal_from_post", "probation_within_party", "expulsion"]


class MatterTold(Shape):
    """One case without its texts."""

    id: str
    member: str
    organisation: str
    opened_on: dt.date
    closed: dt.date | None
    outcome: str
    heard: bool
    proposed: str
    approved_by: str
    decision_number: str
    appealed_on: dt.date | None
    review: str


class Asked(Given):
    """Which cases."""

    open: bool | None = None


class Open(Given):
    """Open a case."""

    member: str
    on: dt.date
    gist: str
    road: str = ""


class Dated(Given):
    """A step on a day; `reason` where it is done otherwise than usual."""

    matter: str
    on: dt.date
    reason: str = ""


class Told(Given):
    """A step with a text."""

    matter: str
    on: dt.date
    text: str


class Resolve(Given):
    """The meeting decided."""

    matter: str
    on: dt.date
    activity: str
    kind: Kind
    months: int | None = None


class Approve(Given):
    """The body above approved."""

    matter: str
    on: dt.date
    approved_by: str
    number: str = ""
    kind: Kind | Literal[""] = ""
    months: int | None = None


class Review(Given):
    """The answer to an appeal."""

    matter: str
    on: dt.date
    review: Literal["upheld", "lighter", "lifted"]
    by: str
    kind: Kind | Literal[""] = ""
    months: int | None = None


class Close(Given):
    """Close the case."""

    matter: str
    on: dt.date


def _told(file: DisciplineFile) -> MatterTold:
    return MatterTold(
        id=file.pk, member=file.member_id, organisation=file.organisation_id, opened_on=file.opened_on,
        closed=file.case.closed, outcome=file.case.outcome, heard=file.heard, proposed=file.proposed,
        approved_by=file.approved_by, decision_number=file.decision_number, appealed_on=file.appealed_on,
        review=file.review,
    )  # fmt: skip


def _find(actor: Actor, asked: Asked) -> Any:
    found = selectors.files(actor).order_by("-opened_on", "pk")
    return found if asked.open is None else found.filter(case__closed__isnull=asked.open)


def _shape(actor: Actor, rows: Sequence[DisciplineFile]) -> list[MatterTold]:
    return [_told(row) for row in rows]


def _get(actor: Actor, key: str) -> MatterTold:
    return _told(selectors.file_get(actor, key))


def _open(actor: Actor, given: Open) -> MatterTold:
    member = scope.member_get(actor, given.member)
    return _told(services.matter_open(actor=actor, member=member, on=given.on, gist=given.gist, road=given.road))


ABOUT = ("matter", "matter")
_by = by_service("matter", lambda actor, _, made: _told(made), takes="file", matter=selectors.file_get)
ACTIONS = (
    Listing("matter.list", "违纪案件", Asked, MatterTold, _find, _shape),
    Single("matter.get", "一件违纪案件", MatterTold, _get),
    Action("matter.open", "立案", Open, MatterTold, _open),
    Action("matter.investigate", "登记查清的事实", Told, MatterTold, _by(services.matter_investigate, text="gist"), ABOUT),
    Action("matter.hear", "登记听取说明", Told, MatterTold, _by(services.matter_hear, text="statement"), ABOUT),
    Action("matter.resolve", "登记支部大会决定", Resolve, MatterTold, _by(services.matter_resolve), ABOUT),
    Action("matter.approve", "登记批准", Approve, MatterTold, _by(services.matter_approve), ABOUT),
    Action("matter.announce", "登记宣布", Dated, MatterTold, _by(services.matter_announce), ABOUT),
    Action("matter.report", "登记执行报告", Dated, MatterTold, _by(services.matter_report), ABOUT),
    Action("matter.appeal", "申诉", Told, MatterTold, _by(services.matter_appeal, text="why"), ABOUT),
    Action("matter.review", "登记申诉答复", Review, MatterTold, _by(services.matter_review), ABOUT),
    Action("matter.close", "办结违纪案件", Close, MatterTold, _by(services.matter_close), ABOUT),
    Action("matter.abandon", "终止违纪案件", Told, MatterTold, _by(services.matter_abandon, text="reason"), ABOUT),
)
