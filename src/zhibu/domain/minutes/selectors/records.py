"""One record as plain values for paper, booklet and lock: from the rows of today, or as it was locked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from zhibu.domain.activities.choices import ActivityStatus, AttendanceStatus
from zhibu.domain.activities.models import Activity
from zhibu.domain.attendance.selectors import AttendanceRoll, Line, roll, scan_names
from zhibu.domain.attendance.selectors.roll import THERE
from zhibu.domain.meetings.selectors import came_by, names_of, sheet_of
from zhibu.domain.minutes import texts
from zhibu.domain.minutes.models import Minutes
from zhibu.domain.minutes.record import Box, Record, Said, unpacked
from zhibu.domain.minutes.selectors.asking import boxes, has_items, lag, resolves
from zhibu.domain.opinions.models import Opinion
from zhibu.domain.rulebook.selectors import demanded
from zhibu.domain.tasks.models import Task
from zhibu.engine.comparing.meetings import Demands
from zhibu.kernel.clock import SHANGHAI
from zhibu.kernel.dates import PartialDate, chinese_day


def record_of(activity: Activity, minutes: Minutes | None, written: Mapping[str, str]) -> Record:
    """What was locked, or what stands there now."""
    if minutes is not None and minutes.sealed is not None:
        return unpacked(minutes.sealed)
    return record_now(activity, minutes, written)


def record_now(activity: Activity, minutes: Minutes | None, written: Mapping[str, str]) -> Record:
    """The record as it stands now."""
    demands = demanded(activity.organisation, activity.type, activity.on)
    people = roll(activity)
    word = "决议" if resolves(demands, activity.organisation) else "意见"
    said = {one.label: one.text for one in _boxes(demands, written)}
    owners = names_of(*(one.owner for one in texts.todos(written)))
    whose = names_of(activity.host, activity.recorder, activity.speaker)
    late = lag(activity, demands)
    return Record(
        title=f"{demands.type.label}记录", unit=activity.organisation.name, type=activity.type, on=activity.on.isoformat(),
        start=activity.start, end=written.get("about.end", ""), place=activity.place,
        form=activity.get_form_display() if activity.form else "", theme=activity.theme,
        host=_names(activity.host, whose), recorder=_names(activity.recorder, whose),
        speaker=_names(activity.speaker, whose), entitled=_entitled(activity, people),
        present=tuple(_named(line) for line in people.lines if line.status in THERE) if people.recorded else (),
        missing=tuple(_missing(line) for line in people.lines if line.status not in THERE) if people.recorded else (),
        guests=(*(_named(line) for line in people.guests), *(_guest(one.name, one.role) for one in people.named)),
        counted=activity.declared_present if not people.recorded else people.counts.there,
        items=_items(written, owners) if has_items(demands.type) or texts.items(written) else (),
        boxes=(*_beside(activity, people), *(Box(label, text) for label, text in said.items())), follow=_follow(written), view_word=word,
        version=minutes.version if minutes else 0, recorded_on=activity.recorded_on.isoformat() if activity.recorded_on else "",
        late=late.days if late.recorded_on else 0, confirmed_by=minutes.confirmed_by if minutes else "",
        confirmed_on=_day(minutes.confirmed_at) if minutes else "",
        reported_on=activity.reported_on.isoformat() if activity.reported_on else "", number=_number(activity),
    )  # fmt: skip


def _beside(activity: Activity, people: AttendanceRoll) -> tuple[Box, ...]:
    """With which units it was held (at the convener how many of each came), and the scan of the signed sheet."""
    told = [f"{one.unit}到会 {len(one.names)} 人" for one in people.joined]
    first = sheet_of(activity).joint_of
    told = told or ([f"应{first.organisation.in_full}邀请一起开展" if came_by(activity) else f"和{first.organisation.in_full}一起开展"] if first else [])
    scans = scan_names(activity)
    found = [("联合开展", "；".join(told)), ("签到表", f"附扫描件 {len(scans)} 份：{'、'.join(scans)}" if scans else "")]
    return tuple(Box(label, text) for label, text in found if text)


def _day(at: dt.datetime | None) -> str:
    """The day of an instant where the meeting was."""
    return at.astimezone(SHANGHAI).date().isoformat() if at else ""


def _number(activity: Activity) -> str:
    """Which meeting of its type in the year it is: 2026 年第 11 次."""
    rows = Activity.objects.filter(organisation=activity.organisation, type=activity.type, status=ActivityStatus.HELD)
    before = rows.filter(on__gte=activity.on.replace(month=1, day=1), on__lte=activity.on).exclude(on=activity.on, pk__gt=activity.pk)
    return f"{activity.on.year} 年第 {max(before.count(), 1)} 次"


def _boxes(demands: Demands, written: Mapping[str, str]) -> list[Box]:
    found = [Box(one.label, written[one.name]) for one in boxes(demands, written) if one.met]
    known = {one.name for one in boxes(demands, written)}
    return [*found, *(Box(name.removeprefix("field."), text) for name, text in sorted(written.items())
                      if name.startswith("field.") and name not in known)]  # fmt: skip


def _names(cell: str, names: Mapping[str, str]) -> str:
    return "、".join(names.get(key, "") for key in cell.split() if names.get(key))


def _entitled(activity: Activity, people: AttendanceRoll) -> int | None:
    return len(people.lines) or activity.declared_entitled


def _named(line: Line) -> str:
    marks = [word for word in line.about if word in ("预备党员",)]
    online = ["线上"] if line.status == AttendanceStatus.ONLINE else []
    said = "，".join([*("预备" for _ in marks), *online])
    return f"{line.member.name}（{said}）" if said else line.member.name


def _missing(line: Line) -> str:
    word = "请假" if line.status == AttendanceStatus.EXCUSED else "缺席"
    return f"{line.member.name}：{word}" + (f"，{line.reason}" if line.reason else "")


def _guest(name: str, role: str) -> str:
    return f"{name}（{role}）" if role else name


def _items(written: Mapping[str, str], owners: Mapping[str, str]) -> tuple[Said, ...]:
    todos = texts.todos(written)
    keys = [one.key for one in texts.items(written)]
    found = [
        Said(
            one.title,
            one.said,
            one.view,
            tuple(_todo(todo, owners) for todo in todos if todo.item == one.key),
        )
        for one in texts.items(written)
        if one.title or one.said or one.view
    ]
    loose = tuple(_todo(todo, owners) for todo in todos if todo.item not in keys)
    return (*found, Said("会上定下要办的事", todos=loose)) if loose else tuple(found)


def _todo(todo: texts.Todo, owners: Mapping[str, str]) -> str:
    who = "、".join(owners.get(key, "") for key in todo.owner.split() if owners.get(key))
    day = day_read(todo.due)
    by = f"，{chinese_day(day)}前办完" if day else ""
    return f"{todo.title}（{who}{by}）" if who or by else todo.title


def day_read(text: str) -> dt.date | None:
    """A day as it was typed; None where it is none."""
    try:
        return PartialDate.written(text).first if text.strip() else None
    except ValueError:
        return None


def _follow(written: Mapping[str, str]) -> tuple[Box, ...]:
    said = texts.followed(written)
    titles = dict(Task.objects.filter(pk__in=said).values_list("pk", "title")) if said else {}
    if set(said) - set(titles):
        titles |= {one.pk: f"意见“{one.text[:40]}”" for one in Opinion.objects.filter(pk__in=said).only("pk", "text")}
    return tuple(Box(titles.get(key, "上次的事"), text) for key, text in said.items())
