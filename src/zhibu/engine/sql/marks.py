"""Marks (标记) of organisations: what somebody noted of them, as the latest check of the list `marks`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhibu.engine.sql.spans import having, join
from zhibu.engine.sql.tables import working

if TYPE_CHECKING:
    import ibis.expr.types as ir

MARKS = "marks"  # the checklist whose items are marks


def marked(candidates: ir.Table, wanted: tuple[str, ...]) -> ir.Table:
    """Those whose organisation bears one of the marks on their day: its latest check by then says yes."""
    checks = working("check")
    checks = checks.filter(checks.checklist == MARKS, checks.item.isin(wanted))
    asked = candidates.select("organisation", "day").distinct()
    found = join(asked, checks, {"organisation": "organisation"},
                 {"item": "item", "on": "on", "ok": "ok"})
    found = found.filter(found.on <= found.day)
    newest = found.group_by("organisation", "day", "item").agg(newest=found.on.max())
    found = join(found, newest, {"organisation": "organisation", "day": "day", "item": "item"},
                 {"newest": "newest"})
    bearing = found.filter((found.on == found.newest) & (found.ok == "yes"))
    return having(candidates, bearing, {"organisation": "organisation", "day": "day"})
