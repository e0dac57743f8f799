"""Workbooks keep room for texts of several lines, for not every office program makes it by itself."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from zhibu.papers import Column
from zhibu.web.components.sheets import Sheet, lines_of, sheet_bytes


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [("短", 10, 1), ("每次党小组会都要有会议记录", 14, 2), ("a\nb\nc", 30, 3), (7, 2, 1), ("", 5, 1)],
)
def test_lines_are_counted_by_their_width(text: object, width: int, lines: int) -> None:
    assert lines_of(text, width) == lines


def test_a_row_is_as_high_as_its_longest_cell() -> None:
    rows = [("短", "短"), ("党" * 60, "短")]
    made = sheet_bytes(Sheet("清单", [Column("甲", 21), Column("乙", 10)], rows))
    page = openpyxl.load_workbook(BytesIO(made)).active

    assert page.row_dimensions[3].height in (None, 15)
    assert page.row_dimensions[4].height >= 6 * 15
