"""The day a page is asked for."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import RequestFactory

from zhibu.kernel import clock
from zhibu.web.components.days import as_of, read_day


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
