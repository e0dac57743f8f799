"""The record as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from zhibu.papers import Column
from zhibu.web.components.sheets import Sheet

if TYPE_CHECKING:
    from zhibu.domain.accounts.record import EntryLine


def entries(lines: Sequence[EntryLine], most: int) -> Sheet:
    """The entries as shown; at most so many, and a note where there are more."""
    columns = (
        Column("编号", 10, centred=True), Column("时间", 18, centred=True), Column("经办人", 18),
        Column("做了什么", 20), Column("对象", 20), Column("组织", 24), Column("内容", 60), Column("入口", 10, centred=True),
    )  # fmt: skip
    rows = [
        (
            line.number, f"{line.at:%Y-%m-%d %H:%M:%S}", line.actor, line.label, line.subject,
            line.organisation, line.said, line.door,
        )
        for line in lines
    ]  # fmt: skip
    notes = (f"只列最近 {most} 条，更早的按日期筛选。",) if len(lines) >= most else ()
    return Sheet("操作日志", columns, rows, notes, landscape=True)
