"""Talks, reports, study, commitments and answers to meetings in the demo branch and its group."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from zhibu.domain.accounts.behalf import entering_for
from zhibu.domain.activities.choices import ActivityStatus, AttendanceStatus
from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.attendance.choices import Way
from zhibu.domain.attendance.selectors import is_called
from zhibu.domain.attendance.services import answer_give, leave_decide, making_up_record
from zhibu.domain.demo.actors import demo_actor
from zhibu.domain.members.belonging import members_on
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.reports.choices import Manner
from zhibu.domain.reports.services import report_answer, report_draft, report_hand_in, report_note
from zhibu.domain.study.choices import Outcome
from zhibu.domain.study.services import (
    commitment_publish,
    commitment_write,
    finding_follow,
    inspection_record,
    material_add,
    note_share,
    note_write,
    self_study_note,
    session_record,
    topic_add,
)
from zhibu.domain.talks.services import talk_note, talk_plan, talk_record
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor

DAY = dt.timedelta(days=1)
TOPICS = ("党章总纲", "支部工作条例", "党员教育管理条例", "身边的典型", "纪律处分条例", "全会公报")
PROMISES = (
    ("窗口不让群众跑第二趟", "一次告知要带的材料，记在登记本上"),
    ("全年走访群众十二户", "一月一户，走访完当天记下来"),
    ("带会一名新同事", "每周讲一次业务，年底一起过考核"),
    ("每季度参加一次志愿服务", "跟支部的志愿队一起去"),
    ("学完规定的学时", "每月第一周自学四个学时"),
    ("办公室节约用电", "下班由我最后检查开关"),
)


def _group() -> tuple[Actor, Organisation, Organisation, list[Member]]:
    """The leader, his group, its branch, and the others of the group."""
    leader = demo_actor("leader")
    group = Organisation.objects.select_related("parent").get(pk=leader.bodies()[0])
    people = [one for one in members_on(group, clock.today()) if one.pk != leader.member]
    return leader, group, group.parent or group, people


def talks_make(*, on: dt.date) -> int:
    """The leader's talks of the last weeks, one with what was said, one ahead; one of the secretary; how many."""
    leader, _, _, people = _group()
    today = clock.today()
    own = Member.objects.get(pk=leader.member)
    for number, other in enumerate(people[:4]):
        reason = ("usual", "conflict")[number % 2]
        day = today - (3 + 11 * number) * DAY
        held = talk_record(actor=leader, people=[own, other], on=day, place="办公室", start="16:30", reason=reason)
        if number == 0:
            talk_note(actor=leader, talk=held, text="他说孩子中考，五月想少排晚班。答应同窗口商量，月底前回他。")
    if people[4:]:
        talk_plan(actor=leader, people=[own, people[4]], on=today + 5 * DAY, place="小会议室", start="15:00", reason="usual")
    secretary = demo_actor("secretary")
    pair = list(Member.objects.filter(pk__in=[secretary.member, leader.member]))
    if len(pair) == 2:
        talk_record(actor=secretary, people=pair, on=today - 9 * DAY, place="书记办公室", reason="usual")
    return min(len(people), 5) + 1


def member_reports_make(*, on: dt.date) -> int:
    """Reports by word of mouth, a written one that was answered, one that waits, a draft; how many."""
    leader, _, _, people = _group()
    today = clock.today()
    for number, one in enumerate(people[:3]):
        report_note(actor=leader, member=one, on=today - (6 + number) * DAY, manner=Manner.ORAL)
    himself = demo_actor("member")
    own = Member.objects.get(pk=himself.member)
    before = f"{today.replace(day=1) - DAY:%Y-%m}"
    done = report_hand_in(actor=himself, member=own, period=before, text="上月参加两次集中学习，走访一户。困难：业务系统换了，还不熟。")
    if leader.member != own.pk and done.letter and done.letter.keys.filter(member=leader.member).exists():
        report_answer(actor=leader, report=done, text="系统的事，周四下午让老周带你过一遍。")
    report_draft(actor=himself, member=own, period=f"{today:%Y-%m}", text="本月完成窗口值班；读书笔记还差一篇。")
    chief = Member.objects.get(pk=leader.member)
    report_hand_in(actor=leader, member=chief, period=f"{today:%Y-%m}", text="本组本月开会一次，学习一次，收齐党费。")
    return len(people[:3]) + 3


