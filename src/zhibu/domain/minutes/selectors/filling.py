"""What the record page begins with: what stands there, what the plan knows, what was settled last time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhibu.domain.activities.models import Activity
from zhibu.domain.meetings.selectors import agenda_of, host_of
from zhibu.domain.minutes.models import Minutes
from zhibu.domain.minutes.selectors.reading import last_before, texts_now
from zhibu.domain.minutes.texts import Texts
from zhibu.domain.tasks.choices import OPEN, State
from zhibu.domain.tasks.models import Task

TRUTH = ("start", "place", "theme", "form", "host", "recorder")


@dataclass(frozen=True, slots=True)
class Followed:
    """A task of last time, with what is known of it now."""

    task: Task
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
    items = [item.title for item in agenda_of(activity)] or ([activity.theme] if activity.theme else [])
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
    """What the last meeting of this type settled, and how far it is."""
    last = last_before(activity)
    if last is None:
        return []
    rows = Task.objects.filter(origin=last.pk).exclude(state=State.WITHDRAWN).order_by("due_on", "pk")
    return [Followed(task, _stands(task)) for task in rows]


def _stands(task: Task) -> str:
    if task.state == State.DONE and task.done_on:
        return f"办结（{task.done_on.month}月{task.done_on.day}日）"
    return f"还在办，期限 {task.due_on.month}月{task.due_on.day}日" if task.state in OPEN else task.get_state_display()


def follow_texts(rows: list[Followed], written: Mapping[str, str]) -> Texts:
    """What is said of each: as it was typed, else how far it is."""
    return {f"follow.{row.task.pk}": written.get(f"follow.{row.task.pk}", row.stands) for row in rows}
