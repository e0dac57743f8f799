"""The columns of one person: as a clean row gives them, what they change, how that is told."""

from __future__ import annotations

import datetime as dt
from typing import Any

from zhibu.domain.imports.services.plan.plan import Row, day_of, text
from zhibu.domain.members.columns import INDEXED, index_of
from zhibu.domain.members.models import Member
from zhibu.kernel.dates import PartialDate, partial_text
from zhibu.kernel.masking import masked_numbers

PLAIN = ("name", "sex", "ethnicity", "education", "job", "phone", "id_number")
LABELS = {field.name: str(field.verbose_name) for field in Member._meta.concrete_fields}


def settled(row: Row) -> Row:
    """停止党籍 in a list of those who left is a state of a member, and no leaving."""
    if text(row, "left_reason") != "suspended":
        return row
    state = {"state": "stopped", "state_since": text(row, "left")}
    return {**row, **state, "left": "", "left_reason": ""}


def columns_of(row: Row, joined: PartialDate | None) -> dict[str, Any]:
    """The columns of a member; without `joined` those that are no dates of membership."""
    values: dict[str, Any] = {name: text(row, name) for name in PLAIN}
    born = day_of(row, "born")
    if born is not None:
        values |= {"birth": born.first, "birth_precision": born.precision}
    if joined is None:
        return values
    full, left = day_of(row, "full_since"), day_of(row, "left")
    return values | {
        "left_reason": text(row, "left_reason"),
        "joined": joined.first,
        "joined_precision": joined.precision,
        "full_since": full.first if full else None,
        "full_since_precision": full.precision if full else "day",
        "left": left.after() if left else None,
        "left_precision": left.precision if left else "day",
    }


def changes_of(one: Member, row: Row, exact: PartialDate | None) -> dict[str, Any]:
    """Columns that the roster gives another value; an empty cell says nothing."""
    joined = exact or day_of(row, "joined") or PartialDate(one.joined)
    given = columns_of(row, joined)
    fields: dict[str, Any] = {}
    for name, value in given.items():
        if not value or name.endswith("_precision"):
            continue
        precision = given.get(f"{name}_precision")
        if precision and _says_nothing_new(getattr(one, name), value, str(precision)):
            continue
        finer = precision == "day" and getattr(one, f"{name}_precision") != "day"
        if getattr(one, name) != value or finer:
            fields[name] = value
            if precision:
                fields[f"{name}_precision"] = precision
    return fields


def _says_nothing_new(old: dt.date | None, new: dt.date, precision: str) -> bool:
    """A month (or year) that holds the day already known."""
    return old is not None and precision != "day" and (
        partial_text(old, precision) == partial_text(new, precision)
    )  # fmt: skip


def with_marks(fields: dict[str, Any]) -> dict[str, Any]:
    """With the blind index of every encrypted column that is set."""
    marks = {f"{name}_index": index_of(name, fields[name]) for name in INDEXED if name in fields}
    return fields | marks


def told(one: Member, fields: dict[str, Any]) -> str:
    """What changes, before and after, numbers masked."""
    parts = []
    for name, value in fields.items():
        if name.endswith("_precision"):
            continue
        label = LABELS[name]
        old = _shown(name, getattr(one, name), getattr(one, f"{name}_precision", "day"))
        new = _shown(name, value, fields.get(f"{name}_precision", "day"))
        parts.append(f"{label} {old or '（空）'} → {new}")
    return "；".join(parts)


def _shown(name: str, value: Any, precision: str) -> str:
    if isinstance(value, dt.date):
        return partial_text(value, precision, end=name == "left")
    return masked_numbers(str(value or ""))
