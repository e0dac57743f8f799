"""Points of organisations: of the present period from the stored verdicts, of a past one judged anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from zhibu.domain.accounts import scope
from zhibu.domain.compliance.choices import EVERYBODY
from zhibu.domain.compliance.models import Verdict
from zhibu.domain.compliance.sources import database_source, whole_copy
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.domain.scoring.kept import score_from
from zhibu.domain.scoring.models import KeptScore
from zhibu.domain.scoring.selectors.cards import Card, adopted, bodies_around
from zhibu.domain.scoring.selectors.marks import marks_below
from zhibu.engine.judging.judging import judge_rules
from zhibu.engine.scoring import Scored, Span, Tally, bound, scored
from zhibu.engine.scoring.bodies import above
from zhibu.engine.scoring.judged import judged_for, last_day, rules_of, was_late
from zhibu.engine.scoring.tally import Judged
from zhibu.kernel.actor import Actor

_COLUMNS = (
    "directive", "rule", "subject", "organisation", "period_start", "period_end", "status",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One unit of a table of points; `kept` where its result was kept."""

    organisation: Organisation
    score: Scored
    kept: KeptScore | None = None


def score_of(
    *, actor: Actor, card: Card, span: Span, organisation: Organisation, today: dt.date
) -> Scored | None:
    """The points of one organisation as they are now; None where the card does not concern it."""
    scope.organisation_get(actor, organisation.pk)
    found = _scores(card, span, organisation, today, only=organisation.pk)
    return found.get(organisation.pk)


def scores_below(
    *, actor: Actor, card: Card, span: Span, top: Organisation, today: dt.date
) -> dict[str, Scored]:
    """The points of all units below an organisation as they are now, by id, in the order of the tree."""
    scope.organisation_get(actor, top.pk)
    found = _scores(card, span, top, today)
    found.pop(top.pk, None)  # a body does not assess itself
    return found


def _scores(
    card: Card, span: Span, top: Organisation, today: dt.date, only: str = ""
) -> dict[str, Scored]:
    bodies = bodies_around(top)
    units = [
        body.id for body in bound(bodies, adopted(), card.directive, card.card, last_day(span, today))
    ]
    inside = set(Organisation.objects.filter(path__under=top.path).values_list("pk", flat=True))
    units = [key for key in units if key in inside and only in ("", key)]
    if not units:
        return {}
    tally = Tally(card.directive.id, card.card, span, units, lambda name: above(bodies, name))
    for verdict in _verdicts(card, span, top, today, bool(only)):
        tally.add(verdict)
    marks = marks_below(card, span, top)
    return {key: scored(tally, key, marks, today, card.directive.digest) for key in units}


def _verdicts(
    card: Card, span: Span, top: Organisation, today: dt.date, is_one: bool
) -> Iterable[Judged]:
    book = rulebook.rulebook()
    rules = rules_of(book, card.directive, card.card)
    if span.holds(today) and span.first.year == today.year:
        named = Q()
        for rule in rules:
            named |= Q(directive=rule.directive, rule=rule.id)
        rows = Verdict.objects.filter(named, Q(path__under=top.path) | Q(subject=EVERYBODY))
        rows = rows.filter(period_end__range=(span.first, span.last)).order_by()
        found = rows.values_list(*_COLUMNS, "reason").iterator() if rules else ()
        return (Judged(*row)._replace(late=was_late(row[-1], reason)) for *row, reason in found)
    day = last_day(span, today)
    source = database_source(day) if is_one else whole_copy(day)
    return judged_for(
        span, today, lambda window: judge_rules(book, rules, source, window, scope={top.pk})
    )


def kept_of(card: Card, span: Span, organisation: Organisation) -> list[KeptScore]:
    """The results of an organisation that were kept, the latest first."""
    found = KeptScore.objects.filter(
        directive=card.directive.id, card=card.card.id, period_start=span.first,
        organisation=organisation,
    )  # fmt: skip
    return list(found.order_by("-pk"))


def _kept_below(card: Card, span: Span, top: Organisation) -> dict[str, KeptScore]:
    found = KeptScore.objects.filter(
        directive=card.directive.id, card=card.card.id, period_start=span.first,
        organisation__path__under=top.path,
    )  # fmt: skip
    return {row.organisation_id: row for row in found.order_by("pk")}


def shown_of(
    *, actor: Actor, card: Card, span: Span, organisation: Organisation, today: dt.date, anew: bool
) -> tuple[Scored | None, KeptScore | None]:
    """What a page shows of one organisation: the kept result where there is one, else the present points."""
    scope.organisation_get(actor, organisation.pk)
    kept = next(iter(kept_of(card, span, organisation)), None)
    if kept is not None and not anew:
        return score_from(kept), kept
    return score_of(actor=actor, card=card, span=span, organisation=organisation, today=today), kept


def units_below(
    *, actor: Actor, card: Card, span: Span, top: Organisation, today: dt.date, anew: bool = False
) -> list[Row]:
    """The units below an organisation in the order of the tree, with their points (never ordered by them)."""
    scope.organisation_get(actor, top.pk)
    kept = {} if anew else _kept_below(card, span, top)
    kept.pop(top.pk, None)
    now = {} if kept else scores_below(actor=actor, card=card, span=span, top=top, today=today)
    found = {key: score_from(row) for key, row in kept.items()} or now
    rows = Organisation.objects.filter(pk__in=found).select_related("parent").order_by("path")
    return [Row(row, found[row.pk], kept.get(row.pk)) for row in rows]
