"""The list of tasks as a workbook or paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from zhibu.papers import Column
from zhibu.web.components.sheets import Sheet

if TYPE_CHECKING:
    from zhibu.domain.tasks.selectors import Row


def tasks(rows: Iterable[Row], title: str, on: dt.date) -> Sheet:
    """As shown, one line a task; by day, never by person."""
    columns = (
        Column("序号", 6, True), Column("任务", 34), Column("谁办", 18), Column("哪个组织", 18), Column("谁派的", 14),
        Column("派出", 12, True), Column("期限", 12, True), Column("进行到", 18), Column("办结", 12, True),
        Column("最近的进展", 30),
    )  # fmt: skip
    lines = [
        (
            number, row.task.title, row.owners, row.task.organisation.in_full, row.task.giver_name or str(row.task.giver),
            row.task.given_on, row.task.due_on, row.standing, row.task.done_on, row.note,
        )
        for number, row in enumerate(rows, 1)
    ]  # fmt: skip
    return Sheet(title, columns, lines, (f"截至 {on}，共 {len(lines)} 项。",), landscape=True)
