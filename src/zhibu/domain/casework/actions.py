"""What the JSON door and the command line may do and read of cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from pydantic import Field

from zhibu.domain.accounts import scope
from zhibu.domain.casework import selectors, services
from zhibu.domain.casework.selectors import Progress, StepState
from zhibu.domain.procedures.models import Case
from zhibu.kernel import clock
from zhibu.kernel.actions import Action, Given, Listing, Shape, Single, by_service
from zhibu.kernel.actor import Actor

ABOUT = ("case", "case")


class CaseShape(Shape):
    """A case in a list."""

    id: str
    procedure: str
    organisation: str
    subject: str
    opened: dt.date
    closed: dt.date | None
    outcome: str
    next_step: str
    acts: str
    starts_on: dt.date | None
    due_on: dt.date | None


class StepShape(Shape):
    """A step as it stands."""

    step: str
    label: str
    state: str
    strength: str
    done_on: list[dt.date]
    blocked_by: list[str]
    earliest: dt.date | None
    due: dt.date | None
    overdue: bool


class ProgressShape(Shape):
    """A case with its steps."""

    id: str
    procedure: str
    organisation: str
    subject: str
    opened: dt.date
    closed: dt.date | None
    outcome: str
    road: str
    in_force_from: dt.date | None
    finished: bool
    steps: list[StepShape]


class RoadShape(Shape):
    """A road on offer, with the steps that it asks for."""

    key: str
    label: str
    manner: str
    directives: list[str]
    steps: list[str]


class CasesAsked(Given):
    """Which cases."""

    state: str = Field("open", description="own 轮到我办，above 等上级，overdue 过期，open 没办完，done 办完，all 全部")
    procedure: str = Field("", description="程序；不写就是全部")


class RoadsAsked(Given):
    """Roads of a procedure in an organisation."""

    organisation: str = Field(description="组织的编号")
    procedure: str = Field(description="程序")
    on: dt.date | None = Field(None, description="哪一天；不写就是今天")


class CaseOpen(Given):
    """A new case."""

    procedure: str = Field(description="程序")
    organisation: str = Field(description="组织的编号")
    subject: str = Field(max_length=100, description="党员、组织的编号，或者申请人的姓名")
    on: dt.date = Field(description="从哪一天开始")
    road: str = Field("", max_length=201, description="路径：制度/编号；只有一条的不写")
    note: str = Field("", max_length=500, description="说明")


class StepRecord(Given):
    """A step to be recorded."""

    case: str = Field(description="办件的编号")
    step: str = Field(max_length=60, description="步骤")
    on: dt.date = Field(description="哪一天办的")
    outcome: str = Field("", max_length=100, description="结果")
    by: str = Field("", max_length=100, description="谁办的：组织或党员的编号")
    decided_by: str = Field("", max_length=100, description="哪次会决定的：活动的编号")
    papers: list[str] = Field(default_factory=list, max_length=30, description="材料的种类")
    reason: str = Field("", max_length=500, description="没有照“一般”的要求办的原因")


class StepWithdraw(Given):
    """A step to be taken back."""

    case: str = Field(description="办件的编号")
    step: str = Field(max_length=60, description="步骤")
    on: dt.date | None = Field(None, description="哪一天的；不写就是最后一次")
    reason: str = Field(max_length=500, description="原因")


class CaseClose(Given):
    """A case to be closed."""

    case: str = Field(description="办件的编号")
    on: dt.date = Field(description="哪一天办结的")
    outcome: str = Field("", max_length=100, description="结果")


class CaseReason(Given):
    """A case with a reason."""

    case: str = Field(description="办件的编号")
    reason: str = Field(max_length=500, description="原因")


def _page(actor: Actor, rows: Sequence[Case]) -> list[CaseShape]:
    found = []
    for case in rows:
        road = getattr(case, "road", None)
        found.append(CaseShape(
            **_case(case), next_step=road.next_step if road else "", acts=road.acts if road else "",
            starts_on=road.starts_on if road else None, due_on=road.due_on if road else None))
    return found


def _case(case: Case) -> dict[str, Any]:
    names = ("id", "procedure", "subject", "opened", "closed", "outcome")
    return {name: getattr(case, name) for name in names} | {"organisation": case.organisation_id}


def _told(progress: Progress) -> ProgressShape:
    return ProgressShape(
        **_case(progress.case), road=progress.road.key, in_force_from=progress.in_force_from,
        finished=progress.finished, steps=[_step(one) for one in progress.steps])


def _step(one: StepState) -> StepShape:
    return StepShape(
        step=one.code, label=one.label, state=one.state, strength=one.strength, done_on=[done.on for done in one.done],
        blocked_by=[demand.cited for demand in one.blocked_by], earliest=one.earliest, due=one.due, overdue=one.overdue)


def _find(actor: Actor, asked: CasesAsked) -> Any:
    found = selectors.in_state(selectors.cases(actor), asked.state, clock.today())
    found = found.filter(procedure=asked.procedure) if asked.procedure else found
    return found.order_by("-opened", "pk")  # the newest first, page by page by the index


def _roads(actor: Actor, asked: RoadsAsked) -> Any:
    body = scope.organisation_get(actor, asked.organisation)
    return selectors.roads(body, asked.procedure, asked.on or clock.today())


def _roads_page(actor: Actor, rows: Sequence[selectors.Road]) -> list[RoadShape]:
    return [
        RoadShape(key=one.key, label=one.label, manner=one.manner, directives=[part.directive for part in one.parts],
                  steps=[step.code for step in one.steps if step.strength in ("must", "usual")])
        for one in rows
    ]


def _now(actor: Actor, key: str) -> ProgressShape:
    return _told(selectors.progress(selectors.case_get(actor, key), clock.today()))


def _open(actor: Actor, given: CaseOpen) -> ProgressShape:
    said = given.model_dump(exclude={"organisation"})
    made = services.case_open(actor=actor, organisation=scope.organisation_get(actor, given.organisation), **said)
    return _now(actor, made.pk)


_by = by_service("case", lambda actor, case, _: _now(actor, case.pk), case=selectors.case_get)
ACTIONS = (
    Listing("case.list", "办理事项", CasesAsked, CaseShape, _find, _page),
    Listing("road.list", "可以走的路径", RoadsAsked, RoadShape, _roads, _roads_page),
    Single("case.get", "一件办理事项", ProgressShape, _now),
    Action("case.open", "开始办一件", CaseOpen, ProgressShape, _open),
    Action("step.record", "登记一步", StepRecord, ProgressShape, _by(services.step_record), ABOUT),
    Action("step.withdraw", "撤回一步", StepWithdraw, ProgressShape, _by(services.step_withdraw), ABOUT),
    Action("case.close", "办结", CaseClose, ProgressShape, _by(services.case_close), ABOUT),
    Action("case.reopen", "重新打开", CaseReason, ProgressShape, _by(services.case_reopen), ABOUT),
    Action("case.abandon", "终止一件", CaseReason, ProgressShape, _by(services.case_abandon), ABOUT),
)