def study_make(*, on: dt.date) -> int:
    """The plan of the year, materials, what was studied, notes and hours of their own; how many lines."""
    leader, group, branch, people = _group()
    secretary, himself, today = demo_actor("secretary"), demo_actor("member"), clock.today()
    lines = [
        topic_add(actor=leader, organisation=group, year=today.year, month=2 * number + 1, topic=topic, hours=Decimal(2),
                  lead=people[number % len(people)] if people else None)
        for number, topic in enumerate(TOPICS)
    ]  # fmt: skip
    for number, topic in enumerate(TOPICS[::2]):
        topic_add(actor=secretary, organisation=branch, year=today.year, month=4 * number + 2, topic=topic, type="party_class")
    material_add(actor=secretary, organisation=branch, title="党章（十二届至今的修改对照）", link="https://www.12371.cn/special/zggcdzc/")
    material_add(actor=leader, organisation=group, title="本月学习摘要")
    for number, line in enumerate(lines[:2]):
        day = today - (8 + 30 * number) * DAY
        called = [one.pk for one in members_on(group, day)]
        session_record(
            actor=leader, organisation=group, type="study", on=day, content=f"{line.topic}\n逐章读，各人说一条体会。",
            present=called[number:] or called, excused=called[:number] if called[number:] else (), hours=Decimal(2), topic=line,
            place="党员活动室",
        )  # fmt: skip
    own = Member.objects.get(pk=himself.member)
    note_write(actor=himself, member=own, kind="reading_notes", text="读支部工作条例第三章：支部的事，先看任务清单。")
    shared = note_write(actor=himself, member=own, kind="reflection", text="典型就在身边：老周二十年没有和群众红过脸。")
    note_share(actor=himself, note=shared)
    self_study_note(actor=himself, member=own, on=today - 4 * DAY, what="学习强国：纪律处分条例解读", hours=Decimal("1.5"))
    return len(lines) + 3


def commitments_make(*, on: dt.date) -> int:
    """Commitments of the year, published, waiting, one inspected and not kept, one made up for; how many."""
    leader, _, branch, people = _group()
    secretary, himself, today = demo_actor("secretary"), demo_actor("member"), clock.today()
    made = [commitment_write(actor=secretary, year=today.year, organisation=branch,
                             text="支部全年办好十件群众小事", measures="每月公布一件的进度")]  # fmt: skip
    by = {leader.member: leader, himself.member: himself, secretary.member: secretary}
    wanted = {one.pk: one for one in (*Member.objects.filter(pk__in=by), *people)}
    for number, (key, one) in enumerate(sorted(wanted.items())[: len(PROMISES)]):
        text, measures = PROMISES[number]
        actor = by.get(key) or entering_for(secretary, one.pk, today)
        made.append(commitment_write(actor=actor, year=today.year, member=one, text=text, measures=measures))
    public = [commitment_publish(actor=secretary, commitment=one) for one in made[1:-1]]
    findings = {each.pk: (Outcome.KEPT.value, "") for each in (made[0], *public)}
    for promised, (outcome, words) in zip(public[-2:], ((Outcome.PARTLY, "还差一次，下月补上"), (Outcome.NOT, "没有排上，年底前做完")), strict=False):
        findings[promised.pk] = (outcome.value, words)
    inspection_record(actor=secretary, organisation=branch, on=today - 15 * DAY, findings=findings)
    behind = [row for one in public for row in one.findings.exclude(outcome=Outcome.KEPT)]
    if behind:
        finding_follow(actor=secretary, finding=behind[0], on=today - 2 * DAY)
    return len(made)


def answers_make(*, on: dt.date) -> int:
    """What was answered to the meetings ahead: coming, leave asked for, leave granted; one who made up for what he missed."""
    leader, group, branch, people = _group()
    secretary, himself, today = demo_actor("secretary"), demo_actor("member"), clock.today()
    ahead = Activity.objects.filter(organisation=branch, type="theme_day", status=ActivityStatus.PLANNED, on__gte=today).order_by("on").first()
    given = 0
    if ahead is not None:
        says = ((people[:1], "leave", "到市里培训"), (people[1:2], "leave", "值班"), (people[2:5], "coming", ""))
        for chosen, word, reason in says:
            for one in chosen:
                if one.pk not in (himself.member, secretary.member) and is_called(ahead, one.pk):
                    answer_give(actor=entering_for(secretary, one.pk, today), activity=ahead, says=word, reason=reason)
                    given += 1
        if is_called(ahead, himself.member):
            answer_give(actor=himself, activity=ahead, says="coming")
            given += 1
        granted = ahead.answers.filter(says="leave").order_by("pk").values_list("member", flat=True)[:1]
        if granted:
            leave_decide(actor=secretary, activity=ahead, members=list(granted), approved=True)
    missed = Attendance.objects.filter(
        activity__organisation=group, activity__status=ActivityStatus.HELD, activity__on__lt=today - 2 * DAY,
        status__in=(AttendanceStatus.EXCUSED, AttendanceStatus.ABSENT),
    ).select_related("activity", "member").order_by("-activity__on", "member").first()  # fmt: skip
    if missed is not None:
        making_up_record(actor=leader, activity=missed.activity, member=missed.member, way=Way.values[0], on=today - DAY, note="读了记录和材料")
    return given
