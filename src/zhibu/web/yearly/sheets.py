"""Lists of reports as workbooks or papers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from zhibu.domain.rulebook.selectors import activity_labels
from zhibu.domain.yearly.periods import named
from zhibu.domain.yearly.selectors import days_late
from zhibu.papers import Column
from zhibu.web.components.sheets import Sheet

if TYPE_CHECKING:
    from zhibu.domain.organisations.models import Organisation
    from zhibu.domain.yearly.models import YearReport


def reports(found: Iterable[YearReport], on: dt.date) -> Sheet:
    """As shown, one line a report."""
    labels = activity_labels()
    columns = (
        Column("序号", 6, True), Column("组织", 24), Column("哪种报告", 16), Column("时期", 14), Column("进行到", 12), Column("期限", 12, True),
        Column("交出", 12, True), Column("收到", 12, True), Column("在会上报告", 12, True), Column("晚几天", 8, True),
    )  # fmt: skip
    lines = [
        (
            number, one.organisation.in_full, labels.get(one.type, one.type), named(one.period), one.get_state_display(), one.due_on,
            one.submitted_on, one.received_on, one.read_on, days_late(one, on) or "",
        )
        for number, one in enumerate(found, 1)
    ]  # fmt: skip
    return Sheet("年度报告", columns, lines, (f"截至 {on}，共 {len(lines)} 份。",), landscape=True)


def missing(found: Iterable[Organisation], title: str) -> Sheet:
    """Who has not handed in, in the order of the register."""
    lines = [(number, one.in_full, one.get_kind_display()) for number, one in enumerate(found, 1)]
    return Sheet(title, (Column("序号", 6, True), Column("组织", 40), Column("类别", 16)), lines)
