"""Writes of the room: a case is opened, its steps are recorded or withdrawn, it is closed or given up."""

from zhibu.domain.casework.services.cases import (
    case_abandon,
    case_close,
    case_open,
    case_reopen,
)
from zhibu.domain.casework.services.steps import PaperGiven, step_record, step_withdraw

__all__ = [
    "PaperGiven",
    "case_abandon",
    "case_close",
    "case_open",
    "case_reopen",
    "step_record",
    "step_withdraw",
]
