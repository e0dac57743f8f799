"""Reads of the room: roads on offer, how a case stands, lists of cases."""

from zhibu.domain.casework.selectors.progress import Demand, Done, Progress, StepState, progress
from zhibu.domain.casework.selectors.roads import Road, road_of, roads

__all__ = ["Demand", "Done", "Progress", "Road", "StepState", "progress", "road_of", "roads"]
