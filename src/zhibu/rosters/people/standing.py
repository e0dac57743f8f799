"""入党, 转正 and 人员类别 of a row: the dates of membership and whether they agree."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from zhibu.kernel.dates import PartialDate, add_months
from zhibu.rosters.people.person import Person, Reader
from zhibu.rosters.values.dates import DateReading, read_date, read_dates
from zhibu.rosters.values.words import read_category

# 1969-04 (九大党章) to 1977-08 (十一大党章): joined without a probationary period.
NO_PROBATION = ("1969-04", "1977-08")
FOUNDED = "1921-07"
OPEN = DateReading(None, "ambiguous")
CATEGORY_NAMES = {"full": "正式党员", "probationary": "预备党员"}


@lru_cache(maxsize=16384)
def first_day_of_age(born: str, years: int) -> dt.date | None:
    """The earliest day on which somebody born then (a day, month or year) has that age."""
    return add_months(PartialDate.parse(born).first, 12 * years) if born else None


def judge_joined(reader: Reader, person: Person) -> DateReading | None:
    """Set the day of joining; returns a 转正 date that stands in the same cell."""
    row, heading = person.row, reader.heading("joined")
    raw, reading = reader.value(row, "joined"), reader.date(row, "joined")
    page = reader.page
    both = _both_in_one(reader, person, raw, reading)
    if both is not None:
        page.note(row, heading, "two_fields_in_one_cell", raw, f"{both[0].text} + {both[1].text}",
                  "入党/转正写在一格")  # fmt: skip
        person.joined = both[0]
        return both[1]
    if reader.layout.index("joined") < 0:
        page.reject(row, "", "joined_missing", "", "表里没有认出入党日期一列", "指明哪一列是入党日期")
        person.joined = DateReading(None, "missing")
    elif reading.precision == "missing":
        page.reject(row, heading, "joined_missing", raw, "没有入党日期")
        person.joined = DateReading(None, "missing")
    elif reading.precision == "invalid":
        page.reject(row, heading, reading.code, raw, reading.reason)
        person.joined = reading
    elif reading.precision == "ambiguous":
        person.joined = _chosen(reader, person, "joined", reading)
    else:
        person.joined = _possible(reader, person, raw, reading)
    return None


def _both_in_one(reader: Reader, person: Person, raw: object, reading: DateReading) -> tuple[DateReading, DateReading] | None:
    """`1957.06/1958.06` with an empty 转正 cell: joining and becoming full."""
    if reading.code != "two_dates_in_cell" or not isinstance(raw, str):
        return None
    found = read_dates(raw)
    if len(found) != 2 or not all(one.text for one in found) or found[0].text > found[1].text:
        return None
    if reader.layout.index("full_since") < 0 or reader.date(person.row, "full_since").precision != "missing":
        return None
    if found[0].value is not None and found[0].value.first > reader.report:
        return None
    return found[0], found[1]


def _chosen(reader: Reader, person: Person, name: str, reading: DateReading) -> DateReading:
    """A hold with the candidates that can be: not in the future, not before 18."""
    grown = first_day_of_age(person.birth, 18)
    # Nobody alive joined more than 85 years ago.
    oldest = add_months(reader.report, -12 * 85).isoformat()
    earliest = max(grown.isoformat() if grown else "", FOUNDED, oldest)
    last = reader.report.isoformat()
    fits = [one for one in reading.candidates if earliest[: len(one)] <= one <= last[: len(one)]]
    chosen = reader.page.hold(person.row, reader.heading(name), reading.code, reader.value(person.row, name),
                              fits or reading.candidates, reading.reason)  # fmt: skip
    return read_date(chosen) if chosen else DateReading(None, "ambiguous")


def _possible(reader: Reader, person: Person, raw: object, reading: DateReading) -> DateReading:
    """Not in the future, not before 18, more than a year."""
    row, heading, page = person.row, reader.heading("joined"), reader.page
    assert reading.value is not None
    if reading.value.first > reader.report:
        page.reject(row, heading, "date_in_future", raw, f"晚于填报日{reader.report}")
        return DateReading(None, "invalid")
    if reading.text < FOUNDED[: len(reading.text)]:
        page.reject(row, heading, "date_impossible", raw, "早于1921年7月")
        return DateReading(None, "invalid")
    grown = first_day_of_age(person.birth, 18)
    last = reading.value.after() if reading.precision != "day" else reading.value.first + dt.timedelta(days=1)
    if grown is not None and last <= grown:
        chosen = page.hold(row, heading, "joined_before_18", raw, (reading.text,), "入党时不满18岁")
        return read_date(chosen) if chosen else OPEN
    if reading.code == "year_only":
        chosen = page.hold(row, heading, "year_only", raw, reading.candidates, "只有年份")
        return read_date(chosen) if chosen else reading
    if reading.code:
        page.note(row, heading, reading.code, raw, reading.text, reading.reason)
    return reading


def judge_full_since(reader: Reader, person: Person, from_joined: DateReading | None) -> str:
    """Set the day of becoming a full member; returns a planned day, or ""."""
    if from_joined is not None:
        person.full_since = from_joined
        return ""
    if reader.layout.index("full_since") < 0:
        return ""
    row, heading = person.row, reader.heading("full_since")
    raw, reading, page = reader.value(row, "full_since"), reader.date(row, "full_since"), reader.page
    person.full_since = reading
    if reading.code in ("same_as_joined", "no_probation_period"):
        person.full_since = _as_joined(reader, person, reading)
    elif reading.code == "planned_date_not_a_fact":
        planned = next((one.text for one in read_dates(raw) if one.text), "")
        page.note(row, heading, reading.code, raw, "", "预计转正，不是事实")
        return planned
    elif reading.precision == "missing" and reading.code:
        page.note(row, heading, reading.code, raw, "", reading.reason)
    elif reading.precision == "invalid":
        page.reject(row, heading, reading.code, raw, reading.reason)
    elif reading.precision == "ambiguous":
        if reading.code == "two_dates_in_cell" and "延长" in str(raw):
            reading = DateReading(None, "ambiguous", reading.code, reading.candidates, "延长预备期，应取后一个")
        person.full_since = _chosen(reader, person, "full_since", reading)
    elif reading.value is not None:
        return _later(reader, person, raw, reading)
    return ""


def _as_joined(reader: Reader, person: Person, reading: DateReading) -> DateReading:
    """同入党时间, 无候补期: right for those who joined from 1969-04 to 1977-08, else asked."""
    row, heading = person.row, reader.heading("full_since")
    raw, joined = reader.value(row, "full_since"), person.joined
    if joined.value is None:
        reader.page.note(row, heading, reading.code, raw, "", reading.reason)
        return DateReading(None, "missing")
    month = joined.text[:7]
    if not NO_PROBATION[0][: len(month)] <= month <= NO_PROBATION[1][: len(month)]:
        chosen = reader.page.hold(row, heading, reading.code, raw, (joined.text,),
                                  f"{reading.reason}，但1969年4月至1977年8月以外入党都有预备期")  # fmt: skip
        return read_date(chosen) if chosen else OPEN
    reader.page.note(row, heading, reading.code, raw, joined.text, "1969年4月至1977年8月间入党无预备期")
    return DateReading(joined.value, joined.precision)


def _later(reader: Reader, person: Person, raw: object, reading: DateReading) -> str:
    """A known day: after joining, not in the future."""
    row, heading, page = person.row, reader.heading("full_since"), reader.page
    assert reading.value is not None
    joined = person.joined.value
    if reading.value.first > reader.report:
        page.note(row, heading, "planned_date_not_a_fact", raw, "", f"晚于填报日{reader.report}，不是事实")
        person.full_since = DateReading(None, "missing")
        return reading.text
    last = reading.value.after() if reading.precision != "day" else reading.value.first + dt.timedelta(days=1)
    if joined is not None and last <= joined.first:
        chosen = page.hold(row, heading, "full_before_joined", raw, (reading.text,), "转正早于入党")
        person.full_since = read_date(chosen) if chosen else OPEN
    elif reading.code == "year_only":
        chosen = page.hold(row, heading, "year_only", raw, reading.candidates, "只有年份")
        person.full_since = read_date(chosen) if chosen else reading
    return ""


def judge_category(reader: Reader, person: Person) -> None:
    """正式 or 预备, held where the dates speak against it."""
    if reader.layout.index("category") < 0:
        return
    row, heading = person.row, reader.heading("category")
    raw = reader.text(row, "category")
    said = read_category(raw)
    became = person.full_since.precision not in ("missing",)
    if said == "full":
        person.category = _full(reader, person, raw) if not became else "full"
    elif said == "probationary":
        person.category = "probationary"
        if became and person.full_since.text:
            person.category = _ask(reader, person, raw, "类别为预备，但转正日期已填")
        elif became:
            person.category = "probationary"
    elif became:
        code = "category_missing" if said == "" else "category_not_in_list"
        reader.page.note(row, heading, code, raw, CATEGORY_NAMES["full"], "转正日期已填，按正式党员")
        person.category = "full"
    else:
        person.category = _ask(reader, person, raw, "类别看不出是正式还是预备，转正日期也空着")


def _full(reader: Reader, person: Person, raw: str) -> str:
    """A full member without a 转正 date: a year after joining that is only a gap in the list."""
    joined = person.joined.value
    if joined is not None and add_months(joined.first, 12) > reader.report:
        return _ask(reader, person, raw, "类别为正式，转正日期空，入党未满一年")
    if reader.layout.index("full_since") >= 0:
        reader.page.note(person.row, reader.heading("full_since"), "full_since_missing",
                         reader.value(person.row, "full_since"), "", "类别为正式党员，转正日期空")  # fmt: skip
    return "full"


def _ask(reader: Reader, person: Person, raw: str, reason: str) -> str:
    chosen = reader.page.hold(person.row, reader.heading("category"), "category_disagrees_with_dates", raw,
                              tuple(CATEGORY_NAMES.values()), reason)  # fmt: skip
    return read_category(chosen) if chosen else ""
