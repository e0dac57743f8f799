"""The branch's decision on a leader, what goes above, and the day from which he leads."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from zhibu.domain.audit.services import Touch, entry_record
from zhibu.domain.casework.selectors import progress
from zhibu.domain.casework.services import case_close, step_record
from zhibu.domain.filings.models import Filing
from zhibu.domain.filings.services import Enclosed, filing_draft
from zhibu.domain.groups.selectors.upward import upward_steps
from zhibu.domain.leaders import policies
from zhibu.domain.leaders.models import Selection
from zhibu.domain.leaders.selectors.eligibility import POST
from zhibu.domain.leaders.selectors.terms import leader_on, term_end
from zhibu.domain.leaders.services.selecting import locked, require_eligible
from zhibu.domain.members.models import Member, Post
from zhibu.domain.members.services.posts import (
    post_appoint,
    post_file,
    post_relieve,
    require_decided,
)
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.dates import chinese_day
from zhibu.kernel.errors import Refused

NO_ONE_ALONE = "组长由支部开会决定，哪一个人都不能自己指定：先登记那次支委会（没有支委会的是党员大会），再从列表里选。"


@transaction.atomic
def selection_appoint(
    *, actor: Actor, selection: Selection, member: Member, decided_by: str, since: dt.date, reason: str = ""
) -> Selection:
    """Enter that the branch decided on a candidate: by which meeting, from which day.

    Refused without a meeting that can decide; where he may not lead; where a vote was held and another
    had more votes, unless the branch says why. He leads at once where nothing above is awaited.
    """
    held = locked(actor, selection)
    candidates = {one.member_id: one for one in held.candidates.all()}
    if member.pk not in candidates:
        raise Refused(f"{member}不在人选里，先写进人选。")
    if not decided_by:
        raise Refused(NO_ONE_ALONE)
    require_decided(held.group, decided_by, since)
    require_eligible(held.group, member, since)
    most = max((one.votes or 0 for one in candidates.values()), default=0)
    own = candidates[member.pk].votes or 0  # who fell out before a further round has none
    if own < most and not reason.strip():
        raise Refused(f"{member}得 {own} 票，不是最多的 {most} 票；支部另有决定的，写明理由。")
    from zhibu.domain.activities.models import Activity

    day = Activity.objects.get(pk=decided_by).on
    step_record(
        actor=actor, case=held.case, step="appointment", on=day, decided_by=decided_by, reason=reason.strip()
    )
    held.chosen, held.decided_by, held.since = member, decided_by, since
    held.save(update_fields=["chosen", "decided_by", "since"])
    held.case.subject = member.pk  # until now the case was about the group
    held.case.save(update_fields=["subject"])
    _record(actor, "selection.appoint", held, member=member.pk, meeting=decided_by, since=since)
    if progress(held.case, clock.today()).in_force_from is not None:
        return selection_enforce(actor=actor, selection=held)
    return held


@transaction.atomic
def selection_enforce(*, actor: Actor, selection: Selection) -> Selection:
    """The chosen one leads from his day; who led before is relieved on it. His term is the committee's.

    Refused while something above is awaited, or where he may not lead any more on that day.
    """
    held = locked(actor, selection)
    if held.chosen is None or held.since is None:
        raise Refused("支部还没有决定由谁当组长。")
    agreed = progress(held.case, clock.today()).in_force_from
    if agreed is None:
        raise Refused("还要等上级审核同意，同意以后才能任职。")
    since = max(held.since, agreed)
    require_eligible(held.group, held.chosen, since)
    before = leader_on(held.group, since)
    if before is not None and before.since >= since:
        raise Refused(
            f"{held.group}现在的组长从 {before.since} 才开始任职，新组长最早从 {before.since + dt.timedelta(days=1)} 起任职。"
        )
    if before is not None:
        post_relieve(actor=actor, post=before, until=since, reason=held.get_kind_display())
    road = progress(held.case, clock.today()).road
    end = term_end(held.group, since)
    held.post = post_appoint(
        actor=actor, member=held.chosen, organisation=held.group, post=POST, since=since, manner=road.manner,
        decided_by=held.decided_by, planned_until=end.on if end else None,
    )  # fmt: skip
    held.since = since
    held.save(update_fields=["post", "since"])
    _record(actor, "selection.enforce", held, member=held.chosen.pk, post=held.post.pk, since=since)
    _close_if_done(actor, held)
    return held


@transaction.atomic
def selection_send(*, actor: Actor, selection: Selection, step: str, contact: str = "") -> Filing:
    """Draft the paper on the chosen leader that goes up with a step: review, filing, report."""
    held = Selection.objects.select_related("case", "group__parent", "chosen").get(pk=selection.pk)
    policies.selection_change(actor, held.group)
    wanted = next((one for one in upward_steps(held.case) if one.code == step), None)
    if wanted is None or held.chosen is None or held.group.parent is None:
        raise Refused("支部决定以后才报上级；这条路径里没有的步骤不用报。")
    there = held.case.filings.filter(step=step).exclude(state__in=("withdrawn", "returned")).first()
    if there is not None:
        return there
    asks = {"review": "请予审核。", "file": "请予备案。", "report": "特此报告。"}.get(wanted.filing, "")
    word = {"review": "审核的请示", "file": "备案报告", "report": "报告"}.get(wanted.filing, "报告")
    return filing_draft(
        actor=actor, kind=wanted.filing, sender=held.group.parent, subject=f"关于{held.group.name}组长的{word}",
        body=f"经我支部研究决定，{held.chosen}任{held.group.name}组长，从{chinese_day(held.since)}起任职。{asks}",
        about_kind="case", about=held.case.pk, case=held.case, step=step, contact=contact,
        papers=[Enclosed("党小组组长备案表", "filing_form"), Enclosed("支部会议记录（摘录）", "minutes")],
        key=f"selection-{held.pk}-{step}",
    )  # fmt: skip


@transaction.atomic
def leader_file_note(*, actor: Actor, post: Post, on: dt.date, number: str) -> Post:
    """Note that the leader was filed above, and close his selection where that was the last step."""
    held = post_file(actor=actor, post=post, on=on, number=number)
    selection = Selection.objects.filter(post=held, case__closed__isnull=True).select_related("case", "group").first()
    if selection is not None:
        _close_if_done(actor, selection)
    return held


@transaction.atomic
def leader_act(
    *, actor: Actor, group: Organisation, member: Member, decided_by: str, since: dt.date
) -> Post:
    """Somebody leads for the time being, until a leader is chosen; also this is decided by a meeting."""
    policies.selection_change(actor, group)
    if not decided_by:
        raise Refused(NO_ONE_ALONE)
    require_eligible(group, member, since)
    if leader_on(group, since) is not None:
        raise Refused(f"{group} {since} 有组长，不用代理。")
    return post_appoint(
        actor=actor, member=member, organisation=group, post=POST, since=since, manner="designated",
        decided_by=decided_by, acting=True,
    )  # fmt: skip


def _close_if_done(actor: Actor, selection: Selection) -> None:
    """Close the case where every step that must be is done."""
    today = clock.today()
    if selection.post_id and progress(selection.case, today).finished:
        case_close(actor=actor, case=selection.case, on=today, outcome="任职")


def _record(actor: Actor, action: str, selection: Selection, **details: Any) -> None:
    entry_record(
        actor=actor, action=action, subject=selection.pk, organisation=selection.group_id, details=details,
        touched=Touch(frozenset({selection.group_id})),
    )  # fmt: skip
