"""The ticking component: who was there, on a form of its own or within another room's.

    tick = TickForm(roll(activity), request.POST or None)
    if tick.is_valid(): attendance_tick(actor=..., activity=..., rows=tick.rows, base=tick.base, why=tick.why)
    {% include "attendance/ticking.html" %}      with `tick` in the context, inside the page's own <form>
    {% include "attendance/ticking_files.html" %}  once in the page's block `styles`

Everybody starts as being there (leave that was granted as 请假); only exceptions are tapped. Works without script;
with it, reasons show only where one is away, and the numbers follow the taps.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zhibu.domain.activities.choices import AttendanceStatus

if TYPE_CHECKING:
    from zhibu.domain.attendance.selectors import AttendanceRoll, Line

LONGEST = 200  # signs of a reason
BASE, WHY = "tick_base", "tick_why"
WORDS = (
    (AttendanceStatus.PRESENT, "到", ""),
    (AttendanceStatus.ONLINE, "线上", ""),
    (AttendanceStatus.EXCUSED, "请假", "is-leave"),
    (AttendanceStatus.ABSENT, "缺席", "is-absent"),
)
REASONS = ("出差", "生病", "值班", "探亲", "外出务工", "家中有事")


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the words of a line."""

    value: str
    word: str
    mark: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One line as it is shown: the person, the words, the reason."""

    line: Line
    status: str
    reason: str
    error: str = ""

    @property
    def name(self) -> str:
        """Of the field with the word."""
        return f"tick_{self.line.member.pk}"

    @property
    def choices(self) -> list[Choice]:
        """The words, one of them chosen."""
        return [Choice(value, word, mark, value == self.status) for value, word, mark in WORDS]


class TickForm:
    """The list as fields; `rows` is what was said, `base` what the sender was shown."""

    def __init__(self, roll: AttendanceRoll, data: Mapping[str, str] | None = None) -> None:
        self.roll = roll
        self.bound = data is not None and BASE in data
        self.data: Mapping[str, str] = data or {}
        self.lines = [self._field(line) for line in roll.lines]
        self.guests = [self._field(line) for line in (*roll.guests, *roll.strays)]
        self.why = self.data.get(WHY, "").strip()
        self.reasons = REASONS

    def _field(self, line: Line) -> Field:
        field = Field(line, line.status, line.reason)
        if not self.bound:
            return field
        status, reason = self.data.get(field.name, line.status), self.data.get(f"{field.name}_why", "").strip()
        if status not in AttendanceStatus.values:
            return replace(field, reason=reason, error="选到、线上、请假、缺席里的一个。")
        if len(reason) > LONGEST:
            return replace(field, status=status, reason=reason, error=f"原因最多 {LONGEST} 个字，现在 {len(reason)} 个字。")
        return replace(field, status=status, reason=reason)

    @property
    def all(self) -> list[Field]:
        """Lines of those entitled, then guests."""
        return [*self.lines, *self.guests]

    def is_valid(self) -> bool:
        """Whether it was sent and is sound."""
        return self.bound and not any(field.error for field in self.all)

    @property
    def rows(self) -> dict[str, tuple[str, str]]:
        """id -> (status, reason); nobody who is there has a reason."""
        away = (AttendanceStatus.EXCUSED, AttendanceStatus.ABSENT)
        return {
            field.line.member.pk: (field.status, field.reason if field.status in away else "") for field in self.all
        }

    @property
    def base(self) -> dict[str, tuple[str, str]]:
        """What the sender was shown; what cannot be read is as if nothing had been shown."""
        try:
            read = json.loads(self.data.get(BASE, ""))
            return {str(key): (str(said[0]), str(said[1])) for key, said in read.items()}
        except (ValueError, AttributeError, IndexError, TypeError, KeyError):
            return {}

    @property
    def shown(self) -> str:
        """The same to be sent along: what stands on record now, or what each starts as."""
        known = {line.member.pk: (line.status, line.reason) for line in self.roll.all}
        return json.dumps(known, ensure_ascii=False, separators=(",", ":"))

    @property
    def late(self) -> bool:
        """Whether a change now is a correction that needs a reason."""
        return self.roll.recorded and self.roll.activity.recorded_on is not None
