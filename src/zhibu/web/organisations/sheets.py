"""The lists of this area as workbooks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from zhibu.domain.directory.organisation import OrganisationPage
from zhibu.domain.directory.people import RosterRow
from zhibu.web.components.sheets import Column, Sheet


def roster(organisation: object, rows: Iterable[RosterRow], on: dt.date) -> Sheet:
    """The roster as shown: numbers stay masked."""
    columns = (
        Column("序号", 6, True),
        Column("姓名", 10),
        Column("类别", 10, True),
        Column("党支部", 26),
        Column("党小组", 16),
        Column("职务", 18),
        Column("入党日期", 12, True),
        Column("转正日期", 12, True),
        Column("状态", 10),
        Column("公民身份号码", 22),
        Column("联系电话", 14),
    )
    lines = [
        (
            number,
            row.member.name,
            "正式党员" if row.is_full else "预备党员",
            row.branch,
            row.group,
            row.posts,
            row.member.joined,
            row.member.full_since,
            row.state,
            row.id_number,
            row.phone,
        )
        for number, row in enumerate(rows, 1)
    ]
    notes = (f"截至 {on}，共 {len(lines)} 人。身份证号、电话只显示一部分。",)
    return Sheet(f"{organisation}党员名册", columns, lines, notes, landscape=True)


def bodies_below(page: OrganisationPage, on: dt.date) -> Sheet:
    """The bodies right below an organisation."""
    columns = (
        Column("序号", 6, True),
        Column("名称", 30),
        Column("类别", 10, True),
        Column("书记或组长", 16),
        Column("支部数", 8, True),
        Column("正式党员", 10, True),
        Column("预备党员", 10, True),
    )
    lines = [
        (
            number,
            row.organisation.name,
            row.organisation.get_kind_display(),
            row.head,
            row.branches or None,
            row.full,
            row.probationary,
        )
        for number, row in enumerate(page.below, 1)
    ]
    return Sheet(f"{page.organisation}下级组织", columns, lines, (f"截至 {on}。",))
