"""A member's request to put an item of his own right: asked, decided by the branch, objection upward."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from zhibu.domain.audit.services import entry_record
from zhibu.domain.members.items import ITEMS, read_items, text_of
from zhibu.domain.members.models import Member
from zhibu.domain.members.services.items import branches_of, items_write
from zhibu.domain.members.services.spans import member_lock
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.registry import policies
from zhibu.domain.registry.choices import WAITING, CorrectionState
from zhibu.domain.registry.models import Correction
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused


@transaction.atomic
def correction_ask(
    *, actor: Actor, member: Member, item: str, wanted: str, reason: str, evidence: str = ""
) -> Correction:
    """Ask that an item say `wanted`; refused where it says so already or a request on it is open.

    The value is read as strictly as a clerk's own entry, so that what is granted can be written.
    """
    policies.correction_ask(actor, member)
    if item not in ITEMS:
        raise Refused("没有这一项。")
    require_fits(Correction, reason=reason, evidence=evidence)
    if not reason.strip():
        raise Refused("还没有写哪里不对、为什么。")
    before, wanted = text_of(member, item), " ".join(wanted.split())
    if wanted == before:
        raise Refused(f"“{ITEMS[item].label}”现在就是这样登记的。")
    read_items({item: wanted}, member)
    if Correction.objects.filter(member=member, item=item, state__in=WAITING).exists():
        raise Refused(f"“{ITEMS[item].label}”已经有一项申请在处理，等它有了结果再提。")
    made = Correction.objects.create(
        member=member, item=item, before=before or None, wanted=wanted or None, reason=reason.strip(),
        evidence=evidence.strip(), asked_at=clock.now(),
    )  # fmt: skip
    _record(actor, "correction.ask", made)
    return made


@transaction.atomic
def correction_withdraw(*, actor: Actor, correction: Correction) -> None:
    """Take an open request back."""
    found = _open(correction, *WAITING)
    policies.correction_ask(actor, found.member)
    _close(actor, "correction.withdraw", found, state=CorrectionState.WITHDRAWN)


@transaction.atomic
def correction_decide(*, actor: Actor, correction: Correction, accept: bool, answer: str) -> None:
    """The branch accepts (the item is written, with its trace) or refuses with a reason."""
    found = _open(correction, CorrectionState.OPEN)
    policies.correction_decide(actor, found.member, branches_of(found.member))
    if not accept and not answer.strip():
        raise Refused("不同意的，写明理由；本人看得到，还可以向上级提出异议。")
    require_fits(Correction, answer=answer)
    state = CorrectionState.ACCEPTED if accept else CorrectionState.REFUSED
    _close(
        actor, "correction.decide", found, state=state, answer=answer.strip(),
        decided_by=actor.name, decided_at=clock.now(),
    )  # fmt: skip
    if accept:
        _write(actor, found)


@transaction.atomic
def correction_object(*, actor: Actor, correction: Correction, objection: str) -> None:
    """The member does not agree with the refusal: the level above looks at it."""
    found = _open(correction, CorrectionState.REFUSED)
    policies.correction_ask(actor, found.member)
    if not objection.strip():
        raise Refused("还没有写为什么不同意支部的答复。")
    require_fits(Correction, objection=objection)
    _close(
        actor, "correction.object", found, state=CorrectionState.OBJECTED,
        objection=objection.strip(), objected_at=clock.now(),
    )  # fmt: skip


@transaction.atomic
def correction_review(*, actor: Actor, correction: Correction, accept: bool, review: str) -> None:
    """The level above grants the request after all, or upholds the refusal with a reason."""
    found = _open(correction, CorrectionState.OBJECTED)
    policies.correction_review(actor, found.member, branches_of(found.member), found.decided_by)
    if not review.strip():
        raise Refused("还没有写复核的理由。")
    require_fits(Correction, review=review)
    state = CorrectionState.ACCEPTED if accept else CorrectionState.UPHELD
    _close(
        actor, "correction.review", found, state=state, review=review.strip(),
        reviewed_by=actor.name, reviewed_at=clock.now(),
    )  # fmt: skip
    if accept:
        _write(actor, found)


def _open(correction: Correction, *states: str) -> Correction:
    found = Correction.objects.select_for_update().get(pk=correction.pk)
    if found.state not in states:
        raise Refused(f"这项申请的状态是“{found.get_state_display()}”，不能再这样处理。")
    return found


def _write(actor: Actor, found: Correction) -> None:
    """The item as it was asked for, by whoever granted it; Refused where it no longer fits."""
    why = f"本人申请更正：{found.reason}"
    items_write(
        actor=actor, member=member_lock(found.member_id), values={found.item: found.wanted or ""}, why=why
    )


def _close(actor: Actor, action: str, found: Correction, **values: Any) -> None:
    for name, value in values.items():
        setattr(found, name, value)
    found.save(update_fields=list(values))
    _record(actor, action, found)


def _record(actor: Actor, action: str, found: Correction) -> None:
    homes = branches_of(found.member)
    entry_record(
        actor=actor,
        action=action,
        subject=found.member_id,
        organisation=homes[0].pk if homes else "",
        details={"correction": found.pk, "item": found.item, "state": str(found.state)},
    )
