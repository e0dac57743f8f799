"""ID numbers: mended where nothing is lost, refused where something is, never padded."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibu.rosters.values.ids import check_digit, read_id

TODAY = dt.date(2024, 12, 20)
GOOD, WITH_X = "999999199012290383", "99999919971223223X"


@pytest.mark.parametrize(
    ("raw", "clean", "code"),
    [
        (f"{GOOD}\t", GOOD, "blank_around_id"),
        (f"  {GOOD}", GOOD, "blank_around_id"),
        ("999999 19901229 0383", GOOD, "blank_inside_id"),
        ("999999-19901229-0383", GOOD, "blank_inside_id"),
        ("９９９９９９１９９０１２２９０３８３", GOOD, "full_width_id"),
        (f"'{GOOD}", GOOD, "apostrophe_in_id"),
        (f"’{GOOD}", GOOD, "apostrophe_in_id"),
        (f'="{GOOD}"', GOOD, "csv_formula_text"),
        (WITH_X.lower(), WITH_X, "lower_case_x"),
        (WITH_X.replace("X", "Х"), WITH_X, "cyrillic_x_in_id"),
        (WITH_X.replace("X", "х"), WITH_X, "cyrillic_x_in_id"),
        (WITH_X.replace("X", "×"), WITH_X, "cyrillic_x_in_id"),
        (WITH_X.replace("X", "Ｘ"), WITH_X, "full_width_id"),
        (f"身份证号：{GOOD}", GOOD, "text_around_id"),
        (f"{GOOD}（已核）", GOOD, "text_around_id"),
        (f"“{GOOD}”，", GOOD, "text_around_id"),
    ],
)
def test_what_is_mended_is_told(raw: str, clean: str, code: str) -> None:
    reading = read_id(raw, TODAY)
    assert (reading.number, reading.severity) == (clean, "note")
    assert code in [note for note, _ in reading.notes]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (9.99999199012290e17, "id_stored_as_number"),
        ("9.99999E+17", "id_stored_as_number"),
        ('="9.99999199012290E+17"', "id_stored_as_number"),
        ("999999199012290000", "id_stored_as_number"),
        ("999999197201239785", "id_checksum_wrong"),
        ("99999919508275718", "id_wrong_length"),
        (f"{GOOD}1", "id_wrong_length"),
        ("99999919901229038A", "id_bad_character"),
        ("########", "id_bad_character"),
        ("军官证12345678", "id_bad_character"),
        (f"{GOOD}、{WITH_X}", "id_bad_character"),
        ("999999198702319361", "id_birth_date_impossible"),
    ],
)
def test_what_is_lost_or_wrong_is_refused(raw: object, code: str) -> None:
    reading = read_id(raw, TODAY)
    assert (reading.number, reading.severity, reading.code) == ("", "reject", code)
    assert reading.reason


@pytest.mark.parametrize("raw", ["999999340615196", 999999340615196.0, " 999999340615196 "])
def test_fifteen_digits_are_held_with_a_candidate(raw: object) -> None:
    reading = read_id(raw, TODAY)
    assert (reading.severity, reading.candidate) == ("hold", "999999193406151960")
    assert reading.sex == "女"


@pytest.mark.parametrize("raw", ["", None, "无", "待补", "/", "办理中", "999999********0011"])
def test_none_is_noted(raw: object) -> None:
    assert read_id(raw, TODAY).code == "id_missing"


def test_a_birth_date_in_the_future_is_refused() -> None:
    first = "99999920990101001"
    assert read_id(first + check_digit(first), TODAY).severity == "reject"


@given(st.dates(dt.date(1920, 1, 1), dt.date(2006, 1, 1)), st.integers(1, 999), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_never_passes(born: dt.date, serial: int, place: int, more: int) -> None:
    first = f"999999{born:%Y%m%d}{serial:03d}"
    number = first + check_digit(first)
    assert read_id(number, TODAY).number == number
    broken = number[:place] + str((int(number[place]) + more) % 10) + number[place + 1 :]
    assert read_id(broken, TODAY).number == ""
