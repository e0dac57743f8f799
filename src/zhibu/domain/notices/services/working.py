"""Works off the outbox: one worker takes what is due of one person and channel, sends it as one message, notes how it went.

Claimed in one short transaction and sent outside of any. A worker that dies leaves its claim, which runs out: the same is
sent once more, a mail with the same number. What is past, seen or superseded does not go out.
"""

from __future__ import annotations

import datetime as dt
import logging
import secrets

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from zhibu.domain.accounts.models import User
from zhibu.domain.notices import channels
from zhibu.domain.notices.choices import Channel, DeliveryState
from zhibu.domain.notices.models import Delivery, Notice, Wish
from zhibu.domain.notices.timing import Wanted, after_quiet, try_again_at
from zhibu.kernel import clock
from zhibu.kernel.clock import SHANGHAI

LEASE = dt.timedelta(minutes=10)
MOST = 200  # messages in one go; the rest at the next look
TOGETHER = 100  # things in one message
log = logging.getLogger(__name__)


def outbox_work_off(*, now: dt.datetime | None = None, most: int = MOST) -> tuple[int, int]:
    """Send what is due; (messages that went out, messages that did not). Mostly one small query and nothing."""
    at = now or clock.now()
    opened = channels.opened()
    sent = failed = 0
    while opened and sent + failed < most:
        rows = _claimed(opened, at)
        if rows is None:
            break
        live = _still_wanted(rows, at)
        if not live:
            continue
        problem = _sent(live)
        _noted(live, problem, now or clock.now())
        sent, failed = (sent, failed + 1) if problem else (sent + 1, failed)
    return sent, failed


def _waiting(opened: frozenset[str], at: dt.datetime) -> QuerySet[Delivery]:
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=at)
    return Delivery.objects.filter(free, state=DeliveryState.WAITING, due_at__lte=at, channel__in=opened)


def _claimed(opened: frozenset[str], at: dt.datetime) -> list[Delivery] | None:
    """What is due of one person or robot, taken for a while; empty where another was faster, None where nothing is due."""
    first = _waiting(opened, at).select_related("notice").order_by("due_at", "pk").first()
    if first is None:
        return None
    if first.notice is None:
        group = _waiting(opened, at).filter(pk=first.pk)
    else:
        group = _waiting(opened, at).filter(
            channel=first.channel, notice__member=first.notice.member_id, notice__user=first.notice.user_id
        )
    wanted = list(group.order_by("due_at", "pk").values_list("pk", flat=True)[:TOGETHER])
    claim = secrets.token_hex(16)
    with transaction.atomic():
        _waiting(opened, at).filter(pk__in=wanted).update(claim=claim, claimed_until=at + LEASE)
    rows = Delivery.objects.filter(claim=claim).select_related("notice", "batch", "robot")
    return list(rows.order_by("notice__when", "pk"))


def _still_wanted(rows: list[Delivery], at: dt.datetime) -> list[Delivery]:
    live = [row for row in rows if row.notice is None or _holds(row.notice, at)]
    gone = [row.pk for row in rows if row not in live]
    Delivery.objects.filter(pk__in=gone).update(state=DeliveryState.DROPPED, claim="", claimed_until=None)
    return live


def _holds(notice: Notice, at: dt.datetime) -> bool:
    """Nobody has opened it, no other took its place, and its day is not over."""
    over = notice.when is not None and notice.when.astimezone(SHANGHAI).date() < at.astimezone(SHANGHAI).date()
    return notice.superseded_at is None and notice.seen_on is None and not over


def _sent(rows: list[Delivery]) -> str:
    try:
        return _by_channel(rows)
    except Exception as error:  # whatever a library or a server does, the outbox goes on
        log.exception("a notice was not sent by %s", rows[0].channel)
        return f"{type(error).__name__}：没有发成"


def _by_channel(rows: list[Delivery]) -> str:
    first = rows[0]
    if first.robot is not None and first.batch is not None:
        site = settings.ZHIBU_NOTICES["site"]
        lines = [f"{text} {site}{reverse(name, args=[key] if key else [])}" for text, name, key in first.batch.lines]
        return channels.robot(first.channel, first.robot.token, first.robot.secret or "", channels.message(lines))
    assert first.notice is not None  # the database holds one of the two
    to = _address(first.notice, first.channel)
    if not to:
        return "没有填收通知的地址"
    text = channels.message([_line(row.notice) for row in rows if row.notice is not None])
    if first.channel == Channel.MAIL:
        return channels.mail(to, text, ",".join(str(row.pk) for row in rows))
    return channels.wecom(to, text)


def _line(notice: Notice) -> str:
    """A time and a link, and nothing else."""
    link = settings.ZHIBU_NOTICES["site"] + reverse("notice-open", args=[notice.pk])
    if notice.when is None:
        return link
    at = notice.when.astimezone(SHANGHAI)
    hour = f" {at:%H:%M}" if (at.hour, at.minute) != (0, 0) else ""
    return f"{at.month}月{at.day}日{hour} {link}"


def _address(notice: Notice, channel: str) -> str:
    """Where the person wants it; "" where he has changed his mind."""
    mine = Q(member=notice.member_id) if notice.member_id else Q(pk=notice.user_id)
    for user in User.objects.filter(mine, is_active=True).order_by("pk"):
        wish = Wish.objects.filter(user=user).first()
        if wish is not None and channel in wish.channels:
            return (wish.mail or user.email) if channel == Channel.MAIL else (wish.wecom or "")
    return ""


def _noted(rows: list[Delivery], problem: str, at: dt.datetime) -> None:
    found = Delivery.objects.filter(pk__in=[row.pk for row in rows], claim=rows[0].claim)
    if not problem:
        found.update(state=DeliveryState.SENT, sent_at=at, claim="", claimed_until=None, problem="")
        return
    tries = max(row.tries for row in rows) + 1
    again = try_again_at(at, tries)
    told = {"tries": tries, "problem": problem[:300], "claim": "", "claimed_until": None}
    if again is None:
        found.update(state=DeliveryState.GIVEN_UP, **told)
    else:
        found.update(due_at=after_quiet(again, Wanted()), **told)  # not in the middle of the night either
