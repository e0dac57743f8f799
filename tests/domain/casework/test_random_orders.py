"""Steps in any order on any day: the gates let through what the road allows, by a check written apart."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhibu.domain.casework.days import Reckoning
from zhibu.domain.casework.gates import CaseFacts, StepDone, step_demands
from zhibu.domain.casework.standing import standing
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Case
from zhibu.engine.comparing.roads import whole_roads
from zhibu.engine.language.roads import Road
from zhibu.engine.packs.loader import load
from zhibu.kernel.dates import add_months

OPENED = dt.date(2020, 1, 15)
BOOK = load(Path(__file__).parents[3] / "rulepacks")
ROADS = {
    "county-groups-2017/FOUR-STEPS": "leader_selection",
    "admission-rules-2014/STEPS": "development",
    "education-2019/STOP": "membership_stop",
    "unqualified-2024/DISPOSAL": "disposal",
}


def road_named(key: str) -> Road:
    directive, _, name = key.partition("/")
    return next(road for road in BOOK.directives[directive].roads if road.id == name)


def later(day: dt.date, limit: object) -> dt.date:
    """The day so long after, written without the code under test; roads here have no working days."""
    days, months, years = (getattr(limit, name) or 0 for name in ("days", "months", "years"))
    return add_months(day, months + 12 * years) + dt.timedelta(days=days)


def allowed(road: Road, done: dict[str, dt.date], code: str, day: dt.date) -> bool:
    """Whether what binds lets the step be done on the day, read from the file's road alone."""
    step = road.step(code)
    if step is None:
        return True
    if step.gates == "must":
        for first in step.after:
            before = road.step(first)
            if first in done and done[first] > day:
                return False
            if first not in done and before is not None and before.strength == "must":
                return False
    for limit in step.not_before:
        start = road.step(limit.from_)
        if limit.from_ in done and day < later(done[limit.from_], limit):
            return False
        if limit.from_ not in done and start is not None and start.strength == "must":
            return False
    return not any(code in other.after and other.code in done and other.gates == "must" and day > done[other.code]
                   for other in road.steps)


@pytest.mark.parametrize("key", ROADS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_order_is_let_through_exactly_where_the_road_allows_it(key: str, data: st.DataObject) -> None:
    road = road_named(key)
    whole = next(one for one in whole_roads(BOOK, ROADS[key], [key.partition("/")[0]]) if one.key == key)
    codes = [step.code for step in road.steps]
    tries = data.draw(st.lists(st.tuples(st.sampled_from(codes), st.integers(0, 1500)), max_size=40))
    facts, done = CaseFacts(), {}
    for code, number in tries:
        if code in done:
            continue
        day, step = OPENED + dt.timedelta(days=number), whole.step(code)
        assert step is not None
        refused = any(one.refuses for one in step_demands(whole, step, facts, OPENED, day, Reckoning()))
        assert refused != allowed(road, done, code, day), (code, day, done)
        if not refused:
            done[code] = day
            facts.steps.append(StepDone(code, day))
            facts.steps.sort(key=lambda one: one.on)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 28), st.integers(0, 400)), max_size=60))
def test_going_on_with_what_is_next_always_ends_with_every_step_done(picks: list[tuple[int, int]]) -> None:
    """Whatever may be done next is done next: nobody ever stands before a case that cannot go on."""
    key = "admission-rules-2014/STEPS"
    whole = whole_roads(BOOK, ROADS[key], [key.partition("/")[0]])[0]
    case = Case(id="c", procedure="development", organisation=Organisation(kind="branch"), opened=OPENED)
    facts, day = CaseFacts(), OPENED
    for pick, wait in [*picks, *((0, 400) for _ in range(60))]:
        day += dt.timedelta(days=wait)
        found = standing(case, whole, facts, day, Reckoning())
        if not found.next:
            continue
        step = found.next[pick % len(found.next)]
        assert not any(one.refuses for one in step.blocked_by)
        facts.steps.append(StepDone(step.code, day))

    assert standing(case, whole, facts, day, Reckoning()).finished
