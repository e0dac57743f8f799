"""Lists of this area as workbooks."""

from __future__ import annotations

from zhibu.domain.groups.selectors.board import Board
from zhibu.domain.groups.selectors.pages import BranchGroups
from zhibu.kernel import clock
from zhibu.papers import Column
from zhibu.web.components.sheets import Sheet


def groups(page: BranchGroups) -> Sheet:
    """The groups of a branch."""
    rows = [
        (row.group.name, row.leader_name or "空缺", row.size, row.full, row.size - row.full, row.units,
         "；".join(told.citation.sentence for told in row.missed) or "都符合")
        for row in page.rows
    ]  # fmt: skip
    columns = (
        Column("党小组", 20), Column("组长", 12), Column("党员", 8, True), Column("正式", 8, True),
        Column("预备", 8, True), Column("单位", 40), Column("没做到的要求", 50),
    )  # fmt: skip
    return Sheet(f"{page.branch}党小组", columns, rows, (f"截至 {clock.today()}",), landscape=True)


def division(page: Board) -> Sheet:
    """Who sits in which group by a division."""
    rows = [
        (group.short, number, seat.person.name, "正式" if seat.person.full else "预备", seat.unit,
         "是" if seat.cadre else "", seat.comes_from, "组长人选" if seat.person.id == group.leader else "")
        for group in page.groups for number, seat in enumerate(group.people, start=1)
    ]  # fmt: skip
    columns = (
        Column("党小组", 20), Column("序号", 6, True), Column("姓名", 12), Column("类别", 8, True), Column("单位", 30),
        Column("领导干部", 10, True), Column("从哪个组来", 20), Column("备注", 12),
    )  # fmt: skip
    state = page.division.get_state_display()
    return Sheet(f"{page.division.branch}党小组划分方案", columns, rows, (f"{state}，{clock.today()}",))
