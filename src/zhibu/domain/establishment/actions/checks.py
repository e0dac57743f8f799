"""Checks of checklists, school terms and working days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from pydantic import Field

from zhibu.domain.accounts import scope
from zhibu.domain.establishment import services
from zhibu.domain.establishment.actions.shapes import FIRST
from zhibu.domain.establishment.selectors.checks import check_get, require_items
from zhibu.domain.procedures.models import Check
from zhibu.domain.procedures.services import Looked, check_record, check_withdraw
from zhibu.domain.rulebook.models import Term
from zhibu.kernel.actions import Action, Given, Listing, Shape
from zhibu.kernel.actor import Actor


class CheckTold(Shape):
    """One item as it was found."""

    id: str
    organisation: str
    checklist: str
    item: str
    on: dt.date
    ok: bool
    value: str


class ChecksAsked(Given):
    """Which checks."""

    organisation: str = ""
    checklist: str = ""
    item: str = ""


class ItemIn(Given):
    """One item."""

    item: str = Field(min_length=1, max_length=60)
    ok: bool
    value: str = Field("", max_length=100)


class ChecksIn(Given):
    """Items of one checklist of an organisation, as looked at on a day."""

    organisation: str
    checklist: str
    on: dt.date = Field(ge=FIRST)
    items: list[ItemIn] = Field(min_length=1, max_length=100)


class CheckOut(Given):
    """Which check was entered by mistake."""

    check: str


class Checked(Shape):
    """What was entered."""

    checks: list[CheckTold]


class TermTold(Shape):
    """A school term; `until` is the first day after it."""

    name: str
    since: dt.date
    until: dt.date


class TermIn(Given):
    """A school term; `before`: its name until now, where it is changed."""

    name: str = Field(min_length=1, max_length=100)
    since: dt.date = Field(ge=FIRST)
    until: dt.date = Field(ge=FIRST)
    before: str = ""


class TermOut(Given):
    """Which term was entered by mistake."""

    name: str


class DaysIn(Given):
    """Day -> worked or not; null: as the public calendar says."""

    days: dict[dt.date, bool | None] = Field(min_length=1, max_length=400)


class Count(Shape):
    """How many changed."""

    changed: int


class Nothing(Given):
    """Nothing is asked."""


def _find(actor: Actor, asked: ChecksAsked) -> Any:
    found = scope.checks(actor)
    if asked.organisation:
        found = found.filter(organisation=scope.organisation_get(actor, asked.organisation))
    for name in ("checklist", "item"):
        if getattr(asked, name):
            found = found.filter(**{name: getattr(asked, name)})
    return found.order_by("-on", "-pk")


def _told(actor: Actor, rows: Sequence[Check]) -> list[CheckTold]:
    return [
        CheckTold(
            id=str(row.pk), organisation=row.organisation_id, checklist=row.checklist, item=row.item,
            on=row.on, ok=row.ok, value=row.value,
        )
        for row in rows
    ]  # fmt: skip


def _record(actor: Actor, given: ChecksIn) -> Checked:
    one = scope.organisation_get(actor, given.organisation)
    require_items(given.checklist, [row.item for row in given.items])
    looked = [Looked(row.item, row.ok, row.value) for row in given.items]
    made = check_record(actor=actor, organisation=one, checklist=given.checklist, on=given.on, items=looked)
    return Checked(checks=_told(actor, made))


def _withdraw(actor: Actor, given: CheckOut) -> Count:
    key = int(given.check) if given.check.isascii() and given.check.isdigit() and len(given.check) < 19 else 0
    check_withdraw(actor=actor, check=check_get(actor, key))
    return Count(changed=1)


def _terms(actor: Actor, asked: Nothing) -> Any:
    return Term.objects.order_by("-since", "pk")


def _terms_told(actor: Actor, rows: Sequence[Term]) -> list[TermTold]:
    return [TermTold(name=row.name, since=row.since, until=row.until) for row in rows]


def _term(actor: Actor, given: TermIn) -> TermTold:
    return _terms_told(actor, [services.school_term_record(actor=actor, **given.model_dump())])[0]


def _term_out(actor: Actor, given: TermOut) -> Count:
    services.school_term_withdraw(actor=actor, name=given.name)
    return Count(changed=1)


def _days(actor: Actor, given: DaysIn) -> Count:
    return Count(changed=services.calendar_set(actor=actor, days=given.days))


ENTRIES = (
    Listing("check.list", "清单检查", ChecksAsked, CheckTold, _find, _told),
    Action("check.record", "登记清单检查", ChecksIn, Checked, _record),
    Action("check.withdraw", "删掉一次检查", CheckOut, Count, _withdraw),
    Listing("school_term.list", "学期", Nothing, TermTold, _terms, _terms_told),
    Action("school_term.record", "登记学期", TermIn, TermTold, _term),
    Action("school_term.withdraw", "删掉学期", TermOut, Count, _term_out),
    Action("calendar.set", "改工作日历", DaysIn, Count, _days),
)
