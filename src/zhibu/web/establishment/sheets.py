"""The lists of this area as workbooks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from zhibu.domain.establishment.selectors.checks import ListShown
from zhibu.domain.establishment.selectors.history import Happened
from zhibu.domain.establishment.selectors.trees import Line
from zhibu.papers import Column
from zhibu.web.components.sheets import Sheet

if TYPE_CHECKING:
    from zhibu.domain.organisations.models import Organisation
    from zhibu.domain.procedures.models import Check
    from zhibu.engine.language.checklists import Checklist


def history(organisation: object, rows: Iterable[Happened]) -> Sheet:
    """What happened to one organisation."""
    columns = (Column("日期", 12, True), Column("变动", 12), Column("内容", 50), Column("文件", 40))
    lines = [(row.on, row.what, row.detail, row.paper) for row in rows]
    return Sheet(f"{organisation}变动记录", columns, lines, (f"共 {len(lines)} 条。",), landscape=True)


def checklists(organisation: object, lists: Sequence[ListShown], on: dt.date) -> Sheet:
    """All checklists of one organisation."""
    columns = (
        Column("清单", 14), Column("项目", 24), Column("符合", 8, True), Column("数值", 12, True),
        Column("检查日期", 12, True), Column("查过几次", 8, True),
    )  # fmt: skip
    lines = [
        (
            listed.checklist.label, one.item.label, _yes(one.latest), one.latest.value if one.latest else "",
            one.latest.on if one.latest else None, one.times or None,
        )
        for listed in lists
        for one in listed.items
    ]  # fmt: skip
    return Sheet(f"{organisation}清单", columns, lines, (f"截至 {on}。",))


def check_table(
    listed: Checklist, bodies: Sequence[Organisation], latest: Mapping[tuple[str, str], Check], on: dt.date
) -> Sheet:
    """One checklist of many organisations, a column an item."""
    columns = (Column("组织", 34), *(Column(item.label, 10, True) for item in listed.items))
    lines = [
        (one.name, *(_cell(latest.get((one.pk, item.code))) for item in listed.items)) for one in bodies
    ]
    return Sheet(f"{listed.label}检查情况", columns, lines, (f"截至 {on}，共 {len(lines)} 个组织。",), landscape=True)


def _yes(check: Check | None) -> str:
    return "" if check is None else "✓" if check.ok else "✕"


def _cell(check: Check | None) -> str:
    return f"{_yes(check)} {check.value}".strip() if check else ""


def tree(name: str, lines: Sequence[Line], on: dt.date) -> Sheet:
    """The tree, indented."""
    columns = (
        Column("序号", 6, True), Column("组织", 44), Column("类别", 12, True), Column("领域", 10, True),
        Column("成立", 12, True), Column("书记、组长", 14), Column("支部", 8, True), Column("党员", 8, True),
    )  # fmt: skip
    rows = [
        (
            number, "　" * line.depth + line.organisation.name, line.organisation.get_kind_display(),
            line.organisation.get_sector_display(), line.organisation.established, line.head,
            line.branches or None, line.members or None,
        )
        for number, line in enumerate(lines, 1)
    ]  # fmt: skip
    return Sheet(f"{name}组织表", columns, rows, (f"截至 {on}，共 {len(rows)} 个组织。",))
