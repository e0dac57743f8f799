"""Cases: opened by a road, closed, opened again, given up."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhibu.domain.casework import policies
from zhibu.domain.casework.models import CaseRoad
from zhibu.domain.casework.selectors.progress import progress
from zhibu.domain.casework.selectors.roads import Road, procedure_get, roads
from zhibu.domain.casework.services.noting import (
    locked,
    next_note,
    record,
    require_begun,
    require_handled_here,
    require_open,
    require_opened_here,
)
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Case, Step
from zhibu.engine.wording import article_label
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused
from zhibu.kernel.ids import new_id

ABANDONED = "终止"
CLOSED = "办结"


@transaction.atomic
def case_open(
    *,
    actor: Actor,
    procedure: str,
    organisation: Organisation,
    subject: str,
    on: dt.date,
    road: str = "",
    note: str = "",
) -> Case:
    """Open a case of a procedure about somebody or something (an id, or the name of an applicant).

    `road` is DIRECTIVE/ROAD; it may be empty where there is but one. Refused, with the reason, where the day
    lies ahead, the organisation is not there on it, the road is not on offer, or the same is open already.
    """
    found = procedure_get(procedure)
    body = Organisation.objects.select_for_update().get(pk=organisation.pk)
    policies.case_open(actor, body)
    require_opened_here(actor, procedure)
    _require_there(body, on)
    subject = subject.strip()
    if not subject:
        raise Refused("还没有写这件事是对谁、对什么办的。")
    require_fits(Case, subject=subject)
    require_fits(CaseRoad, note=note)
    same = Case.objects.filter(procedure=procedure, organisation=body, subject=subject, closed__isnull=True).first()
    if same is not None:
        raise Refused(f"{found.label}已经有一件没有办完的，{same.opened} 开始；接着那一件办。")
    chosen = _chosen(roads(body, procedure, on), road)
    made = Case.objects.create(
        id=new_id("case"), procedure=procedure, organisation=body, subject=subject, opened=on
    )
    CaseRoad.objects.create(case=made, road=chosen.key, note=note.strip(), opened_by=actor.name[:100])
    next_note([made])
    record(actor, "case.open", made, {"on": on, "road": chosen.key, "note": note.strip()})
    return made


@transaction.atomic
def case_close(*, actor: Actor, case: Case, on: dt.date, outcome: str = "") -> Case:
    """Close a case; refused while a step that must be is missing, with its article."""
    found = locked(case)
    policies.case_close(actor, found.organisation)
    require_handled_here(actor, found)
    require_open(found)
    require_begun(on, found.opened, "办结")
    last = Step.objects.filter(case=found).order_by("-on").values_list("on", flat=True).first()
    if last is not None and on < last:
        raise Refused(f"办结的日期 {on} 早于最后一步的日期 {last}。")
    missing = [step for step in progress(found, on).steps if step.strength == "must" and not step.done]
    if missing:
        asked = max(missing[0].step.asked, key=lambda one: one.weight)
        said = "、".join(step.label for step in missing)
        raise Refused(f"还没有办完：{said}（{asked.title} {article_label(asked.article)}）。不再办了的，写明原因终止。")
    found.closed, found.outcome = on, outcome.strip() or CLOSED
    require_fits(Case, outcome=found.outcome)
    found.save(update_fields=["closed", "outcome"])
    next_note([found])
    record(actor, "case.close", found, {"on": on, "outcome": found.outcome})
    return found


@transaction.atomic
def case_reopen(*, actor: Actor, case: Case, reason: str) -> Case:
    """Open a closed or given-up case again; its steps are as they were."""
    found = locked(case)
    policies.case_reopen(actor, found.organisation)
    require_handled_here(actor, found)
    if found.closed is None:
        raise Refused("这件事没有办结，不用重新打开。")
    if not reason.strip():
        raise Refused("还没有写为什么重新打开。")
    before = {"closed": found.closed, "outcome": found.outcome}
    found.closed, found.outcome = None, ""
    found.save(update_fields=["closed", "outcome"])
    CaseRoad.objects.filter(case=found).update(abandoned_on=None, abandoned_reason="")
    next_note([found])
    record(actor, "case.reopen", found, {"before": before, "reason": reason.strip()})
    return found


@transaction.atomic
def case_abandon(*, actor: Actor, case: Case, reason: str, on: dt.date | None = None) -> Case:
    """Give a case up: it is closed with the outcome 终止, and the reason stays with it."""
    found = locked(case)
    policies.case_abandon(actor, found.organisation)
    require_handled_here(actor, found)
    require_open(found)
    day = on or clock.today()
    require_begun(day, found.opened, "终止")
    if not reason.strip():
        raise Refused("还没有写为什么终止。")
    require_fits(CaseRoad, abandoned_reason=reason.strip())
    found.closed, found.outcome = day, ABANDONED
    found.save(update_fields=["closed", "outcome"])
    CaseRoad.objects.update_or_create(
        case=found, defaults={"abandoned_on": day, "abandoned_reason": reason.strip()})
    next_note([found])
    record(actor, "case.abandon", found, {"on": day, "reason": reason.strip()})
    return found


def _require_there(body: Organisation, on: dt.date) -> None:
    if on > clock.today():
        raise Refused(f"开始的日期 {on} 还没有到，今天是 {clock.today()}。")
    if body.established is not None and on < body.established:
        raise Refused(f"{body}在 {body.established} 才成立，{on} 还办不了它的事。")
    if body.dissolved is not None and on >= body.dissolved:
        raise Refused(f"{body}在 {body.dissolved} 已经撤销。")


def _chosen(offers: list[Road], key: str) -> Road:
    if not key:
        if len(offers) > 1:
            names = "、".join(f"{one.label}（{one.key}）" for one in offers)
            raise Refused(f"这里有几条路径可以走，先选一条：{names}。")
        return offers[0]
    for one in offers:
        if key == one.key or key in {part.key for part in one.parts}:
            return one
    names = "、".join(one.key for one in offers if one.key) or "没有，按程序的步骤办"
    raise Refused(f"路径 {key} 在这一天、这个组织不能用。能用的：{names}。")
