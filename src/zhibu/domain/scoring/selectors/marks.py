"""Entered marks: those that stand, and the whole history with corrections and withdrawals."""

from __future__ import annotations

from fractions import Fraction

from django.db.models import QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.scoring.models import Mark
from zhibu.domain.scoring.selectors.cards import Card
from zhibu.engine import scoring as engine
from zhibu.kernel.actor import Actor


def _of(card: Card, span: engine.Span) -> QuerySet[Mark]:
    return Mark.objects.filter(
        directive=card.directive.id, card=card.card.id, period_start=span.first
    )


def _standing(found: QuerySet[Mark]) -> list[engine.Mark]:
    rows = found.filter(withdrawn_on__isnull=True, corrected_by__isnull=True)
    return [
        engine.Mark(row.organisation_id, row.item, Fraction(row.points), row.evidence, row.entered_on,
                    f"{row.pk:012d}")
        for row in rows
    ]  # fmt: skip


def marks_standing(card: Card, span: engine.Span, organisation: Organisation) -> list[engine.Mark]:
    """The marks of an organisation that count: neither corrected nor withdrawn."""
    return _standing(_of(card, span).filter(organisation=organisation))


def marks_below(card: Card, span: engine.Span, top: Organisation) -> list[engine.Mark]:
    """The marks of all units below an organisation that count."""
    return _standing(_of(card, span).filter(organisation__path__under=top.path))


def history_of(card: Card, span: engine.Span, organisation: Organisation) -> list[Mark]:
    """Every mark of an organisation in a period, the latest first, those withdrawn and corrected as well."""
    rows = _of(card, span).filter(organisation=organisation).select_related("corrected_by")
    return list(rows.order_by("-pk"))


def mark_get(actor: Actor, pk: int) -> Mark:
    """One mark of an organisation in scope."""
    found = Mark.objects.filter(scope.reach(actor, "organisation__")).select_related("organisation")
    return scope.row_get(found, pk, "这笔分")
