"""Rewards, hardship and care of a member: recorded, ended, taken back when entered by mistake."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction

from zhibu.domain.audit.services import entry_record
from zhibu.domain.members.models import Member
from zhibu.domain.members.services.items import branches_of
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.registry import policies
from zhibu.domain.registry.choices import CareKind, HardshipKind
from zhibu.domain.registry.models import Care, Hardship, Reward
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused


@transaction.atomic
def reward_record(
    *, actor: Actor, member: Member, title: str, granted_by: str, on: dt.date, number: str = ""
) -> Reward:
    """A reward that a member was given."""
    _may(actor, member, "奖励")
    require_fits(Reward, title=title, granted_by=granted_by, number=number)
    _filled({"奖励名称": title, "授予单位": granted_by}, on)
    made = Reward.objects.create(
        member=member, title=title.strip(), granted_by=granted_by.strip(), on=on, number=number.strip()
    )
    details = {"reward": made.pk, "title": made.title, "on": on}
    entry_record(actor=actor, action="reward.record", subject=member.pk, details=details)
    return made


@transaction.atomic
def reward_withdraw(*, actor: Actor, reward: Reward) -> None:
    """Take a reward out that was entered by mistake; the record of actions keeps what it said."""
    _may(actor, reward.member, "奖励")
    details = {"reward": reward.pk, "title": reward.title, "on": reward.on, "by": reward.granted_by}
    entry_record(actor=actor, action="reward.withdraw", subject=reward.member_id, details=details)
    reward.delete()


@transaction.atomic
def hardship_record(
    *, actor: Actor, member: Member, kind: str, since: dt.date, details: str = ""
) -> Hardship:
    """A member in need from a day on; what exactly stays encrypted and out of the record of actions."""
    _may(actor, member, "困难情况")
    _filled({}, since)
    _short(details)
    made = Hardship.objects.create(
        member=member, kind=HardshipKind(kind), since=since, details=details.strip() or None
    )
    told = {"hardship": made.pk, "since": since}
    entry_record(actor=actor, action="hardship.record", subject=member.pk, details=told)
    return made


@transaction.atomic
def hardship_end(*, actor: Actor, hardship: Hardship, until: dt.date) -> None:
    """He is no longer in need from `until`; one that ends on its first day was a mistake and goes."""
    _may(actor, hardship.member, "困难情况")
    if until < hardship.since:
        raise Refused(f"结束的日期不能早于开始的日期 {hardship.since}，读到 {until}。")
    told = {"hardship": hardship.pk, "until": until}
    entry_record(actor=actor, action="hardship.end", subject=hardship.member_id, details=told)
    if until == hardship.since:
        hardship.delete()
    else:
        hardship.until = until
        hardship.save(update_fields=["until"])


@transaction.atomic
def care_record(
    *,
    actor: Actor,
    member: Member,
    kind: str,
    on: dt.date,
    by: str,
    amount: Decimal | None = None,
    details: str = "",
) -> Care:
    """What was done for a member, by whom, when."""
    _may(actor, member, "关怀记录")
    require_fits(Care, by=by)
    _filled({"由谁": by}, on)
    _short(details)
    if amount is not None and not 0 < amount < Decimal("100000000"):
        raise Refused(f"金额读到 {amount}，应当大于 0，没有金额的空着。")
    made = Care.objects.create(
        member=member, kind=CareKind(kind), on=on, by=by.strip(), amount=amount,
        details=details.strip() or None,
    )  # fmt: skip
    told = {"care": made.pk, "on": on}
    entry_record(actor=actor, action="care.record", subject=member.pk, details=told)
    return made


@transaction.atomic
def care_withdraw(*, actor: Actor, care: Care) -> None:
    """Take a record of care out that was entered by mistake."""
    _may(actor, care.member, "关怀记录")
    told = {"care": care.pk, "on": care.on}
    entry_record(actor=actor, action="care.withdraw", subject=care.member_id, details=told)
    care.delete()


def _may(actor: Actor, member: Member, what: str) -> None:
    policies.record_keep(actor, branches_of(member), what)


def _filled(texts: dict[str, str], day: dt.date) -> None:
    for label, text in texts.items():
        if not text.strip():
            raise Refused(f"还没有填“{label}”。")
    if day > clock.today():
        raise Refused(f"日期 {day} 还没到。")


def _short(details: str) -> None:
    if len(details) > 500:
        raise Refused(f"“情况”最多 500 个字，读到 {len(details)} 个字，写短一些。")
