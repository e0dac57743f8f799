"""The list of cases as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from zhibu.domain.casework import selectors
from zhibu.domain.casework.choices import Acts
from zhibu.papers import Column
from zhibu.web.casework.pages import Asked
from zhibu.web.components.sheets import Sheet

if TYPE_CHECKING:
    from zhibu.domain.procedures.models import Case

MOST = 5_000


def cases(found: QuerySet[Case], asked: Asked) -> Sheet:
    """The cases as they are shown."""
    columns = [
        Column("办什么", 18), Column("对谁、对什么", 20), Column("哪个组织", 24), Column("开始", 12), Column("下一步", 22),
        Column("轮到谁", 12, centred=True), Column("期限", 12), Column("办结", 12), Column("结果", 14),
    ]  # fmt: skip
    words = dict(Acts.choices)
    rows = (
        (one.procedure, one.name, str(one.case.organisation), one.case.opened, one.next, words.get(one.acts, ""),
         one.due_on, one.case.closed, one.case.outcome)
        for one in selectors.lines(list(found[:MOST]))
    )  # fmt: skip
    return Sheet(f"办理事项 {asked.title}", columns, rows, (f"{asked.today} 打印",), landscape=True)
