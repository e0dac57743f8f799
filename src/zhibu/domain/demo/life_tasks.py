"""Tasks, opinions, a box and reports of a year in the demo branch and its group."""

from __future__ import annotations

import datetime as dt

from zhibu.domain.demo.actors import demo_actor
from zhibu.domain.members.models import Membership
from zhibu.domain.opinions.services import (
    box_open,
    opinion_answer,
    opinion_close,
    opinion_publish,
    opinion_take,
)
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.tasks.models import Task
from zhibu.domain.tasks.services import (
    series_open,
    task_ask,
    task_done,
    task_give,
    task_progress,
    tasks_give,
)
from zhibu.domain.yearly.services import yearly_begin
from zhibu.kernel import clock


def tasks_make(*, on: dt.date) -> int:
    """Tasks in the states that desks show; how many."""
    leader, secretary = demo_actor("leader"), demo_actor("secretary")
    group = Organisation.objects.select_related("parent").get(pk=leader.bodies()[0])
    day = clock.today()
    there = Membership.objects.filter(organisation=group, until=None).exclude(member=leader.member).order_by("member")
    people = list(there.values_list("member", flat=True)[:3]) or [leader.member]
    week = day + dt.timedelta(days=7)
    visit = task_give(
        actor=leader, organisation=group, title="走访三户困难群众", owner=people, due_on=week, done_means="走访三户，交走访记录"
    )
    task_progress(actor=leader, task=visit, text="已经走访一户")
    task_ask(actor=leader, task=visit, until=week + dt.timedelta(days=5), reason="有一户外出，月底回来")
    task_give(actor=leader, organisation=group, title="更新党务公示栏", owner=people[:1], due_on=day)
    list_ = task_give(actor=leader, organisation=group, title="整理本月学习材料", owner=people[-1:], due_on=week)
    task_done(actor=leader, task=list_, text="材料已整理好")
    if group.parent is not None:
        tasks_give(actor=secretary, giver=group.parent, organisations=[group], title="报下季度学习安排", due_on=week)
    series_open(actor=leader, organisation=group, title="收学习笔记", owner=people[:1], due_day=31)
    return Task.objects.filter(organisation=group).count()


def opinions_make(*, on: dt.date) -> int:
    """One that waits, one that was answered and published, one about a person; and the box of the branch."""
    leader, secretary = demo_actor("leader"), demo_actor("secretary")
    group = Organisation.objects.select_related("parent").get(pk=leader.bodies()[0])
    branch = group.parent or group
    opinion_take(actor=leader, organisation=group, text="楼道的灯坏了，老人晚上不敢出门", whose="masses", kind="demand", up=True,
                 on=clock.today() - dt.timedelta(days=6))  # fmt: skip
    asked = opinion_take(actor=secretary, organisation=branch, text="希望学习材料提前几天发", kind="suggestion")
    opinion_answer(actor=secretary, opinion=asked, text="从下月起，会前三天发到每个人。")
    opinion_close(actor=secretary, opinion=asked, how="会上通报")
    opinion_publish(actor=secretary, opinion=asked, public_text="希望学习材料提前发", public_answer="从下月起，会前三天发。")
    opinion_take(actor=secretary, organisation=branch, text="反映一名党员说话粗暴", whose="masses", confidential=True)
    box_open(actor=secretary, organisation=branch, words="支部每周一看，十天内答复", shows_answers=True)
    return 3


def reports_make(*, on: dt.date) -> int:
    """The group's report of the year and the committee's of the first half, as drafted."""
    leader, secretary = demo_actor("leader"), demo_actor("secretary")
    group = Organisation.objects.select_related("parent").get(pk=leader.bodies()[0])
    year = clock.today().year
    yearly_begin(actor=leader, organisation=group, type="group_annual_report", period=str(year))
    yearly_begin(actor=secretary, organisation=group.parent or group, type="committee_report", period=f"{year}-H1")
    return 2
