"""A case on a day: the state of each step, what is next and who does it, due days and their forecast."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhibu.domain.casework.choices import Acts
from zhibu.domain.casework.days import Reckoning
from zhibu.domain.casework.gates import CaseFacts, Demand, StepDone, step_demands
from zhibu.domain.procedures.models import Case
from zhibu.engine.comparing.roads import MergedStep, WholeRoad
from zhibu.engine.language.roads import OPENED, WEIGHTS

BINDING = ("must", "usual")
SENT_UP = ("report", "file", "review", "request")  # the body above acts once something was sent to it


@dataclass(frozen=True, slots=True)
class StepState:
    """One step as it stands.

    `state`: done; next (to be done, nothing in the way); waiting (the same, by another body); blocked
    (`blocked_by` says why); optional (may be done); passed (was not asked for, and the case went on).
    """

    step: MergedStep
    state: str
    done: tuple[StepDone, ...]
    blocked_by: tuple[Demand, ...]
    earliest: dt.date | None  # the first day by the times that run already
    due: dt.date | None  # the last day, where its time runs already
    expected: dt.date | None  # forecast: the first day it could be done if all goes on at once
    due_expected: dt.date | None  # forecast of the last day
    overdue: bool
    late: bool  # done after its last day

    @property
    def code(self) -> str:
        return self.step.code

    @property
    def label(self) -> str:
        return self.step.label

    @property
    def strength(self) -> str:
        return self.step.strength


@dataclass(frozen=True, slots=True)
class Progress:
    """A case on a day."""

    case: Case
    road: WholeRoad
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
        """Steps that are to be done and can be: here or by another body."""
        return [step for step in self.steps if step.state in ("next", "waiting")]

    @property
    def optional(self) -> list[StepState]:
        """Steps that may be done now."""
        return [step for step in self.steps if step.state == "optional"]

    @property
    def blocked(self) -> list[StepState]:
        """Steps that cannot be done yet; each says why, by which article."""
        return [step for step in self.steps if step.state == "blocked"]

    @property
    def overdue(self) -> list[StepState]:
        """Steps whose last day has passed."""
        return [step for step in self.steps if step.overdue]

    @property
    def acts(self) -> str:
        """Whose turn it is, a value of `Acts`."""
        if self.case.closed is not None or not self.next:
            return Acts.NOBODY if self.case.closed is not None or not self._sooner() else Acts.OWN
        return Acts.OWN if any(step.state == "next" for step in self.next) else Acts.ABOVE

    @property
    def upcoming(self) -> StepState | None:
        """The step to show first: what is due soonest of what can be done, else what comes first."""
        found = self.next or self._sooner()
        return min(found, key=_urgency) if found else None

    def _sooner(self) -> list[StepState]:
        """Blocked steps that only wait for a day."""
        return [step for step in self.blocked if step.earliest is not None
                and all(one.form == "early" for one in step.blocked_by)]

    def step(self, code: str) -> StepState | None:
        """The step of a code."""
        return next((step for step in self.steps if step.code == code), None)


def _urgency(step: StepState) -> tuple[dt.date, int, dt.date]:
    return (step.due or dt.date.max, -WEIGHTS[step.strength], step.earliest or dt.date.min)


def standing(case: Case, road: WholeRoad, facts: CaseFacts, on: dt.date, reckoning: Reckoning) -> Progress:
    """How a case stands by its road at the end of a day."""
    expected: dict[str, dt.date] = {}
    states = []
    reached = max((n for n, step in enumerate(road.steps) if facts.first(step.code) and step.strength in BINDING),
                  default=-1)
    for place, step in enumerate(road.steps):
        state = _state(case, road, step, facts, on, reckoning, expected, passed=place < reached)
        states.append(state)
    days = [facts.first(code) for code in road.effects]
    known = [day for day in days if day is not None]
    in_force = max(known) if known and len(known) == len(days) else None
    must = [state for state in states if state.strength == "must"]
    return Progress(case, road, on, tuple(states), in_force, all(state.done for state in must) and bool(known or must))


def _state(
    case: Case, road: WholeRoad, step: MergedStep, facts: CaseFacts, on: dt.date, reckoning: Reckoning,
    expected: dict[str, dt.date], *, passed: bool,
) -> StepState:
    done = facts.of(step.code)
    day = max(on, case.opened)
    demands = tuple(one for one in step_demands(road, step, facts, case.opened, day, reckoning)
                    if not done and one.strength in BINDING)
    earliest, due = _bounds(step, facts, case.opened, reckoning, {})
    soonest, due_later = _bounds(step, facts, case.opened, reckoning, expected)
    before = [expected[code] for after in step.after for code in after.steps if code in expected]
    forecast = done[0].on if done else max([day, *before, *([soonest] if soonest else [])])
    if done or step.strength in BINDING:
        expected[step.code] = forecast
    return StepState(
        step, _word(case, step, facts, demands, passed), done, demands, earliest, due,
        None if done else forecast, due_later if not done else None,
        overdue=not done and step.strength in BINDING and due is not None and case.closed is None
        and due < facts.filed.get(step.code, on),
        late=bool(done) and due is not None and done[0].on > due,
    )


def _word(case: Case, step: MergedStep, facts: CaseFacts, demands: tuple[Demand, ...], passed: bool) -> str:
    if facts.first(step.code) is not None:
        return "done"
    asked = step.strength in BINDING
    if passed and not asked:
        return "passed"
    if demands and (asked or any(one.refuses for one in demands)):
        return "blocked"
    if not asked:
        return "optional"
    if step.code in facts.filed:
        return "waiting"
    above = bool(step.by) and case.organisation.kind not in step.by
    return "waiting" if above and step.filing not in SENT_UP else "next"


def _bounds(
    step: MergedStep, facts: CaseFacts, opened: dt.date, reckoning: Reckoning, expected: dict[str, dt.date]
) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day by the times whose start is known (or expected)."""
    first: list[dt.date] = []
    last: list[dt.date] = []
    for time in step.times:
        if WEIGHTS[time.by.strength] < WEIGHTS["usual"]:
            continue
        base = opened if time.limit.from_ == OPENED else facts.first(time.limit.from_)
        base = base or expected.get(time.limit.from_)
        if base is not None:
            (last if time.latest else first).append(reckoning.after(base, time.limit))
    return max(first, default=None), min(last, default=None)
