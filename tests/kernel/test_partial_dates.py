"""Days that are known only in part, as clerks write them."""

from __future__ import annotations

import pytest

from zhibu.kernel.dates import PartialDate


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1980.1.1", "1980-01-01"), ("1980-1-1", "1980-01-01"), ("19800101", "1980-01-01"), ("1980年1月1日", "1980-01-01"),
        (" １９８０．７ ", "1980-07"), ("1980年7月", "1980-07"), ("198007", "1980-07"), ("1980", "1980"),
    ],
)  # fmt: skip
def test_a_partial_date_is_read_as_people_write_it(text: str, said: str) -> None:
    assert str(PartialDate.written(text)) == said


@pytest.mark.parametrize("text", ["", "80.1.1", "1980-13-01", "1980.2.30", "1980.1.1.", "1980-1月"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        PartialDate.written(text)
