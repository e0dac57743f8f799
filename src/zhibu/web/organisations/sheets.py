"""The lists of this area as workbooks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from zhibu.domain.directory.organisation import OrganisationPage
from zhibu.domain.directory.rosters import RosterRow
from zhibu.domain.directory.search import FOUND_SHOWN, Found
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


def found(text: str, all_of: Found, people: Iterable[RosterRow], on: dt.date) -> Sheet:
    """What a search found: organisations, members, articles, as many as the page shows."""
    columns = (Column("找到的", 8, True), Column("名称", 24), Column("在哪里", 60))
    lines = [("组织", str(one), f"{one.get_kind_display()}，{one.name}") for one in all_of.organisations]
    lines += [("党员", row.member.name, " ".join(part for part in (row.branch, row.group) if part)) for row in people]
    lines += [("条文", one.label, f"《{one.title}》{one.gist}") for one in all_of.articles]
    more = f"每类只列前 {FOUND_SHOWN} 个。" if all_of.more else ""
    return Sheet(f"查找“{text}”", columns, lines, (f"截至 {on}。{more}",))
