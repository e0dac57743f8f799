"""Numbers of persons are shown by their ends only."""

from __future__ import annotations

import pytest

from zhibu.kernel.masking import masked_id_number, masked_numbers, masked_phone


@pytest.mark.parametrize(("number", "shown"), [
    ("999999199001014213", "999999********4213"),
    ("99999919900101421X", "999999********421X"),
    ("9999999001", "**********"),
    ("", ""),
    (None, ""),
])  # fmt: skip
def test_an_id_number(number: str | None, shown: str) -> None:
    assert masked_id_number(number) == shown


@pytest.mark.parametrize(
    ("number", "shown"), [("15400004213", "154****4213"), ("1540000", "*******"), (None, "")]
)
def test_a_phone(number: str | None, shown: str) -> None:
    assert masked_phone(number) == shown


def test_numbers_within_a_sentence() -> None:
    said = masked_numbers("甲 999999199001014213，电话15400004213；编号 20240501，第 3 行")

    assert said == "甲 999999********4213，电话154****4213；编号 20240501，第 3 行"
