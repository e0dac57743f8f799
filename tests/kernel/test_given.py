"""What is said to an action: strict from JSON, by type from texts, and every fault told in Chinese."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibu.kernel.actions import Given
from zhibu.kernel.errors import InputError
from zhibu.kernel.given import read_json, read_texts


class Part(Given):
    on: dt.date


class Said(Given):
    name: str
    on: dt.date
    until: dt.date | None = None
    count: int = 0
    yes: bool = False
    among: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()


def test_json_is_read_by_its_schema() -> None:
    said = read_json(Said, '{"name": " 甲 ", "on": "2024-02-29", "count": 3.0, "parts": [{"on": "2024-01-01"}]}'.encode())

    assert (said.name, said.on, said.count) == ("甲", dt.date(2024, 2, 29), 3)
    assert said.parts[0].on == dt.date(2024, 1, 1)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("{", "内容"),
        ("[]", "对象"),
        ('{"name": "甲"}', "on：是空的，应为这一项必填"),
        ('{"name": "甲", "on": "1704067200"}', "on：读到“1704067200”，应为日期 YYYY-MM-DD"),
        ('{"name": "甲", "on": 0}', "on：读到“0”，应为日期 YYYY-MM-DD"),
        ('{"name": "甲", "on": "2024-02-30"}', "应为日期 YYYY-MM-DD"),
        ('{"name": "甲", "on": "2024-01-01", "count": "3"}', "count：读到“3”，应为整数"),
        ('{"name": "甲", "on": "2024-01-01", "yes": 1}', "应为true 或 false"),
        ('{"name": "甲", "on": "2024-01-01", "other": 1}', "other：读到“1”，应为没有这一项"),
        ('{"name": "a\\u0000b", "on": "2024-01-01"}', "name"),
        ('{"name": "\\ud800", "on": "2024-01-01"}', "能读的文字"),
        ('{"name": "甲", "on": "2024-01-01", "parts": [{"on": "20240101"}]}', "parts.on：读到“20240101”"),
        ('{"name": "甲", "on": "2024-01-01", "count": NaN}', "内容"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told(body: str, told: str) -> None:
    with pytest.raises(InputError) as error:
        read_json(Said, body.encode())

    assert told in str(error.value)


def test_texts_are_read_by_type() -> None:
    given = {"name": ["甲"], "on": ["2024-01-01"], "count": ["3"], "yes": ["true"], "among": ["a", "b"]}

    said = read_texts(Said, given)

    assert (said.count, said.yes, said.among) == (3, True, ("a", "b"))


@given(body=st.binary(max_size=60))
def test_any_bytes_are_read_or_told(body: bytes) -> None:
    told: tuple[object, ...] = ()
    said = None
    try:
        said = read_json(Said, body)
    except InputError as error:
        told = error.problems

    assert (said is None) == bool(told)
