"""Terms of committees: results, extensions, what falls due, reminders, division of work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Literal

from pydantic import Field

from zhibu.domain.accounts import scope
from zhibu.domain.committees import services
from zhibu.domain.committees.actions.posts import FIRST, Count
from zhibu.domain.committees.models import CommitteeTerm, Extension
from zhibu.domain.committees.selectors.due import due_bodies, due_rows
from zhibu.domain.committees.selectors.reminders import sender_of
from zhibu.domain.committees.services.terms import Answer
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actions import Action, Given, Listing, Shape
from zhibu.kernel.actor import Actor


class SeatIn(Given):
    """Who was elected to what."""

    member: str
    post: Literal["secretary", "deputy_secretary", "organisation_commissioner", "publicity_commissioner", "discipline_commissioner", "committee_member"]


class Begun(Given):
    """The result of an election."""

    organisation: str
    since: dt.date = Field(ge=FIRST)
    seats: list[SeatIn] = Field(min_length=1, max_length=60)
    manner: Literal["elected", "designated", "recommended"] = "elected"
    decided_by: str = ""
    planned_until: dt.date | None = Field(None, ge=FIRST)
    number: int | None = Field(None, ge=1, le=999)
    approved_on: dt.date | None = Field(None, ge=FIRST)
    approval_number: str = Field("", max_length=100)
    filed_on: dt.date | None = Field(None, ge=FIRST)
    filing_number: str = Field("", max_length=100)


class TermTold(Shape):
    """A term of a committee."""

    id: str
    organisation: str
    number: int | None
    since: dt.date
    planned_until: dt.date
    until: dt.date | None
    posts: list[str]


class Extended(Given):
    """Another end of the term, with the approval."""

    organisation: str
    until: dt.date = Field(ge=FIRST)
    approved_by: str = Field(min_length=1, max_length=200)
    number: str = Field(min_length=1, max_length=100)
    approved_on: dt.date = Field(ge=FIRST)
    reason: str = Field("", max_length=500)


class ExtensionTold(Shape):
    """What was approved."""

    organisation: str
    before: dt.date
    after: dt.date
    approved_by: str
    number: str
    approved_on: dt.date


class DueAsked(Given):
    """Which committees fall due: below one organisation, or all in scope."""

    under: str = ""


class DueTold(Shape):
    """A committee whose term ends within half a year, or has ended."""

    organisation: str
    due: dt.date | None
    assumed: bool
    holders: int
    reminded: dt.date | None


class Reminded(Given):
    """Bodies that are reminded of their election today."""

    organisations: list[str] = Field(min_length=1, max_length=500)
    number: str = Field("", max_length=100)


class Divided(Given):
    """Post id -> what its holder answers for."""

    organisation: str
    words: dict[str, str] = Field(min_length=1, max_length=60)


def _begin(actor: Actor, given: Begun) -> TermTold:
    body = scope.organisation_get(actor, given.organisation)
    seats = [services.Seat(scope.member_get(actor, one.member), one.post) for one in given.seats]
    made = services.term_begin(
        actor=actor, organisation=body, since=given.since, seats=seats, manner=given.manner,
        decided_by=given.decided_by, planned_until=given.planned_until, number=given.number,
        approval=Answer(given.approved_on, given.approval_number), filing=Answer(given.filed_on, given.filing_number),
    )  # fmt: skip
    return _term(made)


def _term(term: CommitteeTerm) -> TermTold:
    keys = list(term.posts.order_by("pk").values_list("pk", flat=True))
    return TermTold(
        id=term.pk, organisation=term.organisation_id, number=term.number, since=term.since,
        planned_until=term.planned_until, until=term.until, posts=keys,
    )  # fmt: skip


def _extend(actor: Actor, given: Extended) -> ExtensionTold:
    body = scope.organisation_get(actor, given.organisation)
    made: Extension = services.term_extend(actor=actor, organisation=body, **given.model_dump(exclude={"organisation"}))
    return ExtensionTold(
        organisation=body.pk, before=made.before, after=made.after, approved_by=made.approved_by,
        number=made.number, approved_on=made.approved_on,
    )  # fmt: skip


def _due(actor: Actor, asked: DueAsked) -> Any:
    top = scope.organisation_get(actor, asked.under) if asked.under else None
    return due_bodies(actor, clock.today(), top=top)


def _due_told(actor: Actor, rows: Sequence[Organisation]) -> list[DueTold]:
    return [
        DueTold(organisation=one.organisation.pk, due=one.due, assumed=one.assumed, holders=one.holders, reminded=one.reminded)
        for one in due_rows(rows, clock.today())
    ]


def _remind(actor: Actor, given: Reminded) -> Count:
    today = clock.today()
    found = due_bodies(actor, today).filter(pk__in=given.organisations)
    due = [(one.organisation, one.due) for one in due_rows(list(found), today) if one.due]
    sender = sender_of(actor, [body for body, _ in due])
    made = services.reminders_record(actor=actor, sent_by=sender, due=due, on=today, number=given.number)
    return Count(count=len(made))


def _divide(actor: Actor, given: Divided) -> Count:
    body = scope.organisation_get(actor, given.organisation)
    return Count(count=services.duty_set(actor=actor, organisation=body, words=given.words))


ENTRIES = (
    Action("term.begin", "登记换届结果", Begun, TermTold, _begin),
    Action("term.extend", "延期或提前换届", Extended, ExtensionTold, _extend),
    Listing("term_due.list", "换届到期", DueAsked, DueTold, _due, _due_told),
    Action("reminder.record", "提醒换届", Reminded, Count, _remind),
    Action("duty.set", "定委员分工", Divided, Count, _divide),
)
