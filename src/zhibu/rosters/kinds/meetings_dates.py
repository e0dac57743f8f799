"""The day of a meeting and of its notice, where a cell may leave out the year and the month."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata

from zhibu.kernel.dates import add_months
from zhibu.rosters.kinds.meetings_sheet import MeetingSheet
from zhibu.rosters.values.dates import DateReading, ambiguous, read_date
from zhibu.rosters.values.text import chinese_number, is_missing, squash

# A notice without a year so long before the meeting is asked: it may as well be after it.
LONGEST_NOTICE = 180
_DAY_ONLY = re.compile(r"(\d{1,2})[日号]?")
_AHEAD = re.compile(r"提前([一二两三四五六七八九十]+|\d{1,2})[天日](?:通知)?")
_SAME_DAY = re.compile(r"当[天日](?:通知)?|同日")


def meeting_day(sheet: MeetingSheet, row: int, month: int | None) -> dt.date | None:
    """The day of the meeting; None where it is impossible or must be asked."""
    name = "date" if "date" in sheet.layout else "time"
    value, heading = sheet.value(row, name), sheet.layout.heading(name)
    if isinstance(value, dt.datetime):
        value = value.date()
    reading = _read(
        value, sheet.sheet.shown.get((row, sheet.layout.index(name)), ""), sheet.year, month
    )
    day = reading.value.first if reading.value and reading.precision == "day" else None
    if day is None:
        return _not_a_day(sheet, row, heading, value, reading)
    if sheet.year is not None and day.year != sheet.year:
        return _other_year(sheet, row, heading, value, day)
    if month is not None and day.month != month:
        sheet.page.note(
            row, heading, "month_disagrees", value, day.isoformat(), f"月份栏是{month}月"
        )
    return day


def _read(value: object, shown: str, year: int | None, month: int | None) -> DateReading:
    """`read_date`, and numbers such as 1.25 (25 January) and 15 (the day alone)."""
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 32:
        return _month_and_day(value, year, month)
    if isinstance(value, str) and (day := _DAY_ONLY.fullmatch(_bare(value))):
        return read_date(f"{day[1]}日", year=year, month=month)
    return read_date(value, shown, year=year, month=month)


def _bare(value: str) -> str:
    return squash(unicodedata.normalize("NFKC", value))


def _month_and_day(value: float, year: int | None, month: int | None) -> DateReading:
    """A number cell: the fraction of 1.1 may be the 1st or the 10th."""
    if value == int(value):
        return read_date(f"{int(value)}日", year=year, month=month)
    whole, _, fraction = f"{value:.2f}".rstrip("0").partition(".")
    days = [fraction, f"{fraction}0"] if len(fraction) == 1 and int(fraction) <= 3 else [fraction]
    readings = [read_date(f"{whole}月{int(day)}日", year=year) for day in days]
    good = [reading for reading in readings if reading.value] or readings[:1]
    if len(good) == 1:
        return good[0]
    return ambiguous("numeric_day_ambiguous", [reading.text for reading in good],
                     f"数字{value:g}：末位的0可能丢了")  # fmt: skip


def _not_a_day(
    sheet: MeetingSheet, row: int, heading: str, value: object, reading: DateReading
) -> dt.date | None:
    if reading.precision == "invalid":
        sheet.page.reject(
            row, heading, reading.code or "date_impossible", value, reading.reason or "没有这一天"
        )
        return None
    if reading.precision == "missing":
        sheet.page.reject(row, heading, "date_missing", value, "没有写日期", "补上日期")
        return None
    code = reading.code if reading.precision == "ambiguous" else "day_missing"
    chosen = sheet.page.hold(
        row, heading, code, value, reading.candidates, reading.reason or "没有写哪一日"
    )
    return _chosen_day(chosen)


def _other_year(
    sheet: MeetingSheet, row: int, heading: str, value: object, day: dt.date
) -> dt.date | None:
    assert sheet.year is not None
    last = calendar.monthrange(sheet.year, day.month)[1]
    choices = [day.replace(year=sheet.year).isoformat()] if day.day <= last else []
    reason = f"登记表是{sheet.year}年，日期写成{day.year}年"
    chosen = sheet.page.hold(
        row, heading, "year_outside_register", value, [*choices, day.isoformat()], reason
    )
    return _chosen_day(chosen)


def _chosen_day(chosen: str | None) -> dt.date | None:
    reading = read_date(chosen) if chosen else None
    return reading.value.first if reading and reading.value and reading.precision == "day" else None


def notice_day(
    sheet: MeetingSheet, row: int, month: int | None, day: dt.date | None
) -> dt.date | None:
    """The day of the notice: without a year the last such day before the meeting."""
    value, heading = sheet.value(row, "notice"), sheet.layout.heading("notice")
    if isinstance(value, dt.datetime):
        value = value.date()
    if value == "" or (isinstance(value, str) and is_missing(value)):
        return None
    if isinstance(value, str) and day is not None and (spoken := _spoken(_bare(value), day)):
        return spoken
    found = _notice(sheet, value, month, day)
    if isinstance(found, DateReading):
        chosen = sheet.page.hold(row, heading, found.code or "notice_unreadable", value, found.candidates,
                                 found.reason or "读不出通知日期")  # fmt: skip
        return _chosen_day(chosen)
    early = day is not None and (day - found).days > LONGEST_NOTICE
    if (day is not None and found > day) or (early and _without_year(value)):
        chosen = sheet.page.hold(row, heading, "notice_after_meeting", value, [], "通知晚于会议")
        return _chosen_day(chosen)
    if early:
        reason = f"早于会议{LONGEST_NOTICE}天以上"
        sheet.page.note(
            row, heading, "notice_long_before_meeting", value, found.isoformat(), reason
        )
    return found


def _spoken(text: str, day: dt.date) -> dt.date | None:
    """提前3天, 当天."""
    if _SAME_DAY.fullmatch(text):
        return day
    ahead = _AHEAD.fullmatch(text)
    return day - dt.timedelta(days=chinese_number(ahead[1]) or 0) if ahead else None


def _without_year(value: object) -> bool:
    if isinstance(value, int | float):
        return 0 < value < 32
    return isinstance(value, str) and not re.search(
        r"\d{4}|[〇零○]", unicodedata.normalize("NFKC", value)
    )


def _notice(
    sheet: MeetingSheet, value: object, month: int | None, day: dt.date | None
) -> dt.date | DateReading:
    """The notice's day, or the reading that says why there is none."""
    year = day.year if day else sheet.year
    month = day.month if day else month
    reading = _read(value, "", year, month)
    if reading.value is None or reading.precision != "day":
        return reading
    found = reading.value.first
    if not _without_year(value):
        return found
    limit = day or (
        dt.date(year, month, calendar.monthrange(year, month)[1]) if year and month else None
    )
    if limit is None or found <= limit:
        return found
    if isinstance(value, str) and _DAY_ONLY.fullmatch(_bare(value)):
        return add_months(found, -1)
    try:
        return found.replace(year=found.year - 1)
    except ValueError:
        return ambiguous("notice_after_meeting", [], "通知晚于会议")
