"""States beside membership (stopped, lost, floating) and leaving for good; nobody is ever deleted."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q

from zhibu.domain.audit.services import Touch, entry_record
from zhibu.domain.members import policies
from zhibu.domain.members.choices import LeaveReason, State
from zhibu.domain.members.models import Member, Membership, MemberState, Placement
from zhibu.domain.members.services import spans
from zhibu.domain.members.services.following import posts_end_with, posts_return_with
from zhibu.domain.members.services.items import branches_of
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused


@transaction.atomic
def state_begin(
    *, actor: Actor, member: Member, state: str, since: dt.date, details: str = ""
) -> MemberState:
    """He is floating, lost or stopped from a day on; `details` says where to, or why."""
    locked = spans.member_lock(member.pk)
    policies.member_change(actor, branches_of(locked))
    require_fits(MemberState, details=details)
    label = State(state).label
    if locked.left is not None and locked.left <= since:
        raise Refused(f"{locked.name} {locked.left} 已经离开党组织，不能再登记“{label}”。")
    crossing = MemberState.objects.filter(Q(until__isnull=True) | Q(until__gt=since), member=locked)
    there = crossing.filter(state=state).order_by("since").first()
    if there is not None:
        end = f"到 {there.until} 的前一天" if there.until else "，还没有结束"
        raise Refused(f"{locked.name}从 {there.since} 起已经登记“{label}”{end}。")
    made = MemberState.objects.create(
        member=locked, state=state, since=since, details=details.strip()
    )
    _record(actor, "state.begin", locked, {"state": state, "since": since})
    return made


@transaction.atomic
def state_end(*, actor: Actor, state: MemberState, until: dt.date) -> None:
    """The state no longer holds from `until`; one that ends on its first day never held and goes."""
    locked = spans.member_lock(state.member_id)
    policies.member_change(actor, branches_of(locked))
    there = MemberState.objects.get(pk=state.pk)
    if until < there.since:
        raise Refused(f"结束的日期不能早于开始的日期 {there.since}，读到 {until}。")
    if there.until is not None and there.until <= until:
        raise Refused(f"“{there.get_state_display()}”已经在 {there.until} 结束。")
    if until == there.since:
        there.delete()
    else:
        there.until = until
        there.save(update_fields=["until"])
    _record(actor, "state.end", locked, {"state": there.state, "since": there.since, "until": until})


@transaction.atomic
def member_leave(
    *, actor: Actor, member: Member, on: dt.date, reason: str, note: str = ""
) -> Member:
    """He leaves for good on a day: memberships, states, unit, posts end with it. His file stays.

    `reason` is one of `LeaveReason`; `note` says more (where to, which decision).
    """
    locked = spans.member_lock(member.pk)
    homes = branches_of(locked)
    policies.member_change(actor, homes)
    if locked.left is not None:
        raise Refused(f"{locked.name} {locked.left} 已经登记离开（{locked.left_reason}）。登记错了的，先恢复。")
    if on < locked.joined:
        raise Refused(f"离开的日期 {on} 早于入党日期 {locked.joined}。")
    if on > clock.today():
        raise Refused(f"{on} 还没到，到了那天再登记离开。")
    later = Membership.objects.filter(member=locked, since__gte=on).first()
    if later is not None:
        raise Refused(f"{locked.name} {later.since} 起还有组织关系登记在{later.organisation}，离开的日期要晚于它。")
    word = str(LeaveReason(reason).label)
    locked.left, locked.left_precision = on, "day"
    locked.left_reason = f"{word}：{note.strip()}"[:60] if note.strip() else word
    locked.save(update_fields=["left", "left_precision", "left_reason"])
    spans.end(locked, on)
    for model in (MemberState, Placement):
        there = model.objects.filter(Q(until__isnull=True) | Q(until__gt=on), member=locked)
        there.filter(since__gte=on).delete()
        there.update(until=on)
    ended = posts_end_with(actor=actor, member=locked.pk, on=on, why=word)
    _record(actor, "member.leave", locked, {"on": on, "reason": reason, "posts": [one.pk for one in ended]}, homes)
    return locked


@transaction.atomic
def member_restore(*, actor: Actor, member: Member, why: str, posts: bool = True) -> Member:
    """Take a leaving back that was entered by mistake: what ended on that day goes on as before.

    So do his posts (`posts`), but for those that somebody else holds by now.
    """
    locked = spans.member_lock(member.pk)
    homes = branches_of(locked)
    policies.member_change(actor, homes)
    on = locked.left
    if on is None:
        raise Refused(f"{locked.name}没有登记离开。")
    if not why.strip():
        raise Refused("还没有写为什么恢复。")
    before = locked.left_reason
    locked.left, locked.left_reason, locked.left_precision = None, "", "day"
    locked.save(update_fields=["left", "left_reason", "left_precision"])
    for model in (Membership, MemberState, Placement):
        model.objects.filter(member=locked, until=on).update(until=None)
    taken = posts_return_with(actor=actor, member=locked.pk, on=on) if posts else []
    _record(
        actor, "member.restore", locked,
        {"left": on, "reason": before, "why": why.strip(), "posts": [one.pk for one in taken]}, homes,
    )  # fmt: skip
    return locked


def _record(
    actor: Actor,
    action: str,
    member: Member,
    details: dict[str, object],
    homes: list[Organisation] | None = None,
) -> None:
    there = branches_of(member) if homes is None else homes
    entry_record(
        actor=actor,
        action=action,
        subject=member.pk,
        organisation=there[0].pk if there else "",
        details=details,
        touched=Touch(frozenset(home.pk for home in there), frozenset({member.pk})),
    )
