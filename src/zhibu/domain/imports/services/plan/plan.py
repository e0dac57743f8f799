"""What an import would do, worked out before anything is written: rows, people, questions, assumptions."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from zhibu.kernel.dates import PartialDate

LEAVE = "leave"
Row = Mapping[str, Any]
Place = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer: what is stored and what the person reads."""

    value: str
    label: str
    needs_day: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One body or person of whom something is asked; `key` is the same on every reading."""

    key: str
    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something that no sheet says and nobody guesses, asked of one or many at once.

    An answer is an option's value, a day, or both ("died 2025-03-01"). With `asks_day` a day alone
    is an answer too. What is not answered stays as it is.
    """

    key: str
    text: str
    detail: str
    options: tuple[Option, ...]
    items: tuple[Item, ...]
    asks_day: bool = False


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


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row of a sheet that is not written, though it reads well: `hold` or `reject`, and why."""

    outcome: str
    who: str
    reason: str


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
    left_out: dict[Place, LeftOut] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    held: frozenset[Place] = frozenset()

    def waits(self, row: Row) -> bool:
        """Whether the row of the sheet waits for a person or must be mended first."""
        return place_of(row) in self.held

    def leave_out(self, row: Row, who: str, reason: str, outcome: str = "hold") -> None:
        """A row that is not written; the first reason stands."""
        self.left_out.setdefault(place_of(row), LeftOut(outcome, who, reason))

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

    def change(self, row: models.Model, fields: dict[str, Any]) -> None:
        """Fields to set; nothing where they are equal already."""
        different = {key: value for key, value in fields.items() if getattr(row, key) != value}
        if different:
            self.changes.append(Changed(row, different))
        else:
            self.keep(row)

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
        return {
            "created": created,
            "changed": dict(changed),
            "unchanged": dict(self.unchanged),
            "assumed": dict(self.assumptions),
        }


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


def place_of(row: Row) -> Place:
    """Where a clean row was read: file, sheet, row."""
    return (text(row, "file"), text(row, "sheet"), int(row.get("row") or 0))


def place_text(row: Row) -> str:
    """The same as a person finds it again."""
    file, sheet, number = place_of(row)
    return f"{sheet or file} 第 {number} 行"


def place_key(row: Row, *more: str) -> str:
    """A short name of the place, the same on every reading."""
    told = "\x1f".join((*(str(part) for part in place_of(row)), *more))
    return hashlib.blake2s(told.encode(), digest_size=8).hexdigest()


def day_written(answer: str) -> dt.date | None:
    """A day that a person wrote as an answer, already in ISO form; None for anything else."""
    try:
        return dt.date.fromisoformat(answer.strip())
    except ValueError:
        return None
