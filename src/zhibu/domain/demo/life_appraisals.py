"""Of the demo branch: an appraisal that goes on, a group's life meeting ahead, last year's list with something open."""

from __future__ import annotations

import datetime as dt

from zhibu.domain.activities.models import Activity
from zhibu.domain.activities.services import activity_record
from zhibu.domain.appraisals.choices import Found
from zhibu.domain.appraisals.services import (
    appraisal_mutual,
    appraisal_plan,
    appraisal_self,
    criticism_save,
    life_open,
    life_write,
    measure_add,
    measure_progress,
    measures_settle,
    outline_save,
)
from zhibu.domain.demo.actors import demo_actor
from zhibu.domain.members.belonging import members_on
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor

LIFE = "organisational_life_meeting"
DAY = dt.timedelta(days=1)
PROBLEMS = (
    ("集中学习有时改成自学，没有人查", "每季度查一次学习笔记", "今年的学习改成签到，查笔记"),
    ("联系群众不经常", "每人每月走访一户，记在联系本上", ""),
)
SAID = ("工作上按部就班，主动想办法少", "学习不够系统，遇到新业务有畏难情绪", "帮助年轻同志不够耐心")


def appraisals_make(*, on: dt.date) -> int:
    """What stands on the pages of life meetings, lists of problems and appraisals of the demo accounts; how many measures."""
    leader, secretary = demo_actor("leader"), demo_actor("secretary")
    group = Organisation.objects.get(pk=leader.bodies()[0])
    branch = Organisation.objects.get(pk=secretary.roles[0].organisation)
    today = clock.today()
    people = list(members_on(group, today).order_by("pk"))
    count = _held(leader, group, people, today)
    _ahead(leader, group, people[0], today)
    _appraised(leader, secretary, branch, group, people, today)
    return count


def _held(leader: Actor, group: Organisation, people: list[Member], today: dt.date) -> int:
    """The meeting of the last half year with what was said, and its list: one done, one over its day."""
    keeper = Actor.system("cli")
    last = Activity.objects.filter(organisation=group, type=LIFE, status="held", on__lt=today).order_by("-on").first()
    meeting = last or activity_record(actor=keeper, organisation=group, type=LIFE, on=today - 40 * DAY, status="held", theme="查找差距")
    life = life_open(actor=leader, activity=meeting)
    criticism_save(actor=leader, life=life, member=people[0], own=SAID[0], received=[(text, None) for text in SAID[1:]])
    for number, (problem, measure, progress) in enumerate(PROBLEMS):
        row = measure_add(
            actor=leader, organisation=group, problem=problem, found=Found.OPINIONS, measure=measure, life=life,
            owner=people[number % len(people)], due_on=today + (10 - 5 * number) * DAY,
        )  # fmt: skip
        if progress:
            measure_progress(actor=leader, measure=row, text=progress, on=today, done=True)
    measures_settle(actor=leader, life=life, on=today)
    return len(PROBLEMS)


def _ahead(leader: Actor, group: Organisation, member: Member, today: dt.date) -> None:
    """The next one: prepared, the plan written, one outline half done."""
    meeting = activity_record(
        actor=Actor.system("cli"), organisation=group, type=LIFE, on=today + 20 * DAY, theme="对照先锋模范作用查找差距"
    )
    life = life_open(actor=leader, activity=meeting, outlines_by=today + 15 * DAY)
    text = "一、主题。对照先锋模范作用查找差距。\n二、会前学习、谈心谈话、写提纲。\n三、会上逐个发言，互相批评。\n四、会后列出整改清单。"
    life_write(actor=leader, life=life, kind="meeting_plan", text=text, on=today)
    outline_save(actor=Actor.system("cli"), life=life, member=member, text="一、存在的问题\n二、原因\n三、怎么改")


def _appraised(
    leader: Actor, secretary: Actor, branch: Organisation, group: Organisation, people: list[Member], today: dt.date
) -> None:
    """This year's appraisal: half of the self-appraisals, the opinions of the leader's group."""
    made = appraisal_plan(
        actor=secretary, organisation=branch, year=today.year, self_by=today + 7 * DAY, mutual_by=today + 14 * DAY,
        meeting_on=today + 21 * DAY, grading_by=today + 35 * DAY,
    )  # fmt: skip
    keeper, own = Actor.system("cli"), {secretary.member, leader.member}
    rows = [one for one in made.people.select_related("member").order_by("pk") if one.member_id not in own]
    for one in rows[::2]:
        appraisal_self(actor=keeper, person=one, text=f"一年来完成了本岗位的工作。差距：{SAID[one.pk % len(SAID)]}。")
    texts = {one.pk: "肯吃苦，工作扎实；平时话少，多交流" for one in people[:3] if made.people.filter(member=one).exists()}
    appraisal_mutual(actor=leader, appraisal=made, body=group, texts=texts, on=today)
