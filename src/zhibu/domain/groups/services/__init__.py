"""Writes of the room: drafts of a division, the decision, its coming into force, its undoing."""

from zhibu.domain.groups.services.drafts import (
    division_drop,
    division_merge,
    division_move,
    division_name,
    division_open,
    division_propose,
    division_redo,
    division_take,
    division_undo,
)

__all__ = [
    "division_drop",
    "division_merge",
    "division_move",
    "division_name",
    "division_open",
    "division_propose",
    "division_redo",
    "division_take",
    "division_undo",
]
