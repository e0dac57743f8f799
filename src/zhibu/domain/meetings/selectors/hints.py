"""Hints before a meeting is settled: somebody in two places, the same room, a day off. They never forbid anything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity
from zhibu.domain.meetings.kinds import label_of
from zhibu.domain.meetings.selectors.people import called, names_of
from zhibu.domain.meetings.selectors.reading import joint
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.paths import path_parents
from zhibu.domain.rulebook.models import CalendarDay

USUAL = 120  # minutes that a meeting takes where nobody says it
NAMED = 3
WEEKDAYS = "一二三四五六日"


def hints(activity: Activity) -> list[str]:
    """What speaks against day, hour or place of a meeting that is still to come."""
    said = [*off_days([activity.on])]
    people = {*activity.host.split(), *activity.recorder.split(), *activity.speaker.split()}
    people |= {member.pk for member in called(activity.organisation, activity.type, activity.on, activity)}
    others = _beside(activity)
    for other in others:
        if not _overlap(activity, other):
            continue
        if activity.place and activity.place == other.place:
            said.append(f"{activity.place}那时{other.organisation}要开{label_of(other.type)}。")
        both = people & _people(other)
        if both:
            said.append(f"{_named(both)}那时还要参加{other.organisation}的{label_of(other.type)}（{other.start or '没写时间'}）。")
    return said


def off_days(days: Collection[dt.date]) -> list[str]:
    """Which of the days nobody works on, by the calendar kept here, else by the week."""
    kept = dict(CalendarDay.objects.filter(date__in=list(days)).values_list("date", "workday"))
    off = [day for day in days if not kept.get(day, day.weekday() < 5)]
    return [f"{day.month}月{day.day}日是周{WEEKDAYS[day.weekday()]}，休息日。" for day in off]


def _beside(activity: Activity) -> list[Activity]:
    """Others of that day in the same branch and above, and where its room could be wanted."""
    body = activity.organisation
    root = body.path if body.parent is None or body.kind != "party_group" else body.parent.path
    paths = path_parents(root)
    found = Activity.objects.filter(on=activity.on, status=ActivityStatus.PLANNED).exclude(pk=activity.pk)
    found = found.exclude(part_of=activity).exclude(pk=activity.part_of_id or "")
    found = found.exclude(pk__in=[one.pk for one in joint(activity)])  # the same gathering, held by several
    near = found.filter(organisation__path__under=root) | found.filter(organisation__path__in=paths)
    return list(near.select_related("organisation").distinct()[:20])


def _overlap(one: Activity, other: Activity) -> bool:
    if not one.start or not other.start:
        return True
    return abs(_minutes(one.start) - _minutes(other.start)) < USUAL


def _minutes(start: str) -> int:
    hour, minute = start.split(":")
    return int(hour) * 60 + int(minute)


def _people(other: Activity) -> set[str]:
    named = {*other.host.split(), *other.recorder.split(), *other.speaker.split()}
    return named | {member.pk for member in called(other.organisation, other.type, other.on, other)}


def _named(keys: set[str]) -> str:
    names = sorted(names_of(" ".join(keys)).values())
    return "、".join(names[:NAMED]) + (f"等 {len(names)} 人" if len(names) > NAMED else "")


def day_proposed(organisation: Organisation, type: str, today: dt.date) -> dt.date:
    """The day on which the next of a type is likely: the same weekday of the month as the last one.

    Where that day of this month has gone by without one, a day that this month still has.
    """
    last = Activity.objects.filter(organisation=organisation, type=type).exclude(status=ActivityStatus.CANCELLED)
    latest = last.order_by("-on").values_list("on", flat=True).first()
    month, end = today.replace(day=1), _next_month(today) - dt.timedelta(days=1)
    soon = min(today + dt.timedelta(days=3), end)
    if latest is None:
        return soon
    if latest >= month:
        return _same_weekday(_next_month(latest), latest)
    wanted = _same_weekday(month, latest)
    if wanted < today:
        wanted = today + dt.timedelta(days=(latest.weekday() - today.weekday()) % 7 or 7)
    return wanted if wanted <= end else soon


def _next_month(day: dt.date) -> dt.date:
    return (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def _same_weekday(first: dt.date, like: dt.date) -> dt.date:
    """The n-th such weekday of the month as `like` is of its own; the fourth where there is no fifth."""
    number = min((like.day - 1) // 7, 3)
    offset = (like.weekday() - first.weekday()) % 7
    return first + dt.timedelta(days=offset + 7 * number)
