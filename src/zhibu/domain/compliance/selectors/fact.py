"""One fact as a finding lists it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: when, what, whether it counted and why not; `late` days between it and its record."""

    day: dt.date | None
    what: str
    counted: bool = True
    detail: str = ""
    why: str = ""
    late: int = 0
    member: str = ""
    organisation: str = ""


def until_words(day: dt.date | None) -> str:
    """How long something lasts, by its first day on which it no longer does."""
    return f"到 {day} 的前一天" if day else "到现在"
