"""What the address of a page asks for: which scorecard, which period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.http import HttpRequest

from zhibu.domain.scoring import selectors
from zhibu.domain.scoring.selectors import Card
from zhibu.engine.scoring import Span, span_of
from zhibu.kernel import clock
from zhibu.web.components.days import read_day


def card_of(request: HttpRequest, cards: Sequence[Card]) -> Card | None:
    """The card asked for, else the first; None where there is none."""
    wanted = request.GET.get("card", "")
    return next((card for card in cards if card.key == wanted), cards[0] if cards else None)


def day_in(request: HttpRequest) -> dt.date:
    """A day of the period asked for; what cannot be read or lies ahead is today."""
    today = clock.today()
    day = read_day(request.GET.get("in", ""))
    return day if day is not None and dt.date(2000, 1, 1) <= day <= today else today


def span_in(request: HttpRequest, card: Card) -> Span:
    """The period asked for, of the card's kind."""
    return span_of(card.card.period, day_in(request))


def is_anew(request: HttpRequest) -> bool:
    """Whether the present points are wanted where a result was kept."""
    return request.GET.get("anew") == "1"


def spans_shown(card: Card, span: Span) -> list[Span]:
    """The periods to choose from, with the one that is shown."""
    found = selectors.spans_of(card.card, clock.today())
    return found if span in found else [*found, span]
