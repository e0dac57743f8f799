"""What follows a penalty: announcing, reporting its execution, appeal and its answer, closing."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhibu.domain.casework.services import case_close
from zhibu.domain.discipline import policies
from zhibu.domain.discipline.choices import Review
from zhibu.domain.discipline.models import DisciplineFile
from zhibu.domain.discipline.services.deciding import effect_of, months_of
from zhibu.domain.discipline.services.noting import held, noted, require_text, stepped
from zhibu.domain.members.choices import PenaltyKind
from zhibu.domain.members.services.penalties import penalty_end, penalty_impose
from zhibu.domain.members.services.standing import member_restore
from zhibu.domain.organisations.columns import require_fits
from zhibu.kernel.actor import Actor
from zhibu.kernel.dates import add_months
from zhibu.kernel.errors import Refused
from zhibu.kernel.happened import require_happened

ORDER = tuple(PenaltyKind.values)  # lightest first


@transaction.atomic
def matter_announce(*, actor: Actor, file: DisciplineFile, on: dt.date, reason: str = "") -> DisciplineFile:
    """The decision was announced to him and to the members of the branch."""
    return _simple(actor, file, "announcement", "announce", on, paper="penalty_decision", reason=reason)


@transaction.atomic
def matter_report(*, actor: Actor, file: DisciplineFile, on: dt.date, reason: str = "") -> DisciplineFile:
    """How it was carried out was reported to the body that approved it."""
    return _simple(actor, file, "execution_report", "report", on, paper="written_report", reason=reason)


def _simple(
    actor: Actor, file: DisciplineFile, step: str, verb: str, on: dt.date, *, paper: str, reason: str
) -> DisciplineFile:
    found = held(file)
    policies.matter_handle(actor, found)
    if found.penalty_id is None:
        raise Refused("处分还没有批准，没有可以宣布、执行的决定；批准由上级党组织的党务工作者登记。")
    stepped(actor, found, step, on, paper=paper, reason=reason)
    noted(actor, found, verb, on=on)
    return found


@transaction.atomic
def matter_appeal(*, actor: Actor, file: DisciplineFile, on: dt.date, why: str) -> DisciplineFile:
    """He does not accept the penalty; it stays in effect until the answer, and nobody may hold the appeal back."""
    rows = DisciplineFile.objects.select_for_update(of=("self",)).select_related("case", "member", "organisation", "penalty")
    found = rows.get(pk=file.pk)
    policies.matter_appeal(actor, found)
    if found.penalty is None:
        raise Refused("处分还没有批准，没有可以申诉的决定；有意见的，在听取说明时提出。")
    if found.appealed_on is not None and not found.review:
        raise Refused(f"{found.appealed_on} 已经申诉，还没有答复。")
    require_happened(on, "申诉", after=found.reviewed_on or found.penalty.since, before="处分的日期")
    found.appealed_on, found.appeal = on, require_text(why, "申诉的理由")
    found.reviewed_on, found.review, found.review_by = None, "", ""
    if found.case.closed is None:
        stepped(actor.entrusted(), found, "appeal", on, paper="appeal", by=found.member_id)
    found.save(update_fields=["appealed_on", "appeal", "reviewed_on", "review", "review_by"])
    noted(actor, found, "appeal", on=on)
    return found


@transaction.atomic
def matter_review(
    *, actor: Actor, file: DisciplineFile, on: dt.date, review: str, by: str, kind: str = "", months: int | None = None
) -> DisciplineFile:
    """The answer to an appeal: kept, made lighter (`kind`), or lifted. What had effect until then stays on record."""
    rows = DisciplineFile.objects.select_for_update(of=("self",)).select_related("case", "member", "organisation", "penalty")
    found = rows.get(pk=file.pk)
    policies.matter_approve(actor, found)
    if found.appealed_on is None or found.penalty is None or found.review:
        raise Refused("没有等答复的申诉。")
    require_happened(on, "答复", after=found.appealed_on, before="申诉的日期")
    found.review_by = require_text(by, "哪个机关答复的、文号")
    require_fits(DisciplineFile, review_by=found.review_by)
    found.reviewed_on, found.review = on, Review(review)
    if found.review != Review.UPHELD:
        _lift(actor, found, on)
    if found.review == Review.LIGHTER:
        _lighter(actor, found, on, kind, months)
    found.save(update_fields=["reviewed_on", "review", "review_by", "proposed", "months", "penalty"])
    noted(actor, found, "review", on=on, review=found.review)
    return found


def _lift(actor: Actor, file: DisciplineFile, on: dt.date) -> None:
    assert file.penalty is not None
    over = file.penalty.until is not None and file.penalty.until <= on
    if not over:
        penalty_end(actor=actor.entrusted(), penalty=file.penalty, until=on, why=str(Review(file.review).label))
    if file.penalty.kind == PenaltyKind.EXPULSION:
        member_restore(actor=actor.entrusted(), member=file.member, why=str(Review(file.review).label), posts=False)


def _lighter(actor: Actor, file: DisciplineFile, on: dt.date, kind: str, months: int | None) -> None:
    effect = effect_of(kind)
    if ORDER.index(effect.kind) >= ORDER.index(file.proposed):
        raise Refused(f"改为较轻的处分，应比{PenaltyKind(file.proposed).label}轻，读到{effect.label}。")
    length = months_of(effect, months)
    assert file.penalty is not None
    since = file.penalty.since  # it counts from the first decision; the old one was in effect until this day
    until = add_months(since, length) if length else None
    start = on if until is None or until > on else None
    if start is not None:
        file.penalty = penalty_impose(
            actor=actor.entrusted(), member=file.member, kind=effect.kind, since=start, until=until
        )
    file.proposed, file.months = effect.kind, length


@transaction.atomic
def matter_close(*, actor: Actor, file: DisciplineFile, on: dt.date) -> DisciplineFile:
    """Everything asked for is done."""
    found = held(file)
    policies.matter_handle(actor, found)
    case_close(actor=actor.entrusted(), case=found.case, on=on, outcome=str(PenaltyKind(found.proposed).label))
    noted(actor, found, "close", on=on)
    return found
