"""What the record page begins with: what stands there, what the plan knows, what was settled last time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from zhibu.domain.activities.models import Activity
from zhibu.domain.meetings.selectors import agenda_of, host_of
from zhibu.domain.minutes.models import Minutes
from zhibu.domain.minutes.selectors.asking import has_items
from zhibu.domain.minutes.selectors.reading import last_before, texts_now
from zhibu.domain.minutes.texts import Texts
from zhibu.domain.opinions.choices import State as OpinionState
from zhibu.domain.opinions.models import Opinion
from zhibu.domain.rulebook.selectors import activity_type
from zhibu.domain.tasks.choices import OPEN, State
from zhibu.domain.tasks.models import Task
from zhibu.kernel import clock

TRUTH = ("start", "place", "theme", "form", "host", "recorder")
FOLLOWED, LONGEST = 20, 500  # of each kind; signs of the box


@dataclass(frozen=True, slots=True)
class Followed:
    """A task or an opinion of an earlier meeting, with what is known of it now."""

    key: str
    title: str
    stands: str  # 办结（11月20日）


def first_texts(activity: Activity, minutes: Minutes | None) -> Texts:
    """The texts as the form shows them when nobody has typed: saved ones, else what plan and last time give."""
    found = texts_now(minutes)
    for name in TRUTH:
        value = getattr(activity, name)
        if value:
            found[f"about.{name}"] = value
    if minutes is not None and minutes.version:
        return found
    return _host_filled(activity, {**_planned(activity), **found})


def _planned(activity: Activity) -> Texts:
    """The items of the agenda; of a meeting without one its theme."""
    items = [item.title for item in agenda_of(activity)] or ([activity.theme] if activity.theme and has_items(activity_type(activity.type)) else [])
    return {f"item.p{number:02d}.title": title for number, title in enumerate(items, 1)}


def _host_filled(activity: Activity, found: Texts) -> Texts:
    last = last_before(activity)
    if "about.host" not in found:
        host = host_of(activity.organisation, activity.on)
        found |= {"about.host": host.pk} if host else {}
    if "about.recorder" not in found and last is not None and last.recorder and last.recorder != found.get("about.host"):
        found["about.recorder"] = last.recorder
    if "about.place" not in found and last is not None and last.place:
        found["about.place"] = last.place
    return found


def followed_up(activity: Activity) -> list[Followed]:
    """What meetings of this type settled before: what is not done yet, what was done and answered since the last one."""
    last = last_before(activity)
    if last is None:
        return []
    return [*_tasks(activity, last), *_opinions(activity, last)]


def _tasks(activity: Activity, last: Activity) -> list[Followed]:
    origins = Activity.objects.filter(organisation=activity.organisation_id, type=activity.type, on__lte=last.on).values("pk")
    rows = Task.objects.filter(organisation=activity.organisation_id, origin__in=origins).exclude(state=State.WITHDRAWN)
    asked = Q(origin=last.pk) | Q(state__in=OPEN) | Q(done_on__gte=last.on)
    return [Followed(one.pk, one.title, _stands(one)) for one in rows.filter(asked).order_by("due_on", "pk")[:FOLLOWED]]


def _opinions(activity: Activity, last: Activity) -> list[Followed]:
    """Opinions of earlier meetings that were answered since: the answer is told where they were said."""
    rows = Opinion.objects.filter(
        organisation=activity.organisation_id, confidential=False, answered_on__gte=last.on, answered_on__lte=clock.today(),
        state__in=(OpinionState.ANSWERED, OpinionState.CLOSED),
    ).exclude(origin__in=("", activity.pk))  # fmt: skip
    return [
        Followed(one.pk, f"意见“{one.text[:40]}”", f"{_day(one.answered_on)}答复：{one.answer or ''}"[:LONGEST])
        for one in rows.order_by("answered_on", "pk")[:FOLLOWED]
    ]


def _stands(task: Task) -> str:
    if task.state == State.DONE and task.done_on:
        return f"办结（{_day(task.done_on)}）"
    return f"还在办，期限 {_day(task.due_on)}" if task.state in OPEN else task.get_state_display()


def _day(day: dt.date | None) -> str:
    return f"{day.month}月{day.day}日" if day else ""


def follow_texts(rows: list[Followed], written: Mapping[str, str]) -> Texts:
    """What is said of each: as it was typed, else how far it is."""
    return {f"follow.{row.key}": written.get(f"follow.{row.key}", row.stands) for row in rows}
