"""The list of transfers as a workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from zhibu.domain.transfers.selectors import is_late
from zhibu.papers import Column
from zhibu.web.components.sheets import Sheet

if TYPE_CHECKING:
    from zhibu.domain.transfers.models import Transfer


def transfers(found: Iterable[Transfer], on: dt.date) -> Sheet:
    """As shown, one line a transfer."""
    columns = (
        Column("序号", 6, True), Column("姓名", 10), Column("转出", 26), Column("转入", 26), Column("进行到", 20),
        Column("提出", 12, True), Column("介绍信", 22), Column("有效期到", 12, True), Column("接收", 12, True),
        Column("回执", 12, True), Column("超期", 6, True),
    )  # fmt: skip
    lines = [
        (
            number, one.name, one.start, one.goal, one.get_state_display(), one.requested_on, one.letter_number,
            one.valid_until, one.received_on, one.acknowledged_on, "超期" if is_late(one, on) else "",
        )
        for number, one in enumerate(found, 1)
    ]  # fmt: skip
    return Sheet("组织关系转接", columns, lines, (f"截至 {on}，共 {len(lines)} 件。",), landscape=True)
