"""Writes of the room: directives put in force and ended, decisions, own values of parameters, invented activity types."""

from zhibu.domain.rulebook.services.adopting import (
    adoption_activate,
    adoption_retire,
    adoption_withdraw,
    interpretation_record,
    interpretation_revoke,
    parameter_reset,
    parameter_set,
)
from zhibu.domain.rulebook.services.inventing import (
    own_type_change,
    own_type_record,
    own_type_retire,
    own_type_undo,
)

__all__ = [
    "adoption_activate",
    "adoption_retire",
    "adoption_withdraw",
    "interpretation_record",
    "interpretation_revoke",
    "own_type_change",
    "own_type_record",
    "own_type_retire",
    "own_type_undo",
    "parameter_reset",
    "parameter_set",
]
