"""Records whose time is over: listed every night, cleared or kept by a clerk's decision, never by themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q, QuerySet

from zhibu.domain.audit.services import entry_record
from zhibu.domain.members.models import Member, MemberChange
from zhibu.domain.members.services.items import branches_of
from zhibu.domain.members.services.spans import member_lock
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.registry import policies
from zhibu.domain.registry.choices import ClearingState
from zhibu.domain.registry.models import Care, Clearing, Correction, Hardship, Look
from zhibu.domain.registry.retention import RecordClass, record_class, record_classes
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

BATCH = 1000


@transaction.atomic
def clearings_find(*, actor: Actor, on: dt.date) -> int:
    """List what has become due by the day; what is listed already or kept for longer is left alone."""
    made = 0
    for kept in record_classes():
        left_by = kept.left_by(on)
        if left_by is None:
            continue
        for member in _holding(kept).filter(left__lte=left_by).iterator(BATCH):
            due_on = kept.due_on(member.left) if member.left else None
            if due_on is None or _is_settled(member, kept, on):
                continue
            _, is_new = Clearing.objects.get_or_create(
                member=member, record_class=kept.code, due_on=due_on, defaults={"found_on": on}
            )
            made += is_new
    if made:
        entry_record(actor=actor, action="clearing.find", details={"on": on, "count": made})
    return made


@transaction.atomic
def clearings_approve(*, actor: Actor, clearings: Iterable[Clearing], why: str) -> int:
    """Clear what is due, all or nothing: the values go, their traces with them; facts stay."""
    keys = [one.pk for one in clearings]
    found = list(
        Clearing.objects.select_for_update().filter(pk__in=keys).select_related("member").order_by("pk")
    )
    if not found:
        raise Refused("还没有选要清除的。")
    for one in found:
        _require_due(one)
        policies.clearing_decide(actor, branches_of(one.member))
        kept = record_class(one.record_class)
        member = member_lock(one.member_id)
        if kept is None or member.left is None or kept.due_on(member.left) != one.due_on:
            raise Refused(f"{one.member.name}的“{one.record_class}”不再到期（离开日期或保存期限变了），没有清除任何一项。")
        for name in kept.holds:
            _CLEARERS[name](member)
        one.state, one.decided_by, one.decided_at, one.why = ClearingState.CLEARED, actor.name, clock.now(), why[:300]
        one.save(update_fields=["state", "decided_by", "decided_at", "why"])
    entry_record(
        actor=actor,
        action="clearing.approve",
        subject=found[0].member_id if len({o.member_id for o in found}) == 1 else "",
        details={"cleared": [f"{o.member_id} {o.record_class}" for o in found], "why": why},
    )
    return len(found)


@transaction.atomic
def clearing_keep(*, actor: Actor, clearing: Clearing, until: dt.date, why: str) -> None:
    """Keep what is due until a later day, with the reason."""
    found = Clearing.objects.select_for_update().select_related("member").get(pk=clearing.pk)
    _require_due(found)
    policies.clearing_decide(actor, branches_of(found.member))
    require_fits(Clearing, why=why)
    if not why.strip():
        raise Refused("还没有写为什么继续保存。")
    if until <= clock.today():
        raise Refused(f"保存到哪天要晚于今天，读到 {until}。")
    found.state, found.keep_until, found.why = ClearingState.KEPT, until, why.strip()
    found.decided_by, found.decided_at = actor.name, clock.now()
    found.save(update_fields=["state", "keep_until", "why", "decided_by", "decided_at"])
    entry_record(
        actor=actor,
        action="clearing.keep",
        subject=found.member_id,
        details={"class": found.record_class, "until": until, "why": found.why},
    )


def _require_due(one: Clearing) -> None:
    if one.state != ClearingState.DUE:
        raise Refused(f"{one.member.name}的这一项已经是“{ClearingState(one.state).label}”。")


def _is_settled(member: Member, kept: RecordClass, on: dt.date) -> bool:
    """Whether somebody decided already; what was kept comes again when its day is over."""
    there = Clearing.objects.filter(member=member, record_class=kept.code).order_by("-due_on").first()
    if there is None or there.due_on != kept.due_on(member.left or on):
        return False
    if there.state == ClearingState.KEPT and there.keep_until is not None and there.keep_until <= on:
        there.state, there.found_on = ClearingState.DUE, on
        there.save(update_fields=["state", "found_on"])
    return True


def _holding(kept: RecordClass) -> QuerySet[Member]:
    """Those who left and of whom something of the class is still there."""
    there = Q(pk__in=[])
    for name in kept.holds:
        match name:
            case "phone" | "id_number":
                there |= ~Q(**{f"{name}_index": ""})
            case "address":
                there |= Q(address__isnull=False)
            case "hardships":
                there |= Q(pk__in=Hardship.objects.filter(details__isnull=False).values("member"))
            case "cares":
                there |= Q(pk__in=Care.objects.filter(details__isnull=False).values("member"))
            case "corrections":
                there |= Q(pk__in=Correction.objects.filter(wanted__isnull=False).values("member"))
            case name if name in _ELSEWHERE:
                model, column, wiped = _elsewhere(name)
                said = Q()
                for each, empty in wiped.items():
                    said |= ~Q(**{each: empty}) if empty is not None else Q(**{f"{each}__isnull": False})
                there |= Q(pk__in=model._default_manager.filter(said).order_by().values(column))
            case "looks":
                there |= Q(pk__in=Look.objects.order_by().values("member"))
    return Member.objects.filter(there, left__isnull=False).order_by("pk")


def _column(name: str) -> Callable[[Member], None]:
    def clear(member: Member) -> None:
        setattr(member, name, None)
        member.save(update_fields=[name])
        MemberChange.objects.filter(member=member, item=name).update(before=None, after=None)
        Correction.objects.filter(member=member, item=name).update(before=None, wanted=None)

    return clear


def _corrections(member: Member) -> None:
    Correction.objects.filter(member=member).update(before=None, wanted=None, evidence="")


# Words about a person that rooms built on this one keep: table, column that says whose, columns and what clears them.
_ELSEWHERE: dict[str, tuple[str, str, dict[str, str | None]]] = {
    "leave_reasons": ("attendance.MeetingAnswer", "member", {"reason": "", "word": ""}),
    "appraisal_texts": (
        "appraisals.Appraisee", "member",
        {"self_text": None, "mutual_text": None, "comment": None, "objection": None, "answer": None},
    ),
    "outlines": ("appraisals.Outline", "member", {"text": None}),
    "criticism": ("appraisals.Criticism", "member", {"text": None}),
    "letter_keys": ("letters.LetterKey", "member", {}),
}  # fmt: skip


def _elsewhere(name: str) -> tuple[type[models.Model], str, dict[str, str | None]]:
    table, column, wiped = _ELSEWHERE[name]
    return apps.get_model(table), column, wiped


def _wipe(name: str) -> Callable[[Member], object]:
    def clear(member: Member) -> None:
        model, column, wiped = _elsewhere(name)
        rows = model._default_manager.filter(**{column: member})
        rows.update(**wiped) if wiped else rows.delete()

    return clear


_CLEARERS: dict[str, Callable[[Member], object]] = {
    "phone": _column("phone"),
    "address": _column("address"),
    "id_number": _column("id_number"),
    "hardships": lambda member: Hardship.objects.filter(member=member).update(details=None),
    "cares": lambda member: Care.objects.filter(member=member).update(details=None),
    "corrections": _corrections,
    "looks": lambda member: Look.objects.filter(member=member).delete(),
    **{name: _wipe(name) for name in _ELSEWHERE},
}
