"""How a case stands on a day: done, next, blocked and why, overdue, forecast."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhibu.domain.casework.selectors.roads import Road
from zhibu.domain.procedures.models import Case


@dataclass(frozen=True, slots=True)
class Demand:
    """Something that stands in the way of a step, or will: why, by which article, how to mend it."""

    why: str
    directive: str
    article: str
    strength: str  # must: refused; usual: a recorded reason is enough; else only said
    cure: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was recorded."""

    on: dt.date
    outcome: str
    by: str
    decided_by: str
    reason: str
    papers: tuple[str, ...]  # kinds


@dataclass(frozen=True, slots=True)
class StepState:
    """One step of the road as it stands: done, next, blocked, waiting (for another body), optional, later."""

    code: str
    label: str
    strength: str
    state: str
    done: tuple[Done, ...]
    blocked_by: tuple[Demand, ...]
    earliest: dt.date | None
    due: dt.date | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """A case on a day."""

    case: Case
    road: Road
    on: dt.date
    steps: tuple[StepState, ...]
    in_force_from: dt.date | None
    finished: bool  # every step that must be is done

    @property
    def done(self) -> list[StepState]:
        """Steps recorded."""
        return [step for step in self.steps if step.done]

    @property
    def next(self) -> list[StepState]:
        """Steps that can be recorded today."""
        return [step for step in self.steps if step.state == "next"]

    @property
    def blocked(self) -> list[StepState]:
        """Steps that wait for others; each says why, by which article."""
        return [step for step in self.steps if step.state == "blocked"]

    @property
    def overdue(self) -> list[StepState]:
        """Steps whose due day has passed."""
        return [step for step in self.steps if step.overdue]


def progress(case: Case, on: dt.date) -> Progress:
    """How a case stands at the end of a day."""
    raise NotImplementedError
