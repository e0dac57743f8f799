"""What the JSON door and the command line may do and read of filings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from pydantic import Field

from zhibu.domain.accounts import scope
from zhibu.domain.filings import selectors, services
from zhibu.domain.filings.choices import FilingKind
from zhibu.domain.filings.models import Filing
from zhibu.kernel import clock
from zhibu.kernel.actions import Action, Given, Listing, Shape, Single, by_service
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound, Refused

ABOUT = ("filing", "filing")


class FilingShape(Shape):
    """A filing as it is told outside."""

    id: str
    kind: str
    state: str
    number: str
    sender: str
    receiver: str
    subject: str
    case: str
    step: str
    about_kind: str
    about: str
    sent_on: dt.date | None
    due_on: dt.date | None
    received_on: dt.date | None
    closed_on: dt.date | None
    filed_number: str
    agreed: bool | None
    reason: str
    answers: str


class FilingsAsked(Given):
    """Which filings."""

    box: str = Field("in", pattern="^(in|out)$", description="in 来件，out 去件")
    state: str = Field("", description="状态；不写就是全部")
    kind: str = Field("", description="方式；不写就是全部")


class FilingDraft(Given):
    """A new filing."""

    kind: str = Field(description="report 报告，file 备案，review 审核，request 请示")
    sender: str = Field(description="发文组织的编号")
    receiver: str = Field("", description="收文组织的编号；不写就是上一级")
    subject: str = Field(max_length=200, description="标题")
    body: str = Field("", max_length=20_000, description="正文，一段一行")
    papers: list[str] = Field(default_factory=list, max_length=30, description="附件的名称")
    case: str = Field("", description="办件的编号")
    step: str = Field("", max_length=60, description="办件的步骤")
    about_kind: str = Field("", description="事由类别：case、post、organisation、member、activity")
    about: str = Field("", max_length=100, description="事由的编号")
    due_on: dt.date | None = Field(None, description="要求哪天前办理")
    signed_by: str = Field("", max_length=100, description="签发人")
    contact: str = Field("", max_length=100, description="联系人")
    copies_to: str = Field("", max_length=300, description="抄送，用顿号隔开")
    key: str = Field("", max_length=64, description="同一个标记只写一件")


class OneFiling(Given):
    """A filing by its id."""

    filing: str = Field(description="报送件的编号")


class FilingDay(OneFiling):
    """A filing and the day on which it is done."""

    on: dt.date | None = Field(None, description="哪一天；不写就是今天")


class FilingAccept(FilingDay):
    """Accepting."""

    number: str = Field("", max_length=100, description="备案号")
    note: str = Field("", max_length=300, description="说明")


class FilingReason(OneFiling):
    """Something that needs a reason."""

    reason: str = Field(max_length=500, description="原因")


class FilingReply(FilingDay):
    """A reply."""

    agrees: bool = Field(description="同意没有")
    subject: str = Field("", max_length=200, description="标题")
    body: str = Field("", max_length=20_000, description="正文")
    signed_by: str = Field("", max_length=100, description="签发人")
    copies_to: str = Field("", max_length=300, description="抄送，用顿号隔开")


class PrefixSet(Given):
    """How numbers begin."""

    organisation: str = Field(description="组织的编号")
    text: str = Field(max_length=20, description="发文代字")


class PrefixShape(Shape):
    """How an organisation's numbers begin."""

    organisation: str
    text: str
    set_on: dt.date


def told(one: Filing) -> FilingShape:
    """A row as it is told."""
    names = ("id", "kind", "state", "number", "subject", "step", "about_kind", "about", "sent_on", "due_on",
             "received_on", "closed_on", "filed_number", "agreed", "reason")  # fmt: skip
    values: dict[str, Any] = {name: getattr(one, name) for name in names}
    return FilingShape(
        **values, sender=one.sender_id, receiver=one.receiver_id, case=one.case_id or "", answers=one.answers_id or "")


def _page(actor: Actor, rows: Sequence[Filing]) -> list[FilingShape]:
    return [told(one) for one in rows]


def _find(actor: Actor, asked: FilingsAsked) -> Any:
    found = selectors.inbox(actor) if asked.box == "in" else selectors.outbox(actor)
    if asked.state:
        found = found.filter(state=asked.state)
    found = found.filter(kind=asked.kind) if asked.kind else found
    return found.order_by("-created_on", "-pk")  # the newest first, page by page by the index


def _draft(actor: Actor, given: FilingDraft) -> FilingShape:
    if given.kind not in FilingKind.values or given.kind == FilingKind.REPLY:
        raise Refused("方式是 report、file、review、request 之一；批复用 filing.reply。")
    sender = scope.organisation_get(actor, given.sender)
    receiver = next((body for body in selectors.receivers(sender) if body.pk == given.receiver), None)
    if given.receiver and receiver is None:
        raise NotFound("收文组织不是发文组织的上级。")
    case = scope.cases(actor).filter(pk=given.case).first() if given.case else None
    if given.case and case is None:
        raise NotFound("找不到这件事，或者它不在你的管理范围里。")
    _require_seen(actor, given)
    made = services.filing_draft(
        actor=actor, kind=given.kind, sender=sender, receiver=receiver, subject=given.subject, body=given.body,
        papers=[services.Enclosed(title) for title in given.papers], case=case, step=given.step,
        about_kind=given.about_kind, about=given.about, due_on=given.due_on, signed_by=given.signed_by,
        contact=given.contact, copies_to=given.copies_to, key=given.key,
    )  # fmt: skip
    return told(made)


def _require_seen(actor: Actor, given: FilingDraft) -> None:
    """What a filing is about must be in sight of who writes it."""
    seen: dict[str, Any] = {
        "case": scope.cases, "post": scope.posts, "organisation": scope.organisations, "member": scope.members,
        "activity": scope.activities,
    }  # fmt: skip
    if given.about_kind and given.about_kind not in seen:
        raise Refused(f"事由类别是 {'、'.join(seen)} 之一。")
    if given.about_kind and not seen[given.about_kind](actor).filter(pk=given.about).exists():
        raise NotFound("找不到事由，或者它不在你的管理范围里。")


def _prefix(actor: Actor, given: PrefixSet) -> PrefixShape:
    body = scope.organisation_get(actor, given.organisation)
    made = services.prefix_set(actor=actor, organisation=body, text=given.text)
    return PrefixShape(organisation=body.pk, text=made.text, set_on=made.set_on or clock.today())


_by = by_service("filing", lambda actor, _, made: told(made), filing=selectors.filing_get)
ACTIONS = (
    Listing("filing.list", "报送件", FilingsAsked, FilingShape, _find, _page),
    Single("filing.get", "一件报送", FilingShape, lambda actor, key: told(selectors.filing_get(actor, key))),
    Action("filing.draft", "写报送件", FilingDraft, FilingShape, _draft),
    Action("filing.send", "报送", FilingDay, FilingShape, _by(services.filing_send), ABOUT),
    Action("filing.receive", "签收", FilingDay, FilingShape, _by(services.filing_receive), ABOUT),
    Action("filing.accept", "办结（已阅、备案、审核同意）", FilingAccept, FilingShape, _by(services.filing_accept), ABOUT),
    Action("filing.return", "退回", FilingReason, FilingShape, _by(services.filing_return), ABOUT),
    Action("filing.withdraw", "撤回报送件", FilingReason, FilingShape, _by(services.filing_withdraw), ABOUT),
    Action("filing.reply", "批复", FilingReply, FilingShape, _by(services.filing_reply), ABOUT),
    Action("prefix.set", "定发文代字", PrefixSet, PrefixShape, _prefix),
)
