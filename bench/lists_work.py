"""Organisational life of the province for measuring lists: meetings, minutes, tasks, opinions, talks, reports, study, commitments.

Written past the services, by the site's own models, as `lists_life` does.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bench.lists_life import DAY, Province, write

MEETINGS, TASKS, OPINIONS, TALKS, REPORTS, COMMITMENTS, YEARS, NOTES = 300_000, 60_000, 20_000, 60_000, 60_000, 40_000, 20_000, 30_000
THEMES = ("学习上级文件", "收缴党费", "走访慰问", "讨论整改措施", "年终小结")


def fill_work(scale: float) -> None:
    """Write it where none of it is there; the order is that of the foreign keys."""
    here = Province(scale)
    for step in (_meetings, _tasks, _opinions, _talks, _reports, _study):
        step(here)


def body_of(here: Province, n: int) -> str:
    """A branch, or the group of one, by turns."""
    return here.groups[n * 31 % len(here.groups)] if n % 2 else here.branch(n)


def at_of(day: date) -> datetime:
    """Four in the afternoon."""
    from zhibu.kernel import clock

    return datetime(day.year, day.month, day.day, 16, tzinfo=clock.SHANGHAI)


def _meetings(here: Province) -> None:
    from zhibu.domain.activities.models import Activity, Attendance
    from zhibu.domain.attendance.models import MakingUp, MeetingAnswer
    from zhibu.domain.meetings.models import Meeting
    from zhibu.domain.minutes.models import Minutes, Version

    rows = here.many(MEETINGS)
    days = [here.ago(700) if n % 20 else here.today + (n % 40) * DAY for n in rows]

    def meeting(n: int) -> Activity:
        held = days[n] < here.today
        late = {"recorded_on": min(days[n] + (n % 17) * DAY, here.today)} if held and n % 9 else {}
        return Activity(
            id=f"a{n:06}", organisation_id=body_of(here, n), type="party_group_meeting" if n % 2 else "general_meeting", on=days[n],
            status="held" if held else "planned", start="15:00", place="党员活动室", theme=THEMES[n % 5], **late,
        )  # fmt: skip

    def people(n: int) -> list[str]:
        return [here.member_of(body_of(here, n).removesuffix("G"), k) for k in range(3)]

    write(Activity, map(meeting, rows))
    held = [n for n in rows if days[n] < here.today]
    write(Meeting, (Meeting(activity_id=f"a{n:06}") for n in rows))
    write(Attendance, (
        Attendance(activity_id=f"a{n:06}", member_id=key, status="excused" if k == 2 and n % 3 == 0 else "present")
        for n in held for k, key in enumerate(people(n))
    ))  # fmt: skip
    write(MeetingAnswer, (
        MeetingAnswer(activity_id=f"a{n:06}", member_id=people(n)[0], says="leave", reason="出差", at=at_of(here.today))
        for n in rows if days[n] >= here.today
    ))  # fmt: skip
    write(MakingUp, (
        MakingUp(activity_id=f"a{n:06}", member_id=people(n)[2], way="self_study", on=here.today, at=at_of(here.today), by="测速")
        for n in held if n % 12 == 0
    ))  # fmt: skip
    written = [n for n in held if n % 3]
    write(Minutes, (
        Minutes(activity_id=f"a{n:06}", organisation_id=body_of(here, n), on=days[n], version=1, changed_at=at_of(days[n]),
                state="draft" if n % 40 == 1 else "confirmed", finished_on=days[n]) for n in written
    ))  # fmt: skip
    write(Version, (Version(minutes_id=f"a{n:06}", number=1, texts={"item.p01.title": THEMES[n % 5]}, at=at_of(days[n])) for n in written))


def _tasks(here: Province) -> None:
    from zhibu.domain.tasks.models import Task, TaskOwner

    def task(n: int) -> Task:
        body, given = body_of(here, n), here.ago(500)
        state = here.chance.choices(["done", "given", "handed"], [85, 12, 3])[0]
        done: dict[str, Any] = {"done_on": given + 9 * DAY} if state == "done" else {}
        return Task(id=f"w{n:06}", organisation_id=body, giver_id=here.parent[body] if n % 3 else body, title=f"{THEMES[n % 5]}{n}",
                    state=state, given_on=given, due_on=given + 20 * DAY, **done)  # fmt: skip

    rows = here.many(TASKS)
    write(Task, map(task, rows))
    write(TaskOwner, (TaskOwner(task_id=f"w{n:06}", place=1, member_id=here.member_of(body_of(here, n).removesuffix("G"), 1)) for n in rows))


def _opinions(here: Province) -> None:
    from zhibu.domain.opinions.models import Opinion

    def opinion(n: int) -> Opinion:
        body, taken = body_of(here, n), here.ago(500)
        state = here.chance.choices(["closed", "open", "answered"], [85, 10, 5])[0]
        return Opinion(id=f"o{n:06}", organisation_id=body, at_id=body, whose="masses", text=f"楼道的灯坏了，第{n}处", taken_on=taken,
                       at_since=taken, state=state, closed_on=taken + 8 * DAY if state == "closed" else None)  # fmt: skip

    write(Opinion, map(opinion, here.many(OPINIONS)))


def _talks(here: Province) -> None:
    from zhibu.domain.activities.models import Activity, Attendance
    from zhibu.domain.talks.models import Talk, TalkPerson

    rows = here.many(TALKS)
    at = at_of(here.today)
    write(Activity, (
        Activity(id=f"h{n:06}", organisation_id=here.branch(n), type="heart_to_heart_talk", on=here.ago(500), status="held") for n in rows
    ))  # fmt: skip
    write(Talk, (Talk(activity_id=f"h{n:06}", reason="usual", made_at=at) for n in rows))
    pairs = [(n, here.member_of(here.branch(n), k)) for n in rows for k in (0, 1 + n % 3)]
    write(TalkPerson, (TalkPerson(talk_id=f"h{n:06}", member_id=key) for n, key in pairs))
    write(Attendance, (Attendance(activity_id=f"h{n:06}", member_id=key, status="present") for n, key in pairs))


def _reports(here: Province) -> None:
    from zhibu.domain.activities.models import Activity
    from zhibu.domain.reports.models import Report
    from zhibu.domain.yearly.models import YearReport

    rows = here.many(REPORTS)
    days = [here.ago(500) for _ in rows]
    write(Activity, (
        Activity(id=f"r{n:06}", organisation_id=here.branch(n), type="member_report", on=days[n], status="held") for n in rows
    ))  # fmt: skip
    write(Report, (
        Report(id=f"r{n:06}", member_id=here.member_of(here.branch(n), n % 5), organisation_id=here.branch(n), period=f"{days[n]:%Y-%m}",
               manner="oral", state="given", on=days[n], activity_id=f"r{n:06}", changed_at=at_of(days[n])) for n in rows
    ))  # fmt: skip
    year = here.today.year - 1
    bodies = dict.fromkeys(here.branch(n) for n in here.many(YEARS))
    write(YearReport, (
        YearReport(id=f"y{n:06}", organisation_id=body, type="committee_report", period=str(year), since=date(year, 1, 1),
                   until=date(year + 1, 1, 1), title=f"{year} 年支部工作报告", state="submitted", receiver_id=here.parent[body],
                   drafted_on=here.today, submitted_on=here.today) for n, body in enumerate(bodies)
    ))  # fmt: skip


def _study(here: Province) -> None:
    from zhibu.domain.study.models import Commitment, SelfStudy, Topic

    year = here.today.year
    write(Topic, (
        Topic(id=f"s{n:06}", organisation_id=body_of(here, n), year=year, month=n % 12 + 1, type="study", topic=f"{THEMES[n % 5]}{n}")
        for n in here.many(COMMITMENTS)
    ))  # fmt: skip
    people = dict.fromkeys((here.branch(n), here.member_of(here.branch(n), n % 5)) for n in here.many(COMMITMENTS))
    write(Commitment, (
        Commitment(id=f"c{n:06}", organisation_id=body, member_id=key, year=year, text="走访群众十二户", state="published",
                   written_on=here.today, published_on=here.today) for n, (body, key) in enumerate(people)
    ))  # fmt: skip
    write(SelfStudy, (
        SelfStudy(id=f"e{n:06}", member_id=here.member_of(here.branch(n)), on=here.ago(300), what="自学党章", hours=2)
        for n in here.many(NOTES)
    ))  # fmt: skip
