"""Dues of a ledger, month by month."""

from __future__ import annotations

import calendar
import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Any

from zhibu.domain.dues.models import Due
from zhibu.domain.imports.services.plan.plan import Plan, Row, text
from zhibu.domain.members.models import Member

PAID_ON = "台账只写到月：按该月最后一天交清"


def plan_dues(plan: Plan, rows: list[Row], keys: dict[str, str]) -> None:
    """New months, and known months that the ledger says otherwise."""
    members = {keys.get(text(row, "member"), text(row, "member")) for row in rows}
    months = {text(row, "month") for row in rows}
    there = {
        (one.member_id, one.month): one
        for one in Due.objects.filter(member__in=members, month__in=months)
    }
    planned: set[tuple[str, str]] = set()
    people = plan.has(Member, members)
    for row in rows:
        member, month = keys.get(text(row, "member"), text(row, "member")), text(row, "month")
        values = _values(row)
        if member not in people:
            plan.leave_out(row, "", "花名册里这个人还没有写入，党费先不写")
            continue
        if values is None or (member, month) in planned:
            continue
        planned.add((member, month))
        old = there.get((member, month))
        if old is None:
            plan.create(Due(member_id=member, month=month, **values))
        else:
            plan.change(old, values)
        if values["paid_on"]:
            plan.assumptions[PAID_ON] += 1


def _values(row: Row) -> dict[str, Any] | None:
    """None where the cell waits for a person: then neither paid nor unpaid is written."""
    if text(row, "held"):  # an amount shown for the person to settle, not a fact yet
        return None
    if text(row, "held"):
        return None
    assessed, paid = _money(row, "assessed"), _money(row, "paid")
    if assessed is None or paid is None:
        return None
    on = _month_end(text(row, "paid_month") or text(row, "month")) if paid else None
    return {"assessed": assessed, "paid": paid, "paid_on": on, "assumed": on is not None}


def _money(row: Row, name: str) -> Decimal | None:
    written = text(row, name)
    try:
        return Decimal(written).quantize(Decimal("0.01")) if written else None
    except InvalidOperation:
        return None


def _month_end(month: str) -> dt.date:
    year, number = int(month[:4]), int(month[5:7])
    return dt.date(year, number, calendar.monthrange(year, number)[1])
