"""Decisions and bodies for changes of the tree."""

from __future__ import annotations

import datetime as dt

from tests.domain.conftest import people, tree
from zhibu.domain.establishment.given import Decision, NewBody
from zhibu.domain.members.models import Membership
from zhibu.domain.organisations.models import Organisation

__all__ = ["people", "tree"]

ON = dt.date(2024, 6, 1)


def decision(on: dt.date = ON, **given: str) -> Decision:
    return Decision(on=on, decided_by="C1委员会", number="青直发〔2024〕6号", decided_on=on, **given)


def branch(name: str, **given: object) -> NewBody:
    return NewBody(kind="branch", name=name, **given)  # type: ignore[arg-type]  # one helper, many shapes


def get(key: str) -> Organisation:
    return Organisation.objects.get(pk=key)


def home(member: str, day: dt.date) -> list[tuple[str, str]]:
    """(kind, organisation) of all memberships that cover the day."""
    rows = Membership.objects.filter(member=member, since__lte=day).select_related("organisation")
    there = [row.organisation for row in rows if row.until is None or row.until > day]
    return sorted((one.kind, one.pk) for one in there)
