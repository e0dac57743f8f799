"""What pages of reports show: what was asked, how one stands, what can be done with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhibu.domain.accounts import scope
from zhibu.domain.organisations.policies import works_for
from zhibu.domain.rulebook.selectors import activity_labels
from zhibu.domain.yearly import policies, selectors
from zhibu.domain.yearly.choices import EDITABLE, State
from zhibu.domain.yearly.periods import demands_of, named, periods_shown, span_of
from zhibu.kernel import clock
from zhibu.kernel.errors import NotFound
from zhibu.web.components.bodies import at_of

if TYPE_CHECKING:
    from django import forms

    from zhibu.domain.activities.models import Activity
    from zhibu.domain.yearly.models import YearReport, YearSection
    from zhibu.kernel.actor import Actor
    from zhibu.web.layout.request import Request


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    report: YearReport
    label: str
    period: str
    late: int


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that can be done now; `posted`: a button of its own, without a form to fill in."""

    url_name: str
    label: str
    main: bool = False
    posted: bool = False


def asked(request: Request) -> dict[str, str]:
    """What the address asks of the list."""
    given = request.GET
    state, type = given.get("state", ""), given.get("type", "")
    return {
        "state": state if state in State.values else "", "type": type if type in selectors.TYPES else "",
        "period": given.get("period", "")[:10], "at": at_of(request),
    }  # fmt: skip


def rows(found: Iterable[YearReport], on: dt.date) -> list[Row]:
    """The lines of the list."""
    labels = activity_labels()
    return [Row(one, labels.get(one.type, one.type), named(one.period), selectors.days_late(one, on)) for one in found]


def frame(actor: Actor, on: dt.date) -> dict[str, Any]:
    """What stands around the list: what can be begun, with who demands it."""
    found = selectors.choices(actor, on)
    wanted = [one for one in found if one.period.startswith(str(on.year))][:6]
    return {
        "states": State.choices, "types": [(code, label) for code, label in activity_labels().items() if code in selectors.TYPES],
        "wanted": [(one, named(one.period), _demand(one)) for one in wanted], "may_begin": bool(found), "below": bool(types_below(actor)),
    }  # fmt: skip


def _demand(one: selectors.Choice) -> Any:
    since, until = span_of(one.period)
    return next(iter(demands_of([one.organisation], one.type, since, until)[one.organisation.pk]), None)


def types_below(actor: Actor) -> list[tuple[str, str]]:
    """The kinds of report that bodies right below his hand in: code and label."""
    kinds = {kind for body in scope.worked_for(actor) for kind in body.children.filter(dissolved=None).values_list("kind", flat=True)}
    found = dict(pair for kind in sorted(kinds) for pair in selectors.yearly_types(kind))
    return [(code, label) for code, label in found.items() if not selectors.by_halves(code)]


def missing_asked(request: Request) -> dict[str, Any]:
    """Of which kind of report and which period the address asks who has not handed in."""
    types = dict(types_below(request.actor))
    given = request.GET.get("type", "")
    type = given if given in types else next(iter(types), "")
    if not type:
        raise NotFound("你的组织下面没有要交报告的组织。")
    if at := request.GET.get("at"):
        scope.organisation_get(request.actor, at)
    known = periods(type)
    period = request.GET.get("period", "")
    period = period if period in dict(known) else known[0][0]
    return {"types": types.items(), "type": type, "label": types[type], "period": period, "called": named(period), "periods": known}


def periods(type: str) -> list[tuple[str, str]]:
    """Periods to choose from, with their names."""
    return [(one, named(one)) for one in periods_shown(clock.today(), halves=selectors.by_halves(type))]


def deeds(actor: Actor, one: YearReport) -> list[Deed]:
    """What the actor can do with it now, the next first."""
    found: list[Deed] = []
    runs = works_for(actor, one.organisation)
    if one.state == State.SUBMITTED and policies.receives(actor, one) and one.receiver_id:
        found += [Deed("yearly-receive", "收下", True, True), Deed("yearly-return", "退回")]
    if one.state == State.RECEIVED and policies.receives(actor, one):
        found.append(Deed("yearly-return", "退回"))
    if one.state in EDITABLE and runs:
        found += [Deed("yearly-change", "改", one.state == State.RETURNED), Deed("yearly-submit", "交出", one.state == State.DRAFT, True),
                  Deed("yearly-refresh", "按现在的记录更新", False, True)]  # fmt: skip
    if one.state == State.SUBMITTED and runs:
        found.append(Deed("yearly-withdraw", "撤回", False, True))
    if runs:
        found.append(Deed("yearly-read", "登记在会上报告" if not one.read_on else "改在哪次会上报告"))
    if one.state == State.DRAFT and runs and not one.activity:
        found.append(Deed("yearly-discard", "删掉草稿", False, True))
    return found


def page(actor: Actor, one: YearReport, on: dt.date) -> dict[str, Any]:
    """What the page of a report shows."""
    sections = selectors.sections_of(one)
    demands = demands_of([one.organisation], one.type, one.since, one.until)[one.organisation.pk]
    return {
        "report": one, "label": activity_labels().get(one.type, one.type), "period": named(one.period),
        "late": selectors.days_late(one, on), "deeds": deeds(actor, one), "turn": turn(one), "demands": demands,
        "sections": [(section, selectors.sourced(section)) for section in sections], "meeting": _meeting(actor, one),
        "writes": works_for(actor, one.organisation),
    }  # fmt: skip


def fields(form: forms.Form, sections: Sequence[YearSection]) -> list[tuple[Any, YearSection, Any]]:
    """Each section's field with what the records say of it."""
    return [(form[f"s_{one.code}"], one, selectors.sourced(one)) for one in sections]


def turn(one: YearReport) -> str:
    """Whose turn it is, in words."""
    if selectors.by_halves(one.type) and not one.read_on:
        return "写好以后在党员大会上报告，登记那次会才算做到"
    return {
        State.DRAFT: "草稿，改好交出", State.RETURNED: "退回修改，改好再交",
        State.SUBMITTED: f"已交，等{one.receiver}收" if one.receiver else "已交", State.RECEIVED: f"{one.receiver or '上级'}已收",
    }[State(one.state)]  # fmt: skip


def _meeting(actor: Actor, one: YearReport) -> str:
    if not one.meeting:
        return ""
    try:
        found: Activity = scope.activity_get(actor, one.meeting)
    except NotFound:
        return str(one.read_on)
    return f"{found.on} {activity_labels().get(found.type, found.type)}"
