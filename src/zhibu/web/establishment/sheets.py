"""The lists of this area as workbooks."""

from __future__ import annotations

from collections.abc import Iterable

from zhibu.domain.establishment.selectors.history import Happened
from zhibu.web.components.sheets import Column, Sheet


def history(organisation: object, rows: Iterable[Happened]) -> Sheet:
    """What happened to one organisation."""
    columns = (Column("日期", 12, True), Column("变动", 12), Column("内容", 50), Column("文件", 40))
    lines = [(row.on, row.what, row.detail, row.paper) for row in rows]
    return Sheet(f"{organisation}变动记录", columns, lines, (f"共 {len(lines)} 条。",), landscape=True)
