"""Reads of the room: talks in sight, the matrix of a body, for whom one is due, what waits."""

from zhibu.domain.talks.selectors.demands import Demand, demands_over
from zhibu.domain.talks.selectors.due import Wanted, wanted
from zhibu.domain.talks.selectors.matrix import Cell, Column, Matrix, Row, matrix
from zhibu.domain.talks.selectors.talks import (
    TalkTold,
    body_of,
    colleagues,
    notes_of,
    talk_get,
    talks,
    talks_asked,
    told,
)
from zhibu.domain.talks.selectors.waiting import desk_items, open_items

__all__ = [
    "Cell",
    "Column",
    "Demand",
    "Matrix",
    "Row",
    "TalkTold",
    "Wanted",
    "body_of",
    "colleagues",
    "demands_over",
    "desk_items",
    "matrix",
    "notes_of",
    "open_items",
    "talk_get",
    "talks",
    "talks_asked",
    "told",
    "wanted",
]
