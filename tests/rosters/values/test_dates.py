"""Every way of writing a date is read, held or refused; none is guessed."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibu.rosters.sheets import Sheet
from zhibu.rosters.values.dates import read_date, read_dates

DAY = [
    "1998.07.01", "1998.7.1", "1998-07-01", "1998/7/1", "1998年7月1日", "1998年7月1号", "1998年07月01日", "19980701",
    "１９９８．０７．０１", "1998、7、1", "1998—07—01", " 1998 年 7 月 1 日 ", "1998-07-01 00:00:00", "1998-07-01T00:00:00",
    "1998年7月1日(星期三)", "一九九八年七月一日", "35977", "35977.0", "1998.0701", "1998 07 01", "Jul 1, 1998", "1-Jul-1998",
    35977.0, 19980701.0, dt.date(1998, 7, 1), dt.datetime(1998, 7, 1),
]  # fmt: skip
MONTH = ["1998.07", "1998.7", "1998-07", "1998/07", "1998年7月", "1998年7月份", "199807", "１９９８．０７", "1998、7", "一九九八年七月",
         "一九九八年〇七月", "Jul-1998", " 1998 . 07 ", 1998.07, 199807.0]  # fmt: skip


@pytest.mark.parametrize("value", DAY)
def test_an_exact_day(value: object) -> None:
    reading = read_date(value)
    assert (reading.text, reading.precision, reading.code) == ("1998-07-01", "day", "")


@pytest.mark.parametrize("value", MONTH)
def test_a_month(value: object) -> None:
    reading = read_date(value)
    assert (reading.text, reading.precision, reading.code) == ("1998-07", "month", "")


@pytest.mark.parametrize(
    ("value", "code", "candidates"),
    [
        (1998.1, "numeric_year_month_ambiguous", ("1998-01", "1998-10")),
        ("98.7.1", "two_digit_year", ("1998-07-01", "2098-07-01")),
        ("98年7月", "two_digit_year", ("1998-07", "2098-07")),
        ("Jul-98", "two_digit_year", ("1998-07", "2098-07")),
        ("3/7/1998", "day_or_month_first", ("1998-07-03", "1998-03-07")),
        ("2005.12（延长一年）2006.12", "two_dates_in_cell", ("2005-12", "2006-12")),
        ("1957.06/1958.06", "two_dates_in_cell", ("1957-06", "1958-06")),
        ("1998年上半年", "approximate_date", ("1998",)),
        ("3月15日", "year_missing", ()),
        ("1998.07?", "approximate_date", ("1998-07",)),
        ("农历1998年7月", "approximate_date", ("1998-07",)),
        ("1998.07.00", "day_zero", ("1998-07",)),
        ("1998.O7", "letter_for_digit", ("1998-07",)),
        ("l998.07", "letter_for_digit", ("1998-07",)),
        ("1998.07 12", "date_partly_read", ("1998-07",)),
        ("9807", "two_digit_year", ("1998-07", "2098-07")),
        (980701.0, "two_digit_year", ("1998-07-01", "2098-07-01")),
        (9807.0, "two_digit_year", ("1998-07", "2098-07")),
    ],
)
def test_what_may_mean_two_things_is_held(value: object, code: str, candidates: tuple[str, ...]) -> None:
    reading = read_date(value)
    assert (reading.value, reading.precision, reading.code) == (None, "ambiguous", code)
    assert reading.candidates == candidates


@pytest.mark.parametrize("value", ["1998.13", "1998年2月30日", "2024.3.32", "1998.00", 1998.13, "2月30日", "13月5日", "档案里有", 7.0])
def test_what_no_calendar_has_is_invalid(value: object) -> None:
    reading = read_date(value)
    assert (reading.value, reading.precision) == (None, "invalid")
    assert reading.reason


@pytest.mark.parametrize("value", ["", None, "  ", "不详", "待查", "年代久远", "无", "—", "/", "#N/A", 0.0])
def test_nothing_known_is_missing(value: object) -> None:
    assert read_date(value).precision == "missing"


@pytest.mark.parametrize(
    ("value", "code"),
    [("同入党时间", "same_as_joined"), ("同左", "same_as_joined"), ("无候补期", "no_probation_period"), ("无预备期", "no_probation_period"),
     ("2025.06（预计）", "planned_date_not_a_fact"), ("########", "hashes_instead_of_date")],
)  # fmt: skip
def test_words_in_place_of_a_date(value: str, code: str) -> None:
    reading = read_date(value)
    assert (reading.precision, reading.code) == ("missing", code)


def test_a_year_alone_is_told() -> None:
    assert (read_date("1998年").precision, read_date(1998.0).code) == ("year", "year_only")


def test_a_date_cell_that_shows_only_the_month_is_a_month() -> None:
    assert read_date(dt.date(1998, 7, 15), "month").text == "1998-07"
    assert read_date(35977.0, "month").text == "1998-07"


def test_the_year_of_the_title_stands_in_and_is_told() -> None:
    reading = read_date("3月15日", year=2024)
    assert (reading.text, reading.code) == ("2024-03-15", "year_from_title")
    assert read_date("15日", year=2024, month=2).text == "2024-02-15"


@pytest.mark.parametrize(
    ("value", "text"),
    [("2005年六月", "2005-06"), ("2005年十二月三十一日", "2005-12-31"), ("一九九八年7月1日", "1998-07-01"),
     ("2005年元月", "2005-01"), ("1998年7.1", "1998-07-01"), ("07/1998", "1998-07"), ("民国三十七年七月", "1948-07"),
     ("2024年3月15日下午3点半", "2024-03-15"), ("1998.7.1 周三", "1998-07-01")],
)  # fmt: skip
def test_mixed_ways_of_writing(value: str, text: str) -> None:
    assert read_date(value).text == text


def test_a_text_in_a_workbook_may_have_lost_its_zero_too() -> None:
    """Unless somebody wrote 1998.10 in the column: then it was text from the beginning."""
    column = [["1998.1"], ["2001.07"]]
    assert Sheet("", "", [*column]).may_lack_zero(0, "1998.1")
    assert not Sheet("", "", [*column, ["1999.10"]]).may_lack_zero(0, "1998.1")
    assert not Sheet("", "", [*column]).may_lack_zero(0, "1998.7")
    assert Sheet("", "", [*column, ["1999.10"]], text_file=True).may_lack_zero(0, "1998.1")


def test_in_a_text_file_a_lost_zero_is_thought_of() -> None:
    assert read_date("1998.1", may_lack_zero=True).precision == "ambiguous"
    assert read_date("1998.1").text == "1998-01"


def test_several_dates_in_a_cell() -> None:
    assert [one.text for one in read_dates("2019.04-2022.08")] == ["2019-04", "2022-08"]
    assert [one.text for one in read_dates("1957年6月入党，1958年6月转正")] == ["1957-06", "1958-06"]


@given(st.dates(dt.date(1921, 7, 1), dt.date(2099, 12, 31)), st.sampled_from(
    ["{y}.{m:02}.{d:02}", "{y}-{m:02}-{d:02}", "{y}/{m}/{d}", "{y}年{m}月{d}日", "{y}{m:02}{d:02}", "{y}、{m}、{d}"]))  # fmt: skip
def test_every_day_in_every_form(day: dt.date, form: str) -> None:
    assert read_date(form.format(y=day.year, m=day.month, d=day.day)).text == day.isoformat()


@given(st.text(max_size=20))
def test_no_text_breaks_the_reader(text: str) -> None:
    assert read_date(text).precision in ("day", "month", "year", "ambiguous", "invalid", "missing")
