"""What programs and the command line may do with reports of a year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from zhibu.domain.accounts import scope
from zhibu.domain.yearly import selectors, services
from zhibu.domain.yearly.models import YearReport
from zhibu.kernel import clock
from zhibu.kernel.actions import Action, Given, Listing, Shape, Single, by_service
from zhibu.kernel.actor import Actor


class SectionTold(Shape):
    """One section: its words, and what the records say."""

    code: str
    title: str
    text: str
    drafted: str
    own: bool


class YearlyTold(Shape):
    """One report; `late` is in days."""

    id: str
    organisation: str
    type: str
    period: str
    title: str
    state: str
    receiver: str
    due_on: dt.date | None
    submitted_on: dt.date | None
    received_on: dt.date | None
    reason: str
    activity: str
    meeting: str
    read_on: dt.date | None
    late: int


class YearlyWhole(YearlyTold):
    """The same with its sections."""

    sections: list[SectionTold]


class Asked(Given):
    """Which reports."""

    type: str = ""
    state: str = ""
    period: str = ""
    at: str = ""


class Begin(Given):
    """Draft one from the records: type is an activity type, period 2026 or 2026-H1."""

    organisation: str
    type: str
    period: str


class Change(Given):
    """Sections by their codes."""

    yearly: str
    texts: dict[str, str]
    title: str = ""


class Named(Given):
    """A deed without anything more."""

    yearly: str


class Return(Given):
    """What is missing."""

    yearly: str
    reason: str


class Read(Given):
    """At which meeting (id of the activity)."""

    yearly: str
    meeting: str


def _columns(one: YearReport) -> dict[str, Any]:
    own = {name: getattr(one, name) for name in YearlyTold.model_fields if name not in ("organisation", "receiver", "late")}
    late = selectors.days_late(one, clock.today())
    return own | {"organisation": one.organisation_id, "receiver": one.receiver_id or "", "late": late}


def _told(one: YearReport) -> YearlyTold:
    return YearlyTold(**_columns(one))


def _find(actor: Actor, asked: Asked) -> Any:
    return selectors.reports_asked(actor, **asked.model_dump())


def _shape(actor: Actor, rows: Sequence[YearReport]) -> list[YearlyTold]:
    return [_told(row) for row in rows]


def _get(actor: Actor, key: str) -> YearlyWhole:
    found = selectors.report_get(actor, key)
    sections = [
        SectionTold(code=one.code, title=one.title, text=one.text, drafted=one.drafted, own=one.is_own)
        for one in selectors.sections_of(found)
    ]
    return YearlyWhole(**_columns(found), sections=sections)


def _begin(actor: Actor, given: Begin) -> YearlyTold:
    said = given.model_dump() | {"organisation": scope.organisation_get(actor, given.organisation)}
    return _told(services.yearly_begin(actor=actor, **said))


def _discard(actor: Actor, given: Named) -> YearlyTold:
    found = selectors.report_get(actor, given.yearly)
    told = _told(found)
    services.yearly_discard(actor=actor, report=found)
    return told


ABOUT = ("yearly", "yearly")
_by = by_service(
    "yearly", lambda actor, _, made: _told(made), takes="report", yearly=selectors.report_get, meeting=scope.activity_get
)
ACTIONS = (
    Listing("yearly.list", "年度报告", Asked, YearlyTold, _find, _shape),
    Single("yearly.get", "一份年度报告", YearlyWhole, _get),
    Action("yearly.begin", "起草年度报告", Begin, YearlyTold, _begin),
    Action("yearly.refresh", "按现在的记录更新", Named, YearlyTold, _by(services.yearly_refresh), ABOUT),
    Action("yearly.change", "改年度报告", Change, YearlyTold, _by(services.yearly_change), ABOUT),
    Action("yearly.submit", "交年度报告", Named, YearlyTold, _by(services.yearly_submit), ABOUT),
    Action("yearly.withdraw", "撤回年度报告", Named, YearlyTold, _by(services.yearly_withdraw), ABOUT),
    Action("yearly.receive", "收年度报告", Named, YearlyTold, _by(services.yearly_receive), ABOUT),
    Action("yearly.return", "退回年度报告", Return, YearlyTold, _by(services.yearly_return), ABOUT),
    Action("yearly.read", "登记在会上报告", Read, YearlyTold, _by(services.yearly_read), ABOUT),
    Action("yearly.discard", "删年度报告草稿", Named, YearlyTold, _discard),
)
