"""Reads of the room: roads on offer, how a case stands, lists of cases."""

from zhibu.domain.casework.gates import Demand, StepDone
from zhibu.domain.casework.selectors.progress import progress, progresses
from zhibu.domain.casework.selectors.roads import (
    Road,
    procedure_get,
    procedures,
    road_of,
    roads,
)
from zhibu.domain.casework.standing import Progress, StepState

__all__ = [
    "Demand",
    "Progress",
    "Road",
    "StepDone",
    "StepState",
    "procedure_get",
    "procedures",
    "progress",
    "progresses",
    "road_of",
    "roads",
]
