"""What the committee decided of a division: entered with its meeting, sent upward, put in force, taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from zhibu.domain.activities.models import Activity
from zhibu.domain.audit.services import Touch, entry_record
from zhibu.domain.casework.selectors import progress
from zhibu.domain.casework.services import (
    case_abandon,
    case_close,
    case_open,
    step_record,
    step_withdraw,
)
from zhibu.domain.filings.models import Filing
from zhibu.domain.filings.services import Enclosed, filing_draft
from zhibu.domain.groups import policies
from zhibu.domain.groups.choices import DivisionState
from zhibu.domain.groups.dividing.layouts import as_it_is
from zhibu.domain.groups.dividing.people import Division as Layout
from zhibu.domain.groups.models import Division
from zhibu.domain.groups.selectors.asked import answers_to_drafts, asked_of, cited
from zhibu.domain.groups.selectors.drafts import layout_of
from zhibu.domain.groups.selectors.setting import leaders_of, setting_of
from zhibu.domain.groups.selectors.upward import filing_words, upward_steps
from zhibu.domain.groups.services.writing import layout_undo, layout_write
from zhibu.domain.procedures.models import Case
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

PROCEDURE = "group_setup"


@transaction.atomic
def division_decide(
    *, actor: Actor, division: Division, revision: int, decided_by: str, since: dt.date, road: str = "",
    reason: str = "",
) -> Division:
    """Enter that the branch decided the draft: by which meeting, from which day it is to hold.

    A case is opened by a road in force; where nothing has to be agreed above first, the division comes
    into force with the decision. Refused where rules are missed and no reason is given.
    """
    held = _locked(actor, division, (DivisionState.DRAFT,))
    if held.revision != revision:
        raise Refused("这份方案刚被改过，看一遍再登记决定。没有写入任何数据。")
    meeting = _meeting(held, decided_by, since)
    layout = _require_new(held)
    _require_reason(held, layout, reason)
    _close_finished(actor, held)
    case = case_open(
        actor=actor, procedure=PROCEDURE, organisation=held.branch, subject=held.branch_id,
        on=min(held.opened_on, meeting.on), road=road, note=reason.strip(),
    )  # fmt: skip
    step_record(actor=actor, case=case, step="decision", on=meeting.on, decided_by=meeting.pk)
    held.state, held.decided_by, held.since, held.case = DivisionState.DECIDED, meeting.pk, since, case
    held.revision += 1
    held.save(update_fields=["state", "decided_by", "since", "case", "revision"])
    _record(actor, "division.decide", held, meeting=meeting.pk, since=since, reason=reason.strip())
    if progress(case, clock.today()).in_force_from is not None:
        return division_enforce(actor=actor, division=held)
    return held


@transaction.atomic
def division_enforce(*, actor: Actor, division: Division) -> Division:
    """The division holds from its day: groups are set up, renamed and closed, members are placed.

    Refused while something above is still awaited.
    """
    held = _locked(actor, division, (DivisionState.DECIDED,))
    assert held.case is not None
    assert held.since is not None
    agreed = progress(held.case, clock.today()).in_force_from
    if agreed is None:
        raise Refused("还要等上级审核同意，同意以后才能执行。")
    held.since = max(held.since, agreed)
    setting = setting_of(held.branch, held.since)
    layout = layout_of(held, setting)
    held.done = layout_write(actor, held, layout, setting)
    held.state = DivisionState.IN_FORCE
    held.revision += 1
    held.save(update_fields=["state", "since", "done", "revision"])
    made = held.done
    _record(
        actor, "division.enforce", held, since=held.since, groups=len(layout.parts), made=made["made"],
        closed=made["closed"], members=len(made["members"]),
    )  # fmt: skip
    return held


@transaction.atomic
def division_withdraw(*, actor: Actor, division: Division, reason: str) -> Division:
    """Take a decided division back, as long as nothing rests on it: it is a draft again.

    Refused, naming what is there, where a new group has met, has a leader, or its people moved on.
    """
    held = _locked(actor, division, (DivisionState.DECIDED, DivisionState.IN_FORCE))
    if not reason.strip():
        raise Refused("撤回要写明原因，例如：日期登记错了。")
    if Division.objects.filter(branch=held.branch, state=DivisionState.DRAFT).exists():
        raise Refused("这个支部已经有新的划分草案，先放弃它再撤回。")
    assert held.case is not None
    if held.state == DivisionState.IN_FORCE:
        layout_undo(actor, held)
    open_filing = held.case.filings.exclude(state__in=("draft", "withdrawn", "returned")).first()
    if open_filing is not None:
        raise Refused(f"报送件 {open_filing.number} 还在上级那里，先撤回它。")
    before = {"case": held.case_id, "meeting": held.decided_by, "since": held.since, "done": held.done}
    step_withdraw(actor=actor, case=held.case, step="decision", reason=reason)
    case_abandon(actor=actor, case=held.case, on=clock.today(), reason=reason)
    held.state, held.decided_by, held.since, held.case, held.done = DivisionState.DRAFT, "", None, None, {}
    held.revision += 1
    held.save(update_fields=["state", "decided_by", "since", "case", "done", "revision"])
    _record(actor, "division.withdraw", held, reason=reason.strip(), before=before)
    return held


@transaction.atomic
def division_file(*, actor: Actor, division: Division, step: str, contact: str = "") -> Filing:
    """Draft the paper that goes up with a step of the road: report, filing or review."""
    held = _locked(actor, division, (DivisionState.DECIDED, DivisionState.IN_FORCE))
    assert held.case is not None
    wanted = next((one for one in upward_steps(held.case) if one.code == step), None)
    if wanted is None:
        raise Refused("这条路径里没有这一步，或者它不用报上级。")
    there = held.case.filings.filter(step=step).exclude(state__in=("withdrawn", "returned")).first()
    if there is not None:
        return there
    subject, body = filing_words(held, wanted.filing)
    return filing_draft(
        actor=actor, kind=wanted.filing, sender=held.branch, subject=subject, body=body, about_kind="case",
        about=held.case.pk, case=held.case, step=step, contact=contact,
        papers=[Enclosed("党小组划分方案", "group_plan"), Enclosed("支部会议记录（摘录）", "minutes")],
        key=f"division-{held.pk}-{held.revision}-{step}",
    )  # fmt: skip


def _close_finished(actor: Actor, division: Division) -> None:
    """An earlier division of the branch for which everything was done is closed before the next begins."""
    today = clock.today()
    earlier = Case.objects.filter(
        divisions__branch=division.branch, divisions__state=DivisionState.IN_FORCE, closed__isnull=True
    )
    for case in earlier:
        if progress(case, today).finished:
            case_close(actor=actor, case=case, on=today, outcome="已执行")
        else:
            raise Refused("上一次划分还没有报完上级，先把那一件办完，再登记这一次的决定。")


def _meeting(division: Division, key: str, since: dt.date) -> Activity:
    """The meeting that decided; which types may is asked of the road when the step is recorded."""
    found = Activity.objects.filter(pk=key, organisation=division.branch).first()
    if found is None:
        raise Refused("选决定这件事的会议：支委会，没有支委会的是党员大会。先登记那次会，再回来选。哪一个人都不能自己定。")
    if found.status != "held":
        raise Refused(f"{found.on} 的会还没有开，开过以后再登记它的决定。")
    if since < found.on:
        raise Refused(f"执行日期不能早于开会的日期 {found.on}，读到 {since}。")
    return found


def _require_new(division: Division) -> Layout:
    today = clock.today()
    setting = setting_of(division.branch, today)
    layout = layout_of(division, setting)
    now = as_it_is(setting, leaders_of((g.id for g in setting.present), today))
    if _bare(layout) == _bare(now):
        raise Refused("方案和现在的分组一样，没有要决定的。")
    return layout


def _bare(layout: Layout) -> set[tuple[str, str, tuple[str, ...]]]:
    return {(part.present, part.name, part.members) for part in layout.parts}


def _require_reason(division: Division, layout: Layout, reason: str) -> None:
    setting = setting_of(division.branch, clock.today())
    [told] = answers_to_drafts(asked_of(division.branch, setting, clock.today()), setting, [layout])
    missed = [one for one in told if one.misses]
    if missed and not reason.strip():
        said = "；".join(dict.fromkeys(f"{c.sentence}（{c.source}）" for c in map(cited, (m.rule for m in missed))))
        raise Refused(f"方案还有没做到的要求：{said}。改方案，或者写明支部为什么这样定。")


def _locked(actor: Actor, division: Division, states: tuple[str, ...]) -> Division:
    rows = Division.objects.select_for_update(of=("self",)).select_related("branch__parent", "case")
    held = rows.get(pk=division.pk)
    policies.division_change(actor, held.branch)
    if held.state not in states:
        raise Refused(f"这份方案{held.get_state_display()}，不能这样办。")
    return held


def _record(actor: Actor, action: str, division: Division, **details: Any) -> None:
    told: Mapping[str, Any] = details
    entry_record(
        actor=actor, action=action, subject=division.pk, organisation=division.branch_id, details=told,
        touched=Touch(frozenset({division.branch_id})),
    )  # fmt: skip
