"""Writes of the room: a case is opened, its steps are recorded or withdrawn, it is closed or given up."""

from zhibu.domain.casework.services.cases import (
    case_abandon,
    case_close,
    case_open,
    case_reopen,
)
from zhibu.domain.casework.services.filings import filing_note
from zhibu.domain.casework.services.noting import cases_refresh
from zhibu.domain.casework.services.steps import PaperGiven, step_record, step_withdraw

__all__ = [
    "PaperGiven",
    "case_abandon",
    "case_close",
    "case_open",
    "case_reopen",
    "cases_refresh",
    "filing_note",
    "step_record",
    "step_withdraw",
]
