"""Meetings and plans under way in the demo branch: one asked for, one told, one reported; the plan of the year."""

from __future__ import annotations

import datetime as dt

from zhibu.domain.activities.models import Activity
from zhibu.domain.demo.actors import demo_actor
from zhibu.domain.meetings.content import Content, Invited, Item
from zhibu.domain.meetings.selectors import day_proposed, units_near
from zhibu.domain.meetings.services import (
    joint_accept,
    joint_ask,
    meeting_approve,
    meeting_notify,
    meeting_plan,
    meeting_report,
)
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.plans.services import Line, plan_decide, plan_draft
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor

GROUP_MEETING = "party_group_meeting"
THEMES = (
    "走访慰问", "学习全会精神", "义务植树", "安全生产宣传", "结对帮扶", "参观展馆", "重温入党誓词", "廉洁家风", "文明劝导", "敬老志愿服务",
    "政策宣讲进小区", "年终评议准备",
)  # fmt: skip


def meetings_make(*, on: dt.date) -> int:
    """What stands on the pages of meetings and plans of the demo accounts; how many meetings are ahead."""
    leader, secretary = demo_actor("leader"), demo_actor("secretary")
    group = Organisation.objects.get(pk=leader.bodies()[0])
    branch = Organisation.objects.get(pk=secretary.roles[0].organisation)
    today = clock.today()
    _plans(leader, secretary, group, branch, today)
    day = day_proposed(group, GROUP_MEETING, today)
    agenda = (Item("学习上级有关文件"), Item("收缴党费情况"))
    content = Content(start="15:00", place="二楼小会议室", theme="年终小结怎么写", agenda=agenda, requirements="带学习笔记")
    meeting_plan(
        actor=leader, organisation=group, type=GROUP_MEETING, on=day, content=content, consult=True, word="按年度计划安排，议题两条"
    )
    told = meeting_plan(
        actor=secretary, organisation=branch, type="theme_day", on=today + dt.timedelta(days=4),
        content=Content(start="09:00", place="镇文化广场", theme="志愿服务", guests=(Invited("社区网格员", "列席"),)),
    )  # fmt: skip
    meeting_approve(actor=Actor.system("cli"), activity=told)
    _together(secretary, branch, told, today)
    meeting_notify(actor=secretary, activity=told)
    _reported(leader, group)
    return 2


def _together(secretary: Actor, branch: Organisation, told: Activity, today: dt.date) -> None:
    """One branch beside it comes along, another one asks whether this one does."""
    keeper, near = Actor.system("cli"), units_near(branch, today)
    if len(near) < 2:
        return
    [asked] = joint_ask(actor=secretary, activity=told, units=near[:1], word="一起打扫河道，工具我们备")
    joint_accept(actor=keeper, invitation=asked, word="来六个人")
    theirs = meeting_plan(
        actor=keeper, organisation=near[1], type="joint_activity", on=today + dt.timedelta(days=12),
        content=Content(start="14:30", place="镇党群服务中心", theme="共建结对：怎样帮好空巢老人"),
    )  # fmt: skip
    joint_ask(actor=keeper, activity=theirs, units=[branch], word="去年说好的，今年接着办")


def _plans(leader: Actor, secretary: Actor, group: Organisation, branch: Organisation, today: dt.date) -> None:
    """The branch's plan, and the group's from the topics of the months."""
    lines = [Line(month, "theme_day", theme, who="支委会") for month, theme in enumerate(THEMES, 1)]
    above = plan_draft(actor=secretary, organisation=branch, year=today.year, lines=lines, note="一月一次主题党日")
    own = plan_draft(actor=leader, organisation=group, year=today.year, note="围绕中心工作，一月一个主题")
    for actor, plan in ((secretary, above), (leader, own)):
        plan_decide(actor=actor, plan=plan, on=min(today, dt.date(today.year, 1, 15)))


def _reported(leader: Actor, group: Organisation) -> None:
    """The last meeting that was held and not reported goes up to the branch."""
    held = Activity.objects.filter(organisation=group, type=GROUP_MEETING, status="held", reported_on__isnull=True)
    last = held.order_by("-on").first()
    if last is not None:
        meeting_report(actor=leader, activity=last)
