"""What waits for whom on the desk: leave to decide on, meetings to answer."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef
from django.urls import reverse

from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.attendance.choices import Says
from zhibu.domain.attendance.models import MeetingAnswer
from zhibu.domain.attendance.selectors.calling import calls, leave_waiting, open_calls
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.selectors import activity_type
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.open_work import OpenItem

SHOWN = 20
KIND = "到会"


def desk_items(actor: Actor, today: dt.date) -> list[OpenItem]:
    """For leaders leave that waits; for whoever is called the meeting that goes on now, and what is not answered yet."""
    now = [one for one in open_calls(actor, clock.now()) if one.start]  # without an hour nobody knows when it goes on
    return [*_leave(actor), *_to_sign(actor, now), *_unanswered(actor, today, {one.pk for one in now})]


def _to_sign(actor: Actor, now: list[Activity]) -> list[OpenItem]:
    """Where he could sign in at this moment and has not; who presides ticks the others."""
    there = set(Attendance.objects.filter(activity__in=now, member=actor.member).values_list("activity_id", flat=True)) if now else set()
    wanted = [one for one in now if one.pk not in there and not _hosts(actor, one)]
    return [OpenItem(KIND, f"{_named(one)}：现在可以签到", reverse("attendance-type"), one.on, "签到") for one in wanted]


def _leave(actor: Actor) -> list[OpenItem]:
    if not actor.holds("leader", "secretary", "commissioner"):
        return []
    waits: dict[str, list[MeetingAnswer]] = {}
    for one in leave_waiting(actor)[: SHOWN * 5]:
        waits.setdefault(one.activity_id, []).append(one)
    items = []
    for key, found in list(waits.items())[:SHOWN]:
        held = found[0].activity
        who = found[0].member.name if len(found) == 1 else f"{len(found)} 人"
        items.append(OpenItem(KIND, f"{_named(held)}：{who}请假，等你批", reverse("attendance", args=[key]), held.on, "批假"))
    return items


def _unanswered(actor: Actor, today: dt.date, going_on: set[str]) -> list[OpenItem]:
    """Of meetings that he was told of and that do not go on yet; a leader need not answer his own."""
    found = [one for one in calls(actor, today) if one.activity.notice_on and one.activity.pk not in going_on]
    found = [one for one in found if not _said(one.answer) and not _hosts(actor, one.activity)]
    return [
        OpenItem(KIND, f"{_named(one.activity)}：回复去不去", reverse("answer-give", args=[one.activity.pk]), one.activity.on, "回复")
        for one in found[:SHOWN]
    ]


def _said(answer: MeetingAnswer | None) -> bool:
    return answer is not None and answer.says != Says.WITHDRAWN


def _hosts(actor: Actor, activity: Activity) -> bool:
    return actor.member in activity.host.split()


def _named(activity: Activity) -> str:
    return f"{activity.on.month}月{activity.on.day}日{activity_type(activity.type).label}"


def open_items(organisation: str, user: str, member: str) -> list[OpenItem]:
    """What is handed over when somebody's rights at an organisation end: leave that waits there."""
    body = Organisation.objects.filter(pk=organisation).first()
    if body is None:
        return []
    asked = MeetingAnswer.objects.filter(activity=OuterRef("pk"), says=Says.LEAVE, decision="")
    found = Activity.objects.filter(Exists(asked), organisation=body, on__gte=clock.today()).order_by("on", "pk")[:SHOWN]
    return [OpenItem(KIND, f"{_named(one)}有人请假没有批", reverse("attendance", args=[one.pk]), one.on) for one in found]
