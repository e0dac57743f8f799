"""The list of opinions as a workbook or paper: words only where the reader may read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from zhibu.papers import Column
from zhibu.web.components.sheets import Sheet

if TYPE_CHECKING:
    from zhibu.domain.opinions.selectors import Row


def opinions(rows: Iterable[Row], on: dt.date) -> Sheet:
    """As shown, one line an opinion, with its age; no names of those who said it."""
    columns = (
        Column("序号", 6, True), Column("提出", 12, True), Column("谁的", 8, True), Column("类别", 8, True), Column("内容", 44),
        Column("现在在哪里", 20), Column("进行到", 14), Column("多少天", 8, True), Column("期限", 12, True), Column("答复", 40),
    )  # fmt: skip
    lines = [
        (
            number, row.opinion.taken_on, row.opinion.get_whose_display(), row.opinion.get_kind_display(), row.words,
            row.opinion.at.in_full, row.opinion.get_state_display(), row.age, row.due.on if row.due else None,
            (row.opinion.answer or "") if row.readable else "",
        )
        for number, row in enumerate(rows, 1)
    ]  # fmt: skip
    return Sheet("意见和诉求清单", columns, lines, (f"截至 {on}，共 {len(lines)} 条。多少天：从提出到办结，没办结的到今天。",), landscape=True)
