"""The lists of this area as workbooks."""

from __future__ import annotations

import datetime as dt

from zhibu.domain.directory.organisation import OrganisationPage
from zhibu.papers import Column
from zhibu.web.components.sheets import Sheet


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
