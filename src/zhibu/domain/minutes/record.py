"""One record as it is printed: plain values, whether they come from the rows of today or from what was locked."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Said:
    """One item of the agenda: its title, what was said, the opinion or resolution, what is to be done."""

    title: str
    said: str = ""
    view: str = ""
    todos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A field of its own: label and text."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Record:
    """Minutes as they stand on paper. Persons are names; `view_word` is 意见 or 决议."""

    title: str
    unit: str
    type: str
    on: str  # YYYY-MM-DD
    start: str = ""
    end: str = ""
    place: str = ""
    form: str = ""
    theme: str = ""
    host: str = ""
    recorder: str = ""
    speaker: str = ""
    entitled: int | None = None
    present: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()  # name: 请假，reason
    guests: tuple[str, ...] = ()
    counted: int | None = None  # present, where only the number is known
    items: tuple[Said, ...] = ()
    boxes: tuple[Box, ...] = ()
    follow: tuple[Box, ...] = ()
    view_word: str = "决议"
    version: int = 0
    recorded_on: str = ""
    late: int = 0
    confirmed_by: str = ""
    confirmed_on: str = ""
    reported_on: str = ""
    number: str = ""  # the unit's own: year and month and which in it
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def day(self) -> dt.date:
        """The day of the meeting."""
        return dt.date.fromisoformat(self.on)


def packed(record: Record) -> dict[str, Any]:
    """The record as JSON that is kept at the lock."""
    return json.loads(json.dumps(asdict(record), ensure_ascii=False))


def unpacked(kept: Mapping[str, Any]) -> Record:
    """A kept record; what this version of the site does not know any more is left out."""
    known = {one.name for one in fields(Record)}
    values = {name: value for name, value in kept.items() if name in known}
    values |= {name: tuple(values.get(name, ())) for name in ("present", "missing", "guests")}
    values["items"] = tuple(
        Said(**{**one, "todos": tuple(one.get("todos", ()))}) for one in values.get("items", ())
    )
    values |= {
        name: tuple(Box(**one) for one in values.get(name, ())) for name in ("boxes", "follow")
    }
    return Record(**values)


def code_of(kept: Mapping[str, Any]) -> str:
    """The check code of what was locked: 64 signs, of which paper shows eight (`code_short`)."""
    return hashlib.sha256(json.dumps(kept, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def code_next(before: str, *parts: str) -> str:
    """The code after a correction: it rests on the one before."""
    return hashlib.sha256("\0".join((before, *parts)).encode()).hexdigest()


def code_short(code: str) -> str:
    """As it stands on paper: 4c1e-90b7."""
    return f"{code[:4]}-{code[4:8]}" if code else ""
