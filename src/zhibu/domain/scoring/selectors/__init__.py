"""Reads of the room for doors: scorecards in sight, points of a unit, points of all units below a body."""

from zhibu.domain.scoring.selectors.cards import (
    Card,
    card_get,
    cards_below,
    cards_of,
    is_concerned,
    spans_of,
)
from zhibu.domain.scoring.selectors.marks import (
    history_of,
    mark_get,
    marks_below,
    marks_standing,
)
from zhibu.domain.scoring.selectors.scores import (
    Row,
    kept_of,
    score_of,
    scores_below,
    shown_of,
    units_below,
)
from zhibu.domain.scoring.selectors.trials import CardTrial, card_trial, draft_card

__all__ = [
    "Card", "CardTrial", "Row", "card_get", "card_trial", "cards_below", "cards_of", "draft_card", "history_of", "is_concerned", "kept_of",
    "mark_get", "marks_below", "marks_standing", "score_of", "scores_below", "shown_of", "spans_of",
    "units_below",
]
