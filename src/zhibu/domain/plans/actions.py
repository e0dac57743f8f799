"""What programs and the command line may do with plans of a year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from pydantic import Field

from zhibu.domain.accounts import scope
from zhibu.domain.meetings.selectors import meeting_get
from zhibu.domain.plans import selectors, services
from zhibu.domain.plans.models import Plan
from zhibu.domain.plans.services import Line
from zhibu.kernel.actions import Action, Given, Listing, Shape, Single, Year
from zhibu.kernel.actor import Actor


class LineShown(Shape):
    """One line."""

    month: int
    type: str
    theme: str
    agenda: str
    who: str


class PlanTold(Shape):
    """One plan with its lines."""

    id: str
    organisation: str
    year: int
    state: str
    decided_on: dt.date | None
    decided_by: str
    note: str
    version: int
    lines: list[LineShown]


class Asked(Given):
    """Which plans; 0: of every year."""

    year: Year | None = None


class LineGiven(Given):
    """One line as it is written."""

    month: int = Field(ge=1, le=12)
    type: str
    theme: str
    agenda: str = ""
    who: str = ""


class Draft(Given):
    """Begin one, from the template where no lines are given."""

    organisation: str
    year: Year
    lines: list[LineGiven] | None = None
    note: str = ""


class Change(Given):
    """Write all lines anew; a decided plan asks why."""

    plan: str
    lines: list[LineGiven]
    why: str = ""


class Adopt(Given):
    """Take over lines of the branch's plan that are not there yet; none named: all."""

    plan: str
    months: list[int] = []


class Decide(Given):
    """It was decided, at a meeting or on a day."""

    plan: str
    on: dt.date | None = None
    meeting: str = ""


class Only(Given):
    """Nothing but which."""

    plan: str


class Removed(Shape):
    """It is gone."""

    id: str


def _told(plan: Plan) -> PlanTold:
    lines = [LineShown.model_validate(item) for item in plan.items.all()]
    return PlanTold(
        id=plan.pk, organisation=plan.organisation_id, year=plan.year, state=plan.state, decided_on=plan.decided_on,
        decided_by=plan.decided_by_id or "", note=plan.note, version=plan.version, lines=lines,
    )  # fmt: skip


def _find(actor: Actor, asked: Asked) -> Any:
    return selectors.plans(actor, asked.year).prefetch_related("items")


def _shape(actor: Actor, rows: Sequence[Plan]) -> list[PlanTold]:
    return [_told(row) for row in rows]


def _get(actor: Actor, key: str) -> PlanTold:
    return _told(selectors.plan_get(actor, key))


def _lines(given: Sequence[LineGiven]) -> list[Line]:
    return [Line(**one.model_dump()) for one in given]


def _draft(actor: Actor, given: Draft) -> PlanTold:
    lines = None if given.lines is None else _lines(given.lines)
    body = scope.organisation_get(actor, given.organisation)
    return _told(services.plan_draft(actor=actor, organisation=body, year=given.year, lines=lines, note=given.note))


def _change(actor: Actor, given: Change) -> PlanTold:
    found = selectors.plan_get(actor, given.plan)
    return _told(services.plan_change(actor=actor, plan=found, lines=_lines(given.lines), why=given.why))


def _adopt(actor: Actor, given: Adopt) -> PlanTold:
    found = selectors.plan_get(actor, given.plan)
    items = [item for item in selectors.not_adopted(found) if not given.months or item.month in given.months]
    return _told(services.plan_adopt(actor=actor, plan=found, items=items))


def _decide(actor: Actor, given: Decide) -> PlanTold:
    meeting = meeting_get(actor, given.meeting) if given.meeting else None
    found = selectors.plan_get(actor, given.plan)
    return _told(services.plan_decide(actor=actor, plan=found, on=given.on, meeting=meeting))


def _reopen(actor: Actor, given: Only) -> PlanTold:
    return _told(services.plan_reopen(actor=actor, plan=selectors.plan_get(actor, given.plan)))


def _remove(actor: Actor, given: Only) -> Removed:
    services.plan_remove(actor=actor, plan=selectors.plan_get(actor, given.plan))
    return Removed(id=given.plan)


ABOUT = ("plan", "plan")
ACTIONS = (
    Listing("plan.list", "年度计划", Asked, PlanTold, _find, _shape),
    Single("plan.get", "一份年度计划", PlanTold, _get),
    Action("plan.draft", "拟年度计划", Draft, PlanTold, _draft),
    Action("plan.change", "改年度计划", Change, PlanTold, _change, ABOUT),
    Action("plan.adopt", "采用支部计划的内容", Adopt, PlanTold, _adopt, ABOUT),
    Action("plan.decide", "定年度计划", Decide, PlanTold, _decide, ABOUT),
    Action("plan.reopen", "撤回年度计划的决定", Only, PlanTold, _reopen, ABOUT),
    Action("plan.remove", "删掉年度计划的草稿", Only, Removed, _remove, ABOUT),
)
