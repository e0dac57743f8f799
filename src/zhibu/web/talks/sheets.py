"""谈心谈话登记: who and when, never what was said; and the matrix as a workbook or on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from zhibu.papers import Column
from zhibu.web.components.sheets import Sheet

if TYPE_CHECKING:
    from zhibu.domain.organisations.models import Organisation
    from zhibu.domain.talks.selectors import Matrix, TalkTold


def register(found: Iterable[TalkTold], body: Organisation | None, on: dt.date) -> Sheet:
    """One line a talk, in the order of days."""
    columns = (
        Column("序号", 6, True), Column("日期", 12, True), Column("谈话的人", 30), Column("地点", 20), Column("登记在", 24),
        Column("情况", 10, True), Column("签名", 16),
    )  # fmt: skip
    rows = sorted(found, key=lambda one: (one.activity.on, one.activity.pk))
    lines = [
        (number, one.activity.on, one.names, one.activity.place, one.activity.organisation.in_full, one.activity.get_status_display(), "")
        for number, one in enumerate(rows, 1)
    ]
    name = f"{body}谈心谈话登记" if body else "谈心谈话登记"
    return Sheet(name, columns, lines, (f"截至 {on}，共 {len(lines)} 次。只登记谁同谁、哪天谈的，不登记内容。",))


def matrix(found: Matrix, on: dt.date) -> Sheet:
    """The matrix: a line for each member, a column for each partner."""
    columns = [Column("姓名", 10), Column("党小组", 16)]
    columns += [Column(one.label, 12) for one in found.columns] + [Column("还要谈", 18)]
    lines = []
    for row in found.rows:
        cells = [
            "本人" if cell.himself else "、".join(
                f"{name if column.key in ('leader', 'others') else ''}{day.month}月{day.day}日" for name, day in cell.talks)
            for column, cell in zip(found.columns, row.cells, strict=True)
        ]  # fmt: skip
        lines.append((row.member.name, row.group, *cells, "、".join(lack.demand.partner for lack in row.lacks)))
    notes = [f"“还要谈”按{one.citation.source}：{one.citation.sentence}" for one in found.demands]
    return Sheet(f"{found.body}{found.year}年谈心谈话", columns, lines, (*notes, f"截至 {on}。"), landscape=True)
