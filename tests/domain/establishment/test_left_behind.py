"""Before a body ends, its page tells what is under way there and what becomes of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.domain.conftest import KEEPER, actor
from zhibu.domain.establishment.selectors.preview import ending
from zhibu.domain.meetings.services import meeting_plan
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
