"""The list of minutes and of signals as a workbook."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from zhibu.domain.minutes.record import code_short
from zhibu.kernel.clock import SHANGHAI
from zhibu.papers import Column
from zhibu.web.components.sheets import Sheet

if TYPE_CHECKING:
    from zhibu.domain.minutes.models import Signal
    from zhibu.domain.minutes.selectors.reading import Asked
    from zhibu.web.minutes.standing import Line

MOST = 2_000


def minutes(lines: list[Line], asked: Asked) -> Sheet:
    """One line a meeting."""
    columns = (
        Column("序号", 6, True), Column("日期", 12, True), Column("会议", 16), Column("组织", 30), Column("主题", 30),
        Column("记录", 14), Column("最迟记完", 12, True), Column("记完", 12, True), Column("补记天数", 9, True), Column("核对人", 10),
        Column("锁定", 12, True), Column("核对码", 12, True),
    )  # fmt: skip
    rows = []
    for number, one in enumerate(lines, 1):
        row = one.minutes
        rows.append((
            number, one.activity.on, one.label, one.activity.organisation.name, one.activity.theme, one.state, one.lag.due,
            one.lag.recorded_on, one.lag.days or "", row.confirmed_by if row else "",
            row.locked_at.astimezone(SHANGHAI).date() if row and row.locked_at else None, code_short(row.code) if row else "",
        ))  # fmt: skip
    days = f"{asked.since} 到 {asked.until}（不含）" if asked.since else "全部日期"
    return Sheet("会议记录", columns, rows, (f"{days}，共 {len(rows)} 次。",), landscape=True)


def signals(found: Iterable[Signal]) -> Sheet:
    """One line a signal."""
    columns = (
        Column("序号", 6, True), Column("会议日期", 12, True), Column("组织", 30), Column("提醒", 20), Column("数", 8, True),
        Column("发现", 12, True), Column("答复", 16), Column("说明", 40), Column("报上级", 12, True),
    )  # fmt: skip
    rows = [
        (number, one.on, one.organisation.name, one.get_kind_display(), one.figure or "", one.found_on,
         one.get_answer_display() if one.answer else "", one.answer_text, one.passed_on)
        for number, one in enumerate(found, 1)
    ]  # fmt: skip
    return Sheet("记录的提醒", columns, rows, (f"共 {len(rows)} 条。",), landscape=True)
