"""What is under way where a body ends: told before, goes on with others, and comes back with the change."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.domain.conftest import KEEPER, actor
from tests.domain.establishment.conftest import branch, decision, get
from zhibu.domain.establishment.given import Destination
from zhibu.domain.establishment.selectors.preview import ending
from zhibu.domain.establishment.services import (
    change_undo,
    organisation_dissolve,
    organisation_merge,
)
from zhibu.domain.meetings.services import meeting_cancel, meeting_plan
from zhibu.domain.opinions.services import opinion_take
from zhibu.domain.tasks.services import task_give
from zhibu.kernel import clock

pytestmark = pytest.mark.django_db


def test_open_work_of_the_branch_and_its_groups_is_told_before_it_ends(tree: Any, people: Any) -> None:
    today, leader = clock.today(), actor("leader", "G11")
    task_give(actor=leader, organisation=tree["G11"], title="走访三户", owner="M1", due_on=today)
    opinion_take(actor=leader, organisation=tree["G11"], text="楼道的灯坏了", whose="masses")
    meeting_plan(actor=KEEPER, organisation=tree["B1"], type="general_meeting", on=today + dt.timedelta(3))

    told = {one.label: one for one in ending([tree["B1"]], today)}

    assert {label: told[label].count for label in ("没办结的任务", "没办结的意见和诉求", "计划了还没开的会议活动")} == {
        "没办结的任务": 1, "没办结的意见和诉求": 1, "计划了还没开的会议活动": 1}
    assert "转给接着办的组织" in told["没办结的任务"].stays


def test_what_went_on_to_others_comes_back_when_the_change_is_taken_back(tree: Any, people: Any) -> None:
    today, leader = clock.today(), actor("leader", "G11")
    task = task_give(actor=leader, organisation=tree["G11"], title="走访三户", owner="M1", due_on=today)
    opinion = opinion_take(actor=leader, organisation=tree["G11"], text="楼道的灯坏了", whose="masses")
    meeting = meeting_plan(actor=KEEPER, organisation=tree["B1"], type="general_meeting", on=today + dt.timedelta(3))
    other = meeting_plan(actor=KEEPER, organisation=tree["B1"], type="party_class", on=today + dt.timedelta(4))
    meeting_cancel(actor=KEEPER, activity=other, reason="老师来不了")
    lay = opinion.at_id

    change = organisation_dissolve(
        actor=KEEPER, organisation=get("B1"), decision=decision(today), destination=Destination(to="B2"))
    for row in (task, opinion, meeting):
        row.refresh_from_db()
    assert (task.organisation_id, opinion.at_id, meeting.status) == ("C1", "C1", "cancelled")

    change_undo(actor=KEEPER, change=change, reason="办错了")
    for row in (task, opinion, meeting, other):
        row.refresh_from_db()
    assert (task.organisation_id, task.giver_id, opinion.at_id, meeting.status) == ("G11", "G11", lay, "planned")
    assert other.status == "cancelled"  # not because of the change


def test_a_merge_takes_its_work_to_the_new_body_and_back(tree: Any, people: Any) -> None:
    today, leader = clock.today(), actor("leader", "G11")
    of_branch = task_give(actor=KEEPER, organisation=tree["B1"], title="写总结", owner="M3", due_on=today)
    of_group = task_give(actor=leader, organisation=tree["G11"], title="走访三户", owner="M1", due_on=today)
    opinion = opinion_take(actor=KEEPER, organisation=tree["B1"], text="楼道的灯坏了", whose="masses")
    meeting = meeting_plan(actor=KEEPER, organisation=tree["G11"], type="party_group_meeting", on=today + dt.timedelta(3))

    made, change = organisation_merge(
        actor=KEEPER, sources=[get("B1"), get("B2")], into=branch("合并党支部"), decision=decision(today), keep_groups=True)
    for row in (of_branch, of_group, opinion, meeting):
        row.refresh_from_db()
    assert (of_branch.organisation_id, opinion.at_id) == (made.pk, made.pk)
    assert (of_group.organisation_id, meeting.organisation_id, meeting.status) == ("G11", "G11", "planned")  # the group goes on

    change_undo(actor=KEEPER, change=change, reason="办错了")
    for row in (of_branch, opinion):
        row.refresh_from_db()
    assert (of_branch.organisation_id, of_branch.giver_id, opinion.at_id) == ("B1", "B1", "B1")
