"""How an opinion comes in: taken down, said at a meeting, put in by a member himself."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhibu.domain.members.belonging import homes_of
from zhibu.domain.members.models import Member
from zhibu.domain.opinions import policies
from zhibu.domain.opinions.choices import Kind, Source, State, What, Whose
from zhibu.domain.opinions.models import Opinion
from zhibu.domain.opinions.services.noting import LONGEST, held, kept, noted, worded
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, Refused
from zhibu.kernel.ids import new_id


@transaction.atomic
def opinion_take(
    *,
    actor: Actor,
    organisation: Organisation,
    text: str,
    kind: str = Kind.OPINION,
    origin: str = "",
    whose: str = Whose.MEMBER,
    member: Member | None = None,
    speaker: str = "",
    confidential: bool = False,
    on: dt.date | None = None,
    up: bool = False,
) -> Opinion:
    """Take down what a member or one of the masses said; a name is never needed.

    `origin`: the activity (id) at which it was said. `up`: hand it to the body above at once, as a group's
    meeting does with its opinions: they go to the branch as 意见.
    """
    policies.opinion_take(actor, organisation)
    today = clock.today()
    _require_known(kind, whose)
    day = on or today
    if day > today:
        raise Refused(f"提出日期 {day} 还没到。")
    if member is not None and whose != Whose.MEMBER:
        raise Refused("群众的意见不连到党员，“谁的意见”改成党员，或者不选党员。")
    name = speaker.strip()
    if len(name) > 60:
        raise Refused(f"提的人最多 60 个字，读到 {len(name)} 个字。")
    opinion = Opinion.objects.create(
        id=new_id("op"), organisation=organisation, at=organisation, whose=whose, kind=kind,
        source=Source.MEETING if origin else Source.TAKEN, member=member, speaker=name,
        text=worded(text, LONGEST, "意见内容"), confidential=confidential, origin=origin, taken_on=day,
        taken_user=actor.user, at_since=day,
    )  # fmt: skip
    noted(actor, opinion, "take", What.TAKE, {})
    if up and organisation.parent is not None:
        before = kept(opinion)
        opinion.at, opinion.at_since = organisation.parent, today
        opinion.save(update_fields=["at", "at_since"])
        noted(actor, opinion, "pass", What.PASS, before)
    return opinion


@transaction.atomic
def opinion_put(
    *, actor: Actor, organisation: Organisation, text: str, kind: str = Kind.OPINION, confidential: bool = False
) -> Opinion:
    """A member puts in his own opinion, with his name: to his group, his branch or a body above it."""
    if not actor.member:
        raise NotAllowed("这里由党员本人提意见；你的账号没有连到党员。")
    _require_known(kind, Whose.MEMBER)
    today = clock.today()
    if not in_line(actor.member, organisation, today):
        raise NotAllowed("意见可以提给自己所在的党小组、党支部和它们的上级党组织，这个组织不是。")
    opinion = Opinion.objects.create(
        id=new_id("op"), organisation=organisation, at=organisation, whose=Whose.MEMBER, kind=kind,
        source=Source.MEMBER, member_id=actor.member, text=worded(text, LONGEST, "意见内容"),
        confidential=confidential, taken_on=today, taken_user=actor.user, at_since=today,
    )  # fmt: skip
    noted(actor, opinion, "put", What.SEND, {})
    return opinion


@transaction.atomic
def opinion_withdraw(*, actor: Actor, opinion: Opinion, reason: str = "") -> Opinion:
    """Take back what was put in or taken down by mistake, while nobody has answered; the row stays."""
    policies.opinion_withdraw(actor, opinion)
    found = held(opinion, State.OPEN, doing="撤回")
    before = kept(found)
    found.state = State.WITHDRAWN
    found.save(update_fields=["state"])
    noted(actor, found, "withdraw", What.WITHDRAW, before, note=reason)
    return found


def in_line(member: str, organisation: Organisation, on: dt.date) -> bool:
    """Whether the body is one of the member's own on the day, or stands above one."""
    paths = homes_of(member, on)
    return any(path.startswith(organisation.path) for path in paths.values_list("organisation__path", flat=True))


def _require_known(kind: str, whose: str) -> None:
    if kind not in Kind.values:
        raise Refused(f"类别读到“{kind}”，应是意见、建议、诉求或困难。")
    if whose not in Whose.values:
        raise Refused(f"谁的意见读到“{whose}”，应是党员或群众。")
