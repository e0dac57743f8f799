"""Steps of a case: recorded through the gates of its road, taken back with a trace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.apps import apps
from django.db import transaction

from zhibu.domain.activities.models import Paper
from zhibu.domain.casework import policies
from zhibu.domain.casework.days import Reckoning
from zhibu.domain.casework.gates import CaseFacts, Demand, paper_demands, step_demands
from zhibu.domain.casework.meetings import meeting_demands
from zhibu.domain.casework.models import StepPaper, StepRecord, WithdrawnStep
from zhibu.domain.casework.selectors.progress import facts_of
from zhibu.domain.casework.selectors.roads import Road, road_of, roads
from zhibu.domain.casework.services.noting import (
    locked,
    next_note,
    record,
    require_begun,
    require_handled_here,
    require_open,
)
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.selectors import organisations_above
from zhibu.domain.procedures.models import Case, Step
from zhibu.domain.rulebook.selectors import paper_labels
from zhibu.engine.comparing.roads import MergedStep
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused
from zhibu.kernel.happened import require_happened
from zhibu.kernel.ids import new_id

BACK = dt.timedelta(days=366)  # a first step longer ago than this is more likely a slip of the pen


@dataclass(frozen=True, slots=True)
class PaperGiven:
    """A paper that comes with a step: its kind (rule packs) and its day; no day: that of the step."""

    kind: str
    on: dt.date | None = None


class StepSaid(NamedTuple):
    """What is said of a step besides its code and day."""

    outcome: str = ""
    by: str = ""
    decided_by: str = ""
    papers: tuple[PaperGiven, ...] = ()
    reason: str = ""
    filing: str = ""
    vote: str = ""
    figures: str = ""


@transaction.atomic
def step_record(
    *,
    actor: Actor,
    case: Case,
    step: str,
    on: dt.date,
    outcome: str = "",
    by: str = "",
    decided_by: str = "",
    papers: Sequence[PaperGiven | str] = (),
    reason: str = "",
) -> Step:
    """Record a step of a case.

    `by`: id of the organisation or member that did it (empty: who does it by the road); `decided_by`: id of
    a held activity; `papers`: kinds, or kinds with days; `reason`: why it is done otherwise than a rule of
    strength 一般 says. Refused, with article and cure, where a must forbids it, or where a reason is wanted.
    """
    found = locked(case)
    policies.step_record(actor, found.organisation)
    require_handled_here(actor, found)
    require_not_voted_here(found, step)
    given = tuple(PaperGiven(one) if isinstance(one, str) else one for one in papers)
    said = StepSaid(outcome.strip(), by.strip(), decided_by.strip(), given, reason.strip())
    return step_write(actor, found, step, on, said)


@transaction.atomic
def step_withdraw(
    *, actor: Actor, case: Case, step: str, reason: str, on: dt.date | None = None
) -> None:
    """Take back a recorded step (of several the one of the day `on`, else the last), with the reason.

    The papers that came with it go too. Refused where a later step rests on it.
    """
    found = locked(case)
    policies.step_withdraw(actor, found.organisation)
    require_handled_here(actor, found)
    require_open(found)
    if not reason.strip():
        raise Refused("还没有写为什么撤回。")
    require_fits(WithdrawnStep, reason=reason.strip())
    rows = Step.objects.filter(case=found, step=step).order_by("-on")
    row = rows.filter(on=on).first() if on is not None else rows.first()
    if row is None:
        raise Refused("这一步没有登记过，或者刚才已经撤回。")
    road = road_of(found)
    if rows.count() == 1:
        _require_nothing_rests(road, facts_of([found], clock.today())[found.pk], step)
    Paper.objects.filter(pk__in=list(StepPaper.objects.filter(step=row).values_list("paper", flat=True))).delete()
    WithdrawnStep.objects.create(
        case=found, step=row.step, on=row.on, outcome=row.outcome, by=row.by, reason=reason.strip(),
        withdrawn_on=clock.today(), withdrawn_by=actor.name[:100],
    )  # fmt: skip
    details = {"step": row.step, "on": row.on, "outcome": row.outcome, "by": row.by, "reason": reason.strip()}
    row.delete()
    next_note([found])
    record(actor, "step.withdraw", found, details)


def step_write(actor: Actor, case: Case, code: str, on: dt.date, said: StepSaid) -> Step:
    """Record a step of a locked case, its rights checked by the caller."""
    require_open(case)
    road = road_of(case)
    step = road.step(code)
    if step is None:
        raise Refused(f"这个程序没有步骤 {code}，有的是：{'、'.join(one.label for one in road.steps)}。")
    begun = _begin_with(case, road, on)
    require_begun(on, case.opened, step.label)
    facts = facts_of([case], clock.today())[case.pk]
    _require_new(step, facts, on)
    said = said._replace(by=_done_by(actor, case, step, said))
    demands = _demands(case, road, step, facts, on, said)
    _require_passed(step, demands, said.reason)
    row = _written(actor, case, step, on, said, demands)
    next_note([case])
    record(actor, "step.record", case, {
        "step": code, "on": on, "outcome": said.outcome, "by": said.by, "decided_by": said.decided_by,
        "papers": [one.kind for one in said.papers], "reason": said.reason, "filing": said.filing, "vote": said.vote,
        "deviations": [one.why for one in demands], **({"begins": on} if begun else {}),
    })
    return row


def _begin_with(case: Case, road: Road, on: dt.date) -> bool:
    """A case that was opened here only after its first step was done began with that step; whether it moved.

    Only while nothing is recorded, within a year, and where the same road was on offer then.
    """
    early = dt.timedelta(0) < case.opened - on <= BACK
    if not early or Step.objects.filter(case=case).exists() or not _was_there(case.organisation, on):
        return False
    if road.key and road.key not in {one.key for one in roads(case.organisation, case.procedure, on)}:
        return False
    case.opened = on
    case.save(update_fields=["opened"])
    return True


def _was_there(body: Organisation, on: dt.date) -> bool:
    return body.established is None or body.established <= on


def require_not_voted_here(case: Case, step: str) -> None:
    """Refused where the step's vote is held in the program: its result is taken over, never typed.

    Votes belong to a later room, so the table is named and not imported. One that was abandoned or did not hold
    stands in nobody's way.
    """
    rows = apps.get_model("voting", "Poll").objects.filter(case=case.pk, step=step).exclude(state__in=("draft", "abandoned"))
    for title, outcome in rows.values_list("title", "outcome"):
        if not outcome or outcome["outcome"]["held"]:
            raise Refused(f"这一步的表决“{title}”在系统里办，结果确认以后转到这一步，不用再填。")


def _require_new(step: MergedStep, facts: CaseFacts, on: dt.date) -> None:
    done = facts.of(step.code)
    if any(one.on == on for one in done):
        raise Refused(f"{step.label}在 {on} 已经登记过。")
    if done and not step.repeated:
        raise Refused(f"{step.label}在 {done[0].on} 已经登记过；写错了的，先撤回再登记。")


def _done_by(actor: Actor, case: Case, step: MergedStep, said: StepSaid) -> str:
    """Who did it: as said, else the nearest organisation of the kinds that do it by the road."""
    body = case.organisation
    here = not step.by or body.kind in step.by
    if said.by:
        named = Organisation.objects.filter(pk=said.by).first()
        if named is not None and step.by and named.kind not in step.by:
            raise Refused(f"{step.label}由{step.doer or '上级'}办，{named}是{named.get_kind_display()}。")
        return said.by
    if here:
        return str(body.pk)
    if not (said.papers or said.outcome or said.filing) and not policies.is_above(actor, body):
        raise Refused(
            f"{step.label}由{step.doer or '上级'}办：等上级答复报送件，或者登记上级给的材料、文号再登记这一步。")
    above = organisations_above(body.path).filter(kind__in=step.by).order_by("-path").first()
    return str(above.pk) if above is not None else ""


def _demands(
    case: Case, road: Road, step: MergedStep, facts: CaseFacts, on: dt.date, said: StepSaid
) -> list[Demand]:
    there = facts.papers_by(on) | {one.kind for one in said.papers if (one.on or on) <= on}
    found = [] if facts.of(step.code) else step_demands(road, step, facts, case.opened, on, Reckoning())
    found += paper_demands(step, there, paper_labels())
    found += meeting_demands(case.organisation, step, said.decided_by, on)
    return found


def _require_passed(step: MergedStep, demands: list[Demand], reason: str) -> None:
    refusing = [one for one in demands if one.refuses]
    if refusing:
        lines = [f"{one.cited}{f'怎么补：{one.cure}' if one.cure else ''}" for one in refusing]
        raise Refused(f"{step.label}现在还不能登记。" + "；".join(line.rstrip("。") for line in lines) + "。")
    asking = [one for one in demands if one.wants_reason]
    if asking and not reason:
        raise Refused(
            "；".join(one.cited for one in asking) + "。这是“一般”的要求，可以不照着办，但要写明原因。")


def _written(
    actor: Actor, case: Case, step: MergedStep, on: dt.date, said: StepSaid, demands: list[Demand]
) -> Step:
    require_fits(Step, outcome=said.outcome, by=said.by)
    require_fits(StepRecord, reason=said.reason, decided_by=said.decided_by)
    row = Step.objects.create(case=case, step=step.code, on=on, outcome=said.outcome, by=said.by)
    StepRecord.objects.create(
        step=row, decided_by=said.decided_by, reason=said.reason, filing=said.filing,
        vote=said.vote, figures=said.figures[:500],
        deviations=[one.cited for one in demands], recorded_on=clock.today(), recorded_by=actor.name[:100],
    )  # fmt: skip
    labels = paper_labels()
    for one in said.papers:
        if one.kind not in labels:
            raise Refused(f"没有叫 {one.kind} 的材料种类。")
        day = one.on or on
        require_happened(day, labels[one.kind])
        paper = Paper.objects.create(id=new_id("pap"), kind=one.kind, on=day, about=case.pk)
        StepPaper.objects.create(step=row, paper=paper)
    return row


def _require_nothing_rests(road: Road, facts: CaseFacts, code: str) -> None:
    for later in road.steps:
        if facts.first(later.code) and any(code in one.steps and one.by.strength == "must" for one in later.after):
            raise Refused(f"后面的{later.label}在它以后已经登记，先撤回那一步。")
