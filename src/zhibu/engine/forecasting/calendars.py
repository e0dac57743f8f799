"""Duties as a calendar file (iCalendar, RFC 5545): whole days, stable ids, no alarms, no names of members."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from zhibu.engine.forecasting.duties import PLACES, Duty
from zhibu.engine.language.rulebook import Rulebook
from zhibu.engine.wording import article_label
from zhibu.kernel.clock import SHANGHAI

PRODUCT = "-//zhibu//forecast//ZH"
USUAL = 90  # minutes


@dataclass(frozen=True, slots=True)
class Appointment:
    """A meeting to come, as a calendar shows it: what it is called, when, where; no contents, no names."""

    key: str
    title: str
    on: dt.date
    start: dt.time | None
    place: str = ""
    minutes: int = USUAL


def calendar_file(
    duties: Iterable[Duty], rulebook: Rulebook, owner: str, title: str, today: dt.date,
    places: Mapping[str, str] | None = None, appointments: Iterable[Appointment] = (),
) -> bytes:
    """The duties as events on the day by which they are due; what is overdue is one event, on today.

    `owner` keeps the ids of two calendars apart. An id rests on rule, subject and period, so that a
    calendar that fetches again changes its event instead of adding one. Transparent: nobody is busy.
    `places`: names of organisations by id, said before what they have to do. `appointments` have hours of their own.
    """
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", " ".join(title.split()))  # this line alone is not escaped
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    stamp = dt.datetime.combine(today, dt.time(), dt.UTC)
    for key, day, said, lines in _events(list(duties), rulebook, owner, today, places or {}):
        event = Event()
        event.add("uid", f"{key}@zhibu")
        event.add("dtstamp", stamp)
        event.add("dtstart", day)
        event.add("dtend", day + dt.timedelta(days=1))
        event.add("summary", said)
        event.add("description", "\n".join(lines))
        event.add("transp", "TRANSPARENT")
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    for appointment in appointments:
        calendar.add_component(_appointment(appointment, owner, stamp))
    found: bytes = calendar.to_ical()
    return found


def _appointment(one: Appointment, owner: str, stamp: dt.datetime) -> Any:
    """A meeting: busy at its hour, a whole day where no hour is settled."""
    from icalendar import Event

    event = Event()
    key = hashlib.sha256("\x1f".join((owner, "appointment", one.key)).encode()).hexdigest()[:32]
    event.add("uid", f"{key}@zhibu")
    event.add("dtstamp", stamp)
    if one.start is None:
        event.add("dtstart", one.on)
        event.add("dtend", one.on + dt.timedelta(days=1))
    else:
        begins = dt.datetime.combine(one.on, one.start, SHANGHAI)
        event.add("dtstart", begins.astimezone(dt.UTC))
        event.add("dtend", (begins + dt.timedelta(minutes=one.minutes)).astimezone(dt.UTC))
    event.add("summary", one.title)
    event.add("location", one.place)
    event.add("class", "PRIVATE")
    return event


def _events(
    duties: list[Duty], rulebook: Rulebook, owner: str, today: dt.date, places: Mapping[str, str]
) -> Iterator[tuple[str, dt.date, str, list[str]]]:
    """Id, day, summary and lines of each event; a day full of what is overdue would hide the rest."""
    overdue = [duty for duty in duties if duty.state == "overdue"]
    if overdue:
        key = hashlib.sha256("\x1f".join((owner, "overdue")).encode()).hexdigest()[:32]
        lines = [f"{_said(duty, places)}（{duty.latest} 到期，{duty.who_text}办）" for duty in overdue]
        yield key, today, f"已过期 {len(overdue)} 项", [*lines, "补上或者批准豁免以前一直列在这里。"]
    for duty in duties:
        if duty.state != "overdue":
            yield uid(duty, owner), duty.advised, _said(duty, places), list(_lines(duty, rulebook))


def _said(duty: Duty, places: Mapping[str, str]) -> str:
    """Who has to do what, in one line."""
    where = f"{places[duty.organisation]}：" if duty.organisation in places else ""
    return f"{where}{duty.what}{_many(duty)}"


def uid(duty: Duty, owner: str) -> str:
    """The id of a duty in a calendar: the same each time, telling nothing of whom it is."""
    alone = duty.subject if len(duty.subjects) <= 1 else "*"
    parts = (owner, duty.directive, duty.rule, duty.organisation, alone, str(duty.period_start))
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def _many(duty: Duty) -> str:
    return f"（{len(duty.subjects)} 项）" if len(duty.subjects) > 1 else ""


def _lines(duty: Duty, rulebook: Rulebook) -> Iterable[str]:
    yield duty.sentence
    title = rulebook.directives[duty.directive].head.title
    yield f"依据：《{title}》{article_label(duty.article)}"
    if duty.also:
        others = dict.fromkeys(rulebook.directives[directive].head.title for directive, _, _ in duty.also)
        yield "同一次也答复：" + "、".join(f"《{other}》" for other in others)
    yield f"{duty.earliest} 起可办，最迟 {duty.latest}；{duty.who_text}办"
    for step in duty.steps:
        yield f"{PLACES[step.place]}：{step.text}" + (f"（最迟 {step.latest}）" if step.latest else "")
