"""What an import would do, worked out before anything is written: rows, people, questions, assumptions."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from zhibu.kernel.dates import PartialDate

LEAVE = "leave"
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer: what is stored and what the person reads."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something that no sheet says and nobody guesses.

    With `asks_day` the person may also write a day; `day_with` are the options that need one. An
    unanswered question leaves its rows as they are.
    """

    key: str
    text: str
    detail: str
    options: tuple[Option, ...]
    asks_day: bool = False
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """A line of the comparison with what is there: added, changed, moved or missing."""

    fate: str
    name: str
    branch: str
    detail: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """An existing row and the fields that get another value."""

    row: models.Model
    fields: dict[str, Any]
    label: str


@dataclass
class Plan:
    """All of it; `creates` keep the order in which they must be written."""

    day: dt.date
    creates: dict[str, list[models.Model]] = field(default_factory=dict)
    changes: list[Changed] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    assumptions: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    left_out: list[str] = field(default_factory=list)
    held: frozenset[tuple[str, str, int]] = frozenset()

    def waits(self, row: Row) -> bool:
        """Whether the row of the sheet waits for a person or must be mended first."""
        return (text(row, "file"), text(row, "sheet"), int(row.get("row") or 0)) in self.held

    def has(self, model: type[models.Model], keys: Iterable[str]) -> set[str]:
        """Those ids that are there, or will be once the plan is written."""
        wanted = {key for key in keys if key}
        found = {str(row.pk) for row in self.creates.get(model._meta.label, [])} & wanted
        missing = list(wanted - found)
        for start in range(0, len(missing), 500):
            there = model._default_manager.filter(pk__in=missing[start : start + 500])
            found |= set(there.values_list("pk", flat=True))
        return found

    def create(self, row: models.Model) -> None:
        """A row to insert."""
        self.creates.setdefault(row._meta.label, []).append(row)

    def change(self, row: models.Model, fields: dict[str, Any], label: str = "") -> None:
        """Fields to set; nothing where they are equal already."""
        name = str(row._meta.verbose_name)
        different = {key: value for key, value in fields.items() if getattr(row, key) != value}
        if different:
            self.changes.append(Changed(row, different, label))
        else:
            self.unchanged[name] += 1

    def keep(self, row: models.Model) -> None:
        """A row that says what is there already."""
        self.unchanged[str(row._meta.verbose_name)] += 1

    @property
    def writes(self) -> int:
        """How many rows would be created or changed."""
        return sum(len(rows) for rows in self.creates.values()) + len(self.changes)

    def summary(self) -> dict[str, Any]:
        """Counts in Chinese words, as they are kept with the import and shown after it."""
        created = {
            str(rows[0]._meta.verbose_name): len(rows) for rows in self.creates.values() if rows
        }
        changed = Counter(str(one.row._meta.verbose_name) for one in self.changes)
        return {"created": created, "changed": dict(changed), "unchanged": dict(self.unchanged)}


def text(row: Row, name: str) -> str:
    """A value of a clean row as text; empty where it is missing."""
    value = row.get(name)
    return "" if value is None else str(value)


def day_of(row: Row, name: str) -> PartialDate | None:
    """A date of a clean row, with its precision; None where there is none."""
    written = text(row, name)
    if not written:
        return None
    try:
        return PartialDate.parse(written)
    except ValueError:
        return None


def place_of(row: Row) -> str:
    """Where a clean row was read, as a person finds it again."""
    sheet = text(row, "sheet")
    return f"{text(row, 'file')}{' ' + sheet if sheet else ''} 第 {text(row, 'row')} 行"
