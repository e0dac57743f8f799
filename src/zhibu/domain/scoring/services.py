"""Writes of the room: enter a mark, correct it, withdraw it; keep the results of a period."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from django.db import transaction

from zhibu.domain.accounts import scope
from zhibu.domain.audit.services import entry_record
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.scoring import policies, selectors
from zhibu.domain.scoring.kept import detail_of
from zhibu.domain.scoring.models import KeptScore, Mark
from zhibu.domain.scoring.selectors import Card
from zhibu.engine.language.points import points_text, read_points
from zhibu.engine.language.scorecards import Item
from zhibu.engine.scoring import Span
from zhibu.engine.scoring.judged import last_day
from zhibu.engine.scoring.marks import faults
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused


@transaction.atomic
def mark_enter(
    *, actor: Actor, card: Card, span: Span, organisation: Organisation, item: str, points: str, evidence: str
) -> Mark:
    """Enter a mark for one item of an organisation's card in a period.

    Who may: a clerk of a body above it, or where the card says `by: own` its own secretary or clerk.
    Refused, with the reason, where the card does not concern the organisation, the item is not an entered
    one, the points are outside its bounds, no evidence is named, or one mark is there and only one may be.
    """
    found = _item(card, item)
    policies.mark_enter(actor, organisation, found)
    scope.organisation_get(actor, organisation.pk)
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # two at once must see each other
    _check_period(card, span, organisation)
    standing = [one for one in selectors.marks_standing(card, span, organisation) if one.item == item]
    if standing and found.mark is not None and not found.mark.repeat:
        raise Refused(f"“{found.title}”这一期已经录入 {points_text(standing[-1].points)} 分；要改，就更正那一笔。")
    mark = _created(actor, card, span, organisation, found, points, evidence)
    _record(actor, "mark.enter", mark)
    return mark


@transaction.atomic
def mark_correct(*, actor: Actor, mark: Mark, points: str, evidence: str) -> Mark:
    """Put another mark in the place of one; the former stays in the history."""
    locked = _locked(mark)
    card = selectors.card_get(f"{locked.directive}/{locked.card}")
    found = _item(card, locked.item)
    policies.mark_correct(actor, locked.organisation, found)
    span = span_at(card, locked.period_start)
    made = _created(actor, card, span, locked.organisation, found, points, evidence, corrects=locked)
    _record(actor, "mark.correct", made)
    return made


@transaction.atomic
def mark_withdraw(*, actor: Actor, mark: Mark, reason: str) -> Mark:
    """Take a mark back, with the reason; it counts no more and stays in the history."""
    locked = _locked(mark)
    card = selectors.card_get(f"{locked.directive}/{locked.card}")
    policies.mark_withdraw(actor, locked.organisation, _item(card, locked.item))
    if not reason.strip():
        raise Refused("还没有写撤回的原因。")
    locked.withdrawn_on, locked.withdrawn_by = clock.today(), actor.name[:100]
    locked.withdrawn_reason = reason.strip()
    locked.save(update_fields=["withdrawn_on", "withdrawn_by", "withdrawn_reason"])
    _record(actor, "mark.withdraw", locked)
    return locked


@transaction.atomic
def score_keep(*, actor: Actor, card: Card, span: Span, top: Organisation) -> int:
    """Keep the points of all units below a body as they are today; how many were kept.

    Who may: a clerk whose range holds the body. Refused while the period runs. What was kept does not
    change any more; keeping again adds further rows, of which the latest is shown.
    """
    policies.score_keep(actor, top)
    today = clock.today()
    if today <= span.last:
        raise Refused(f"{span.label}到 {span.last} 才满，满了以后再定稿。")
    found = selectors.scores_below(actor=actor, card=card, span=span, top=top, today=today)
    if not found:
        raise Refused(f"{top}下面没有按这张表计分的组织。")
    KeptScore.objects.bulk_create(
        KeptScore(
            organisation_id=key, directive=card.directive.id, card=card.card.id, title=card.card.title,
            period_start=span.first, period_end=span.last, as_of=score.as_of,
            points=points_text(score.points), grade=score.grade, detail=detail_of(score),
            pack=card.directive.digest, digest=score.digest, kept_by=actor.name[:100],
            kept_at=clock.now(),
        )
        for key, score in found.items()
    )  # fmt: skip
    entry_record(
        actor=actor, action="score.keep", subject=card.key, organisation=top.pk,
        details={"period": span.first, "units": len(found), "pack": card.directive.digest},
    )  # fmt: skip
    return len(found)


def span_at(card: Card, first: dt.date) -> Span:
    """The period of a card that begins on a day."""
    from zhibu.engine.scoring import span_of

    return span_of(card.card.period, first)


def _item(card: Card, name: str) -> Item:
    found = card.card.item(name)
    if found is None or found.mark is None:
        raise Refused("这一项不是录入的，按核查结论计分。")
    return found


def _check_period(card: Card, span: Span, organisation: Organisation) -> None:
    today = clock.today()
    if span.first > today:
        raise Refused(f"{span.label}还没有开始。")
    if not selectors.is_concerned(card, organisation, last_day(span, today)):
        raise Refused(f"{organisation}不按这张表计分：表里没有这一类组织，或者这份制度在那里没有执行。")


def _created(
    actor: Actor, card: Card, span: Span, organisation: Organisation, item: Item, points: str,
    evidence: str, corrects: Mark | None = None,
) -> Mark:  # fmt: skip
    wrong = faults(item, value := _points(points), evidence)
    if wrong:
        raise Refused(f"{'；'.join(wrong)}。")
    return Mark.objects.create(
        organisation=organisation, directive=card.directive.id, card=card.card.id, item=item.id,
        period_start=span.first, points=points_text(value), evidence=evidence.strip(),
        entered_by=actor.name[:100], entered_on=clock.today(), corrects=corrects,
    )  # fmt: skip


def _points(text: str) -> Fraction:
    try:
        return read_points(text.strip())
    except ValueError:
        raise Refused(f"“{text.strip()}”不是分值，要写成 3、-2、0.5 这样。") from None


def _locked(mark: Mark) -> Mark:
    """The mark, as long as it stands."""
    locked = Mark.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=mark.pk)
    if locked.withdrawn_on is not None:
        raise Refused(f"这笔分 {locked.withdrawn_on} 已经撤回。")
    if Mark.objects.filter(corrects=locked).exists():
        raise Refused("这笔分已经更正过，要改就改更正以后的那一笔。")
    return locked


def _record(actor: Actor, action: str, mark: Mark) -> None:
    entry_record(
        actor=actor, action=action, subject=str(mark.pk), organisation=mark.organisation_id,
        details={
            "card": f"{mark.directive}/{mark.card}", "item": mark.item, "period": mark.period_start,
            "points": mark.points, "evidence": mark.evidence, "corrects": mark.corrects_id,
            "reason": mark.withdrawn_reason,
        },
    )  # fmt: skip
