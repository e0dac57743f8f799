"""Calendar files: whole days, ids that stay, no alarm, no name."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from icalendar import Calendar

from tests.engine.forecasting.test_forecast import said_of
from zhibu import engine
from zhibu.engine.forecasting import together
from zhibu.engine.forecasting.calendars import calendar_file


def events(folder: Path, today: str) -> list:
    said = said_of(folder, today)
    text = calendar_file(together(said.of("overdue", "due")), engine.load(folder), "o", "要办的事", said.today)
    assert "党员M" not in text.decode()
    assert "VALARM" not in text.decode()
    return list(Calendar.from_ical(text).walk("VEVENT"))


def test_what_is_due_stands_on_its_day_and_what_is_overdue_on_today(tmp_path: Path) -> None:
    found = events(tmp_path, "2024-08-15")

    overdue = [event for event in found if str(event["summary"]).startswith("已过期")]
    assert [event["dtstart"].dt for event in overdue] == [dt.date(2024, 8, 15)]
    number = int(str(overdue[0]["summary"]).split()[1])
    assert str(overdue[0]["description"]).count("到期") == number
    meeting = next(e for e in found if str(e["summary"]) == "开展general_meeting，1 次")
    assert meeting["dtstart"].dt == dt.date(2024, 9, 30)


def test_an_event_keeps_its_id_from_day_to_day(tmp_path: Path) -> None:
    first = {str(event["uid"]) for event in events(tmp_path, "2024-08-15")}
    later = {str(event["uid"]) for event in events(tmp_path, "2024-08-16")}

    assert len(first) == len(events(tmp_path, "2024-08-15"))
    assert first <= later


def test_a_title_of_several_lines_stays_one_line(tmp_path: Path) -> None:
    """The name of a calendar is not escaped as other texts are: a line feed in it would begin a line of the file."""
    said = said_of(tmp_path, "2024-08-15")
    text = calendar_file((), engine.load(tmp_path), "o", "甲支部\r\nATTENDEE:mailto:x@elsewhere.invalid", said.today)

    assert b"\nATTENDEE" not in text
    assert "X-WR-CALNAME:甲支部 ATTENDEE" in text.decode()
