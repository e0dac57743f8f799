"""Writes of the room: drafts of a division, the decision, its coming into force, its undoing."""

from zhibu.domain.groups.services.adjusting import division_adjust
from zhibu.domain.groups.services.decisions import (
    division_decide,
    division_enforce,
    division_file,
    division_withdraw,
)
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
from zhibu.domain.groups.services.neighbours import neighbour_forget, neighbour_note
from zhibu.domain.groups.services.pinning import division_pin

__all__ = [
    "division_adjust",
    "division_decide",
    "division_drop",
    "division_enforce",
    "division_file",
    "division_merge",
    "division_move",
    "division_name",
    "division_open",
    "division_pin",
    "division_propose",
    "division_redo",
    "division_take",
    "division_undo",
    "division_withdraw",
    "neighbour_forget",
    "neighbour_note",
]
