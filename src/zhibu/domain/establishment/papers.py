"""Papers of the room: the form of what is collected of an organisation, the tree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from zhibu.domain.establishment.selectors.particulars import Collected
from zhibu.domain.establishment.selectors.trees import Line
from zhibu.papers import Cell, Column, Form, Node, Tree


def collected_form(shown: Collected) -> Form:
    """党组织信息采集表."""
    one = shown.organisation
    rows: list[list[Cell | str]] = [
        [Cell("党组织名称", label=True), Cell(one.name, span=3)],
        [Cell("书记", label=True), Cell(shown.secretary), Cell("组织类别", label=True), Cell(one.get_form_display() or one.get_kind_display())],
        [Cell("联系人", label=True), Cell(one.contact), Cell("联系电话", label=True), Cell(one.phone)],
        [Cell("地址", label=True), Cell(" ".join(filter(None, (one.seat, one.address))), span=3)],
        [Cell("单位情况", label=True), Cell(one.get_unit_situation_display(), span=3)],
    ]
    for unit in shown.units:
        rows.append([Cell("单位名称", label=True), Cell(unit.name, span=3)])
        rows.append([Cell("单位性质", label=True), Cell(unit.get_nature_display()), Cell("建立党组织情况", label=True), Cell(unit.get_party_display())])
        rows.append([Cell("统一社会信用代码", label=True), Cell(unit.credit_code, span=3)])
    return Form("党组织信息采集表", (28, 52, 30, 50), rows, subtitle=one.short_name or "", on=shown.on)


def tree_paper(title: str, lines: Sequence[Line], on: dt.date, *, wall: bool) -> Tree:
    """The tree as an indented table; `wall`: on A3."""
    columns = (Column("类别", 1), Column("书记、组长", 1.2), Column("支部", 0.6, True), Column("党员", 0.6, True))
    nodes = [
        Node(line.depth, str(line.organisation), (line.organisation.get_kind_display(), line.head, line.branches or "", line.members or ""))
        for line in lines
    ]
    return Tree(title, nodes, columns, subtitle=f"截至 {on}", wall=wall, on=on)
