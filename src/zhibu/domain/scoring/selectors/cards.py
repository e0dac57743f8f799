"""Scorecards of the installed directives, and which of them concern an organisation or those below it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhibu.domain.accounts import scope
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.paths import path_parents
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.domain.rulebook.models import Adoption
from zhibu.engine.language.rulebook import Directive
from zhibu.engine.language.scorecards import Scorecard
from zhibu.engine.scoring import Adopted, Body, Span, bound, span_of, spans_before
from zhibu.engine.scoring.judged import last_day
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound

SHOWN_PERIODS = {"year": 5, "half_year": 6, "quarter": 8}


@dataclass(frozen=True, slots=True)
class Card:
    """One scorecard with its directive."""

    directive: Directive
    card: Scorecard

    @property
    def key(self) -> str:
        """How addresses name it."""
        return f"{self.directive.id}/{self.card.id}"

    @property
    def notes(self) -> list[str]:
        """What its users must know: its own note, and those of the parameters that stand in it."""
        named = self.directive.score_parameters.get(self.card.id, ())
        known = {found.name: found for found in self.directive.head.parameters}
        found = [self.card.note] if self.card.note else []
        for name in named:
            parameter, value = known[name], self.directive.values[name]
            if parameter.note or parameter.check:
                check = "没有同正式文本核对过。" if parameter.check else ""
                found.append(f"{parameter.label}取 {value}。{parameter.note or check}")
        return found


def all_cards() -> list[Card]:
    """Every scorecard of every installed directive."""
    found = rulebook.rulebook().directives.values()
    return [Card(directive, card) for directive in found for card in directive.scorecards]


def card_get(key: str) -> Card:
    """One scorecard by `DIRECTIVE/CARD`."""
    found = next((card for card in all_cards() if card.key == key), None)
    if found is None:
        raise NotFound("没有这张组织计分表。")
    return found


def body_of(row: Organisation) -> Body:
    """An organisation as the engine asks for it."""
    return Body(row.pk, str(row), row.kind, row.sector, row.parent_id or "", row.established, row.dissolved)


def bodies_around(top: Organisation) -> dict[str, Body]:
    """An organisation, those above it and all below it, in the order of the tree."""
    above = Organisation.objects.filter(path__in=path_parents(top.path))
    below = Organisation.objects.filter(path__under=top.path)
    rows = [*above.order_by("path"), *below.order_by("path")]
    return {row.pk: body_of(row) for row in rows}


def adopted() -> list[Adopted]:
    """Where directives with scorecards are in force."""
    named = {card.directive.id for card in all_cards()}
    rows = Adoption.objects.filter(directive__in=named)
    return [Adopted(row.organisation_id, row.directive, row.since, row.until) for row in rows]


def is_concerned(card: Card, organisation: Organisation, day: dt.date) -> bool:
    """Whether the card gives points to the organisation on a day."""
    paths = [*path_parents(organisation.path), organisation.path]
    rows = Organisation.objects.filter(path__in=paths).order_by("path")
    bodies = {row.pk: body_of(row) for row in rows}
    found = bound(bodies, adopted(), card.directive, card.card, day)
    return any(body.id == organisation.pk for body in found)


def _read_on(card: Card, day: dt.date, today: dt.date) -> dt.date:
    """The day on which it is read whom a card concerns: the last of the period that holds `day`, or today."""
    return last_day(span_of(card.card.period, day), today)


def cards_of(organisation: Organisation, day: dt.date, today: dt.date) -> list[Card]:
    """The scorecards that give points to an organisation in their period that holds a day."""
    return [card for card in all_cards() if is_concerned(card, organisation, _read_on(card, day, today))]


def cards_below(actor: Actor, top: Organisation, day: dt.date, today: dt.date) -> list[Card]:
    """The scorecards that give points to units below an organisation in their period that holds a day."""
    scope.organisation_get(actor, top.pk)
    if not all_cards():
        return []
    bodies, there = bodies_around(top), adopted()
    paths = set(Organisation.objects.filter(path__under=top.path).values_list("pk", flat=True))
    return [
        card for card in all_cards()
        if any(body.id in paths and body.id != top.pk
               for body in bound(bodies, there, card.directive, card.card, _read_on(card, day, today)))
    ]  # fmt: skip


def spans_of(card: Scorecard, today: dt.date) -> list[Span]:
    """The periods to choose from, the present one first."""
    return spans_before(card.period, today, SHOWN_PERIODS[card.period])
