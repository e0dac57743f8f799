"""The day a page is asked for."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import RequestFactory

from zhibu.kernel import clock
from zhibu.web.components.days import as_of, read_day, read_hour


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-09",
        "2024.3.9",
        "2024/03/09",
        "20240309",
        "2024年3月9日",
        " ２０２４．３．９ ",
        "2024年03月09号",
    ],
)
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert read_day(text) == dt.date(2024, 3, 9)


@pytest.mark.parametrize(
    "text", ["", "2024-13-01", "2024-02-30", "昨天", "2024-3", "09/03/2024", "1e9"]
)
def test_anything_else_is_no_day(text: str) -> None:
    assert read_day(text) is None


@pytest.mark.parametrize(
    ("text", "words"), [("昨天", "不是日期"), ("2999-01-01", "还没到"), ("1900-01-01", "太早")]
)
def test_a_day_that_cannot_be_is_told_and_today_is_shown(text: str, words: str) -> None:
    found = as_of(RequestFactory().get("/", {"on": text}))

    assert words in found.error
    assert found.is_today
    assert found.text == text


def test_no_day_is_today() -> None:
    found = as_of(RequestFactory().get("/"))

    assert (found.day, found.error, found.query) == (clock.today(), "", "")


@pytest.mark.parametrize(
    ("typed", "read"),
    [("15:00", "15:00"), ("15：30", "15:30"), ("9", "09:00"), ("下午3点半", "15:30"), ("晚上9点", "21:00"), ("7点半", "07:30"),
     ("早上6点", "06:00"), ("05:30", "05:30"), ("三点", None), ("3点半", None), ("25点", None), ("24", None), ("9:75", None), ("²", None), ("９" * 5000, None), ("开完再说", None)],
)  # fmt: skip
def test_hours_are_read_as_people_write_them(typed: str, read: str | None) -> None:
    assert read_hour(typed) == read
