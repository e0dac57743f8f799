"""Which model holds which table of the exchange form, and which of its columns it can give in SQL."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models

from zhibu.domain.members.columns import INDEXED
from zhibu.facts.contract import TABLES, Column, Table

MODELS = {
    "organisations": "organisations.Organisation",
    "members": "members.Member",
    "states": "members.MemberState",
    "memberships": "members.Membership",
    "posts": "members.Post",
    "activities": "activities.Activity",
    "attendance": "activities.Attendance",
    "papers": "activities.Paper",
    "dues": "dues.Due",
    "penalties": "members.Penalty",
    "cases": "procedures.Case",
    "steps": "procedures.Step",
    "ballots": "procedures.Ballot",
    "checks": "procedures.Check",
    "adoptions": "rulebook.Adoption",
    "waivers": "rulebook.Waiver",
    "terms": "rulebook.Term",
    "calendar": "rulebook.CalendarDay",
}
ENCRYPTED = frozenset(INDEXED)  # no rule reads them, and no view can


def model_of(table: str) -> type[models.Model]:
    """The model whose rows are this table's."""
    return apps.get_model(MODELS[table])


def field_of(table: str, column: Column) -> models.Field[Any, Any]:
    """The model's field of a column; both bear the same name."""
    field = model_of(table)._meta.get_field(column.name)
    assert isinstance(field, models.Field)
    return field


def open_columns(table: Table) -> list[Column]:
    """The columns that a view can give: all but the encrypted ones."""
    return [column for column in table.columns if column.name not in ENCRYPTED]


def in_order_of_reference() -> list[Table]:
    """The tables so that each comes after those it refers to by a foreign key."""
    order = [
        "organisations",
        "members",
        "states",
        "memberships",
        "penalties",
        "posts",
        "activities",
        "attendance",
        "papers",
        "dues",
        "cases",
        "steps",
        "ballots",
        "checks",
        "adoptions",
        "waivers",
        "terms",
        "calendar",
    ]
    assert set(order) == set(TABLES), "a table of the exchange form is not placed"
    return [TABLES[name] for name in order]
