"""Inbox and outbox as workbooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from zhibu.papers import Column
from zhibu.web.components.sheets import Sheet
from zhibu.web.filings.pages import Asked

if TYPE_CHECKING:
    from zhibu.domain.filings.models import Filing

MOST = 5_000


def filings(found: QuerySet[Filing], asked: Asked) -> Sheet:
    """The box as it is shown."""
    columns = [
        Column("文号", 22), Column("方式", 8, centred=True), Column("标题", 40), Column("谁报的", 24),
        Column("报给谁", 24), Column("报送", 12), Column("期限", 12), Column("状态", 10, centred=True),
        Column("办结", 12), Column("备案号", 20), Column("退回、撤回的原因", 30),
    ]  # fmt: skip
    rows = (
        (one.number, one.get_kind_display(), one.subject, str(one.sender), str(one.receiver), one.sent_on, one.due_on,
         one.get_state_display(), one.closed_on, one.filed_number, one.reason)
        for one in found[:MOST]
    )  # fmt: skip
    return Sheet(f"请示报备 {asked.title}", columns, rows, (f"{asked.today} 打印",), landscape=True)
