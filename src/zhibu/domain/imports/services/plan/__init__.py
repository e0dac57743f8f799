"""From what a workbook says to what would be written: `plan_import`."""

from __future__ import annotations

import datetime as dt

from zhibu.domain.imports.services.plan.activities import plan_activities
from zhibu.domain.imports.services.plan.dues import plan_dues
from zhibu.domain.imports.services.plan.members import People
from zhibu.domain.imports.services.plan.organisations import plan_organisations
from zhibu.domain.imports.services.plan.plan import LEAVE, Option, Person, Plan, Question, Row, text
from zhibu.domain.imports.services.plan.posts import plan_filed_posts, plan_undated_posts
from zhibu.domain.organisations.models import Organisation
from zhibu.rosters.reading import Reading

__all__ = ["LEAVE", "Option", "Person", "Plan", "Question", "plan_import"]


def plan_import(
    reading: Reading, *, day: dt.date, answers: dict[str, str], top: Organisation | None
) -> Plan:
    """Compare clean tables with the database and plan every row; writes nothing.

    `answers` are the person's answers to the plan's own questions; `top` is the body under which
    a register without a root is hung.
    """
    plan = Plan(
        day=day,
        held=frozenset(
            (row.file, row.sheet, row.row)
            for row in reading.rows
            if row.outcome in ("hold", "reject")
        ),
    )
    keys: dict[str, str] = {}
    tables: dict[str, list[Row]] = {name: list(rows) for name, rows in reading.tables.items()}

    def rows(name: str) -> list[Row]:
        return tables.get(name, [])

    plan_organisations(plan, rows("organisations"), rows("posts"), keys, top)
    older = [*rows("members_2021"), *rows("members_csv")]
    People(plan, keys, answers).take(rows("members"), older, rows("members_second_list"))
    plan_filed_posts(plan, rows("posts"), keys)
    plan_undated_posts(plan, _holders(rows("organisations"), keys), answers)
    plan_activities(plan, rows("activities"), rows("attendance"), keys)
    plan_dues(plan, rows("dues"), keys)
    return plan


def _holders(organisations: list[Row], keys: dict[str, str]) -> list[tuple[str, str, str, str]]:
    """Secretaries whom the register of organisations names."""
    return [
        (
            keys.get(text(row, "secretary"), text(row, "secretary")),
            keys.get(text(row, "key"), text(row, "key")),
            "secretary",
            f"{text(row, 'name')}：书记 {text(row, 'secretary_name')}",
        )
        for row in organisations
        if text(row, "secretary")
    ]
