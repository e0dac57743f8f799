"""Reads of the room: roads on offer, how a case stands, lists of cases."""

from zhibu.domain.casework.gates import Demand, StepDone
from zhibu.domain.casework.meetings import meetings_fit, types_wanted
from zhibu.domain.casework.selectors.lists import (
    CaseLine,
    case_get,
    cases,
    in_state,
    lines,
    own_cases,
    search,
)
from zhibu.domain.casework.selectors.naming import subject_name, subject_names
from zhibu.domain.casework.selectors.progress import progress, progresses
from zhibu.domain.casework.selectors.roads import (
    Road,
    procedure_get,
    procedures,
    road_of,
    roads,
)
from zhibu.domain.casework.selectors.terms import FilingTerms, filing_terms
from zhibu.domain.casework.standing import Progress, StepState

__all__ = [
    "CaseLine",
    "Demand",
    "FilingTerms",
    "Progress",
    "Road",
    "StepDone",
    "StepState",
    "case_get",
    "cases",
    "filing_terms",
    "in_state",
    "lines",
    "meetings_fit",
    "own_cases",
    "procedure_get",
    "procedures",
    "progress",
    "progresses",
    "road_of",
    "roads",
    "search",
    "subject_name",
    "subject_names",
    "types_wanted",
]
