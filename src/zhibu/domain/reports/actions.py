"""What programs and the command line may do with reports: who and when. What was written is never told or taken here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Literal

from zhibu.domain.accounts import scope
from zhibu.domain.reports import selectors, services
from zhibu.domain.reports.models import Report
from zhibu.kernel.actions import Action, Given, Listing, Shape, Single
from zhibu.kernel.actor import Actor


class ReportTold(Shape):
    """One report that was given, without contents."""

    id: str
    member: str
    name: str
    organisation: str
    period: str
    manner: str
    on: dt.date
    answered_on: dt.date | None


class Asked(Given):
    """Which reports."""

    organisation: str = ""
    member: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


class Note(Given):
    """A member reported on a day; `meeting`: at which."""

    member: str
    on: dt.date
    manner: Literal["oral", "written"] = "oral"
    meeting: str = ""


class Named(Given):
    """One report."""

    report: str


class Tally(Given):
    """A body and a period."""

    organisation: str
    period: str


class Counted(Shape):
    """How many reports the tally covers."""

    count: int


def _told(report: Report) -> ReportTold:
    assert report.on is not None  # of one that was given
    return ReportTold(
        id=report.pk, member=report.member_id, name=report.member.name, organisation=report.organisation_id,
        period=report.period, manner=report.manner, on=report.on, answered_on=report.answered_on,
    )  # fmt: skip


def _find(actor: Actor, asked: Asked) -> Any:
    body = scope.organisation_get(actor, asked.organisation) if asked.organisation else None
    return selectors.reports_asked(actor, body=body, member=asked.member, since=asked.since, until=asked.until)


def _shape(actor: Actor, rows: Sequence[Report]) -> list[ReportTold]:
    return [_told(row) for row in rows]


def _given(actor: Actor, key: str) -> Report:
    return scope.row_get(selectors.reports_asked(actor), key, "这份汇报")


def _get(actor: Actor, key: str) -> ReportTold:
    return _told(_given(actor, key))


def _note(actor: Actor, given: Note) -> ReportTold:
    meeting = scope.activity_get(actor, given.meeting) if given.meeting else None
    member = scope.member_get(actor, given.member)
    return _told(services.report_note(actor=actor, member=member, on=given.on, manner=given.manner, part_of=meeting))


def _withdraw(actor: Actor, given: Named) -> ReportTold:
    found = _given(actor, given.report)
    told = _told(found)
    services.report_withdraw(actor=actor, report=found)
    return told


def _tally(actor: Actor, given: Tally) -> Counted:
    body = scope.organisation_get(actor, given.organisation)
    return Counted(count=services.tally_note(actor=actor, organisation=body, period=given.period))


ABOUT = ("report", "report")
ACTIONS = (
    Listing("report.list", "党员汇报", Asked, ReportTold, _find, _shape),
    Single("report.get", "一份汇报", ReportTold, _get),
    Action("report.note", "登记党员汇报", Note, ReportTold, _note),
    Action("report.withdraw", "撤回党员汇报", Named, ReportTold, _withdraw, ABOUT),
    Action("tally.note", "登记汇报统计表", Tally, Counted, _tally),
)
