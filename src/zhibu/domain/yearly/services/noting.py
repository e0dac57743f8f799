"""What every write of the room does: lock the row, write the entry."""

from __future__ import annotations

from typing import Any

from zhibu.domain.audit.services import entry_record
from zhibu.domain.yearly.models import YearReport
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound, Refused


def held(report: YearReport, *states: str, doing: str = "") -> YearReport:
    """The row, locked; Refused where it is not in one of these states any more."""
    rows = YearReport.objects.select_for_update(of=("self",)).select_related("organisation", "receiver")
    found = rows.filter(pk=report.pk).first()
    if found is None:
        raise NotFound("找不到这份报告，可能刚才删掉了。")
    if states and found.state not in states:
        raise Refused(f"“{found.title}”现在是“{found.get_state_display()}”，不能{doing}。刷新页面看最新情况。")
    return found


def noted(actor: Actor, report: YearReport, verb: str, details: dict[str, Any]) -> None:
    """The entry; none of the words of the report."""
    entry_record(
        actor=actor, action=f"yearly.{verb}", subject=report.pk, organisation=report.organisation_id,
        details={"title": report.title, "period": report.period, **details},
    )  # fmt: skip
