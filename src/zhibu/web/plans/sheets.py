"""A plan on one A4 page, and the list of plans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from zhibu.kernel.dates import chinese_day
from zhibu.papers import Column
from zhibu.web.components.sheets import Sheet

if TYPE_CHECKING:
    from zhibu.domain.plans.models import Plan
    from zhibu.domain.plans.selectors import LineTold


def plan_one(plan: Plan, lines: Sequence[LineTold]) -> Sheet:
    """Month by month: what, about what, who; and what was held."""
    columns = (Column("月份", 6, True), Column("活动", 12), Column("主题", 26), Column("议题", 26), Column("谁负责", 10), Column("开展", 10, True))
    rows = [
        (f"{line.item.month}月", line.label, line.item.theme, line.item.agenda.replace("\n", "；"), line.item.who,
         "、".join(f"{one.on.month}月{one.on.day}日" for one in line.held if one.status == "held"))
        for line in lines
    ]  # fmt: skip
    return Sheet(f"{plan.organisation}{plan.year}年工作计划", columns, rows, tuple(notes(plan)))


def notes(plan: Plan) -> list[str]:
    """What stands below the table."""
    said = [f"总的要求：{plan.note}"] if plan.note else []
    if plan.decided_on:
        where = f"，{plan.decided_by.on.month}月{plan.decided_by.on.day}日会议" if plan.decided_by else ""
        said.append(f"{chinese_day(plan.decided_on)}定下{where}。")
    else:
        said.append("草稿，还没有定下。")
    changed = plan.changes.count()
    return [*said, f"定下以后调整过 {changed} 处，原样和原因另存。"] if changed else said


def plans(found: Iterable[Plan], year: int) -> Sheet:
    """Which organisation has a plan, and whether it is decided."""
    columns = (Column("序号", 6, True), Column("组织", 30), Column("状态", 8, True), Column("定下日期", 12, True))
    rows = [(number, one.organisation.in_full, one.get_state_display(), one.decided_on) for number, one in enumerate(found, 1)]
    return Sheet(f"{year}年工作计划", columns, rows, (f"共 {len(rows)} 份。",))
