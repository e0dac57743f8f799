"""The lists of this area as workbooks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from zhibu.domain.committees.selectors.committee import CommitteePage
from zhibu.domain.committees.selectors.due import Due
from zhibu.papers import Column
from zhibu.web.components.sheets import Sheet


def committee(organisation: object, page: CommitteePage, on: dt.date) -> Sheet:
    """Who is in office, and who was."""
    columns = (
        Column("职务", 12), Column("姓名", 10), Column("分工", 24), Column("任职", 12, True), Column("离任", 12, True),
        Column("产生方式", 10, True), Column("批准、备案", 30), Column("任期届满", 12, True),
    )  # fmt: skip
    shown = [*page.now, *page.others, *(one for _, rows in page.former for one in rows)]
    lines = [
        (
            one.post.get_post_display(), one.name, one.duty, one.post.since, one.post.until,
            one.post.get_manner_display(), one.answer, one.post.planned_until,
        )
        for one in shown
    ]  # fmt: skip
    return Sheet(f"{organisation}班子", columns, lines, (f"截至 {on}。",), landscape=True)


def due(rows: Sequence[Due], on: dt.date) -> Sheet:
    """What falls due."""
    columns = (
        Column("序号", 6, True), Column("组织", 34), Column("书记", 10), Column("班子人数", 8, True),
        Column("届满", 12, True), Column("还有几天", 10, True), Column("提醒", 12, True), Column("换届办件", 12, True),
    )  # fmt: skip
    lines = [
        (
            number, row.organisation.name, row.secretary, row.holders, row.due, row.days if row.due else None,
            row.reminded, row.case.opened if row.case else None,
        )
        for number, row in enumerate(rows, 1)
    ]  # fmt: skip
    assumed = sum(row.assumed for row in rows)
    notes = [f"截至 {on}，共 {len(lines)} 个。负数是已经届满。"]
    if assumed:
        notes.append(f"{assumed} 个没有登记届满日期，按执行的制度从任职推算。")
    return Sheet("换届到期", columns, lines, tuple(notes), landscape=True)
