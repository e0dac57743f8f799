"""From what a workbook says to what would be written: `plan_import`."""

from __future__ import annotations

import datetime as dt

from zhibu.domain.imports.services.plan.activities import plan_activities
from zhibu.domain.imports.services.plan.dues import plan_dues
from zhibu.domain.imports.services.plan.limits import Limits
from zhibu.domain.imports.services.plan.members import People
from zhibu.domain.imports.services.plan.organisations import plan_organisations
from zhibu.domain.imports.services.plan.plan import (
    LEAVE,
    Item,
    LeftOut,
    Option,
    Person,
    Place,
    Plan,
    Question,
    Row,
)
from zhibu.domain.imports.services.plan.posts import (
    holders_of,
    plan_filed_posts,
    plan_undated_posts,
)
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import Actor
from zhibu.rosters.reading import Reading

__all__ = [
    "LEAVE", "Item", "LeftOut", "Option", "Person", "Place", "Plan", "Question", "plan_import",
]  # fmt: skip


def plan_import(
    reading: Reading,
    *,
    actor: Actor,
    day: dt.date,
    answers: dict[str, str],
    top: Organisation | None,
) -> Plan:
    """Compare clean tables with the database and plan every row; writes nothing.

    `answers` are the person's answers to the plan's own questions; `top` is the body below which
    all of it lies. What lies outside it, or outside the actor's scope, is left out and told.
    """
    held = (row for row in reading.rows if row.outcome in ("hold", "reject"))
    plan = Plan(day=day, held=frozenset((row.file, row.sheet, row.row) for row in held))
    limits = Limits(actor, top)
    keys: dict[str, str] = {}

    def rows(name: str) -> list[Row]:
        return list(reading.tables.get(name, []))

    registers, rosters, posts = rows("organisations"), rows("members"), rows("posts")
    plan_organisations(plan, registers, posts, keys, limits, answers)
    older = [*rows("members_2021"), *rows("members_csv")]
    People(plan, keys, limits, answers).take(rosters, older, rows("members_second_list"))
    plan_filed_posts(plan, posts, keys, limits)
    plan_undated_posts(plan, holders_of(registers, rosters, keys), limits, answers)
    plan_activities(plan, rows("activities"), rows("attendance"), keys, limits)
    plan_dues(plan, rows("dues"), keys)
    return plan
