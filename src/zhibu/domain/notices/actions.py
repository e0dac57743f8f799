"""What programs and the command line may do with notices: read one's own, send, take back, one's own settings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Literal

from zhibu.domain.accounts import scope
from zhibu.domain.notices import selectors, services
from zhibu.domain.notices.models import Batch, Notice
from zhibu.domain.notices.selectors import batches
from zhibu.domain.notices.services.sending import MOST
from zhibu.kernel.actions import Action, Given, Listing, Shape, Single
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused


class NoticeTold(Shape):
    """One of his own notices; what it is about is read there."""

    id: str
    kind: str
    text: str
    when: dt.datetime | None
    address: str
    made_at: dt.datetime
    seen: bool


class BatchTold(Shape):
    """One batch that he sent; of how many persons how many have seen it."""

    id: str
    organisation: str
    made_at: dt.datetime
    lines: list[str]
    people: int
    seen: int


class Asked(Given):
    """Which of them."""

    unread: bool = False


class AskedBatches(Given):
    """All that he sent."""


class Send(Given):
    """Tell members of something that stands on a page of their organisation."""

    organisation: str
    to: list[str]
    text: str
    when: dt.datetime | None = None


class See(Given):
    """He has seen it."""

    notice: str


class Again(Given):
    """Try once more what did not get out."""

    batch: str


class Wish(Given):
    """What he wants outside the site."""

    channels: list[Literal["mail", "wecom"]]
    rhythm: Literal["", "at_once", "daily", "weekly"] = ""
    quiet_from: dt.time | None = None
    quiet_until: dt.time | None = None
    mail: str = ""
    wecom: str = ""


class WishTold(Shape):
    """The same, without the addresses."""

    channels: list[str]
    rhythm: str


def _told(row: Notice) -> NoticeTold:
    return NoticeTold(
        id=row.pk, kind=row.kind, text=row.text, when=row.when, address=f"/n/{row.pk}", made_at=row.made_at,
        seen=row.seen_on is not None,
    )  # fmt: skip


def _find(actor: Actor, asked: Asked) -> object:
    found = selectors.notices(actor)
    return found.filter(seen_on=None) if asked.unread else found


def _shape(actor: Actor, rows: Sequence[Notice]) -> list[NoticeTold]:
    return [_told(row) for row in rows]


def _batches(actor: Actor, rows: Sequence[Batch]) -> list[BatchTold]:
    counts = batches.counted(rows)
    return [_batch_told(row, counts.get(row.pk, (0, 0))) for row in rows]


def _batch_told(row: Batch, counts: tuple[int, int]) -> BatchTold:
    lines = [text for text, _, _ in row.lines]
    return BatchTold(
        id=row.pk, organisation=row.organisation_id, made_at=row.made_at, lines=lines, people=counts[0], seen=counts[1]
    )


def _batch(actor: Actor, key: str) -> BatchTold:
    return _batches(actor, [batches.batch_get(actor, key)])[0]


def _send(actor: Actor, given: Send) -> BatchTold:
    body = scope.organisation_get(actor, given.organisation)
    seen = set(scope.members(actor).filter(pk__in=given.to[: MOST]).values_list("pk", flat=True))
    if unknown := [one for one in given.to if one not in seen]:
        raise Refused(f"找不到 {len(unknown)} 个人，或者他们不在你的管理范围里：{'、'.join(unknown[:5])}。")
    made = services.notice_send(
        actor=actor, organisation=body, to=given.to, kind="word", about=("organisation", body.pk), when=given.when,
        text=given.text,
    )  # fmt: skip
    return _batches(actor, [made])[0]


def _see(actor: Actor, given: See) -> NoticeTold:
    return _told(services.notice_see(actor=actor, notice=selectors.notice_get(actor, given.notice)))


def _again(actor: Actor, given: Again) -> BatchTold:
    found = batches.batch_get(actor, given.batch)
    services.notice_again(actor=actor, batch=found)
    return _batches(actor, [found])[0]


def _wish(actor: Actor, given: Wish) -> WishTold:
    said = given.model_dump()
    made = services.notice_wish_set(actor=actor, channels_wanted=said.pop("channels"), **said)
    return WishTold(channels=made.channels, rhythm=made.rhythm)


ACTIONS = (
    Listing("notice.list", "我的通知", Asked, NoticeTold, _find, _shape),
    Single("notice.get", "一条通知", NoticeTold, lambda actor, key: _told(selectors.notice_get(actor, key))),
    Listing("notice_batch.list", "我发的通知", AskedBatches, BatchTold, lambda actor, _: batches.batches(actor), _batches),
    Single("notice_batch.get", "一批通知", BatchTold, _batch),
    Action("notice.send", "发通知", Send, BatchTold, _send),
    Action("notice.see", "看过通知", See, NoticeTold, _see, ("notice", "notice")),
    Action("notice.again", "重新发通知", Again, BatchTold, _again, ("batch", "notice_batch")),
    Action("notice_wish.set", "改自己的通知设置", Wish, WishTold, _wish),
)
