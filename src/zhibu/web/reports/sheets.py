"""汇报统计表: who reported in which month and how; never what was said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from zhibu.papers import Column
from zhibu.web.components.sheets import Sheet

if TYPE_CHECKING:
    from zhibu.domain.members.models import Member
    from zhibu.domain.organisations.models import Organisation

Tally = Iterable[tuple["Member", tuple[tuple[str, ...], ...]]]


def tally(body: Organisation, year: int, rows: Tally, on: dt.date) -> Sheet:
    """A line for each member, a column for each month."""
    columns = (Column("序号", 5, True), Column("姓名", 10), *(Column(f"{month}月", 8, True) for month in range(1, 13)))
    lines = [
        (number, member.name, *("、".join(month) for month in months)) for number, (member, months) in enumerate(rows, 1)
    ]
    note = f"截至 {on}。写“书面”的是交了书面汇报，其余是口头汇报；只登记谁、哪天，不登记内容。"
    return Sheet(f"{body}{year}年党员汇报统计表", columns, lines, (note,), landscape=True)
