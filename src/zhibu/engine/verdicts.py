"""What the engine says: a window of days, verdicts, their columns and statuses."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from zhibu.engine.language.words import STATUSES

MISS = {"must": "unmet", "usual": "deviation", "encouraged": "advice"}
FAILING = {"unmet": ("unmet",), "deviation": ("unmet", "deviation")}


@dataclass(frozen=True, slots=True)
class Window:
    """The days that are judged: from `since` to the end of `as_of`."""

    since: dt.date
    as_of: dt.date

    def __post_init__(self) -> None:
        if self.since > self.as_of:
            raise ValueError("the window ends before it begins")

    @classmethod
    def until(cls, as_of: dt.date, since: dt.date | None = None) -> Window:
        """The window up to a day; by default from 1 January of its year."""
        return cls(since or dt.date(as_of.year, 1, 1), as_of)


class Verdict(NamedTuple):
    """One row for each directive, rule, subject and period. Empty texts and None mean an empty cell."""

    directive: str
    rule: str
    article: str
    strength: str
    subject_kind: str
    subject: str
    period_start: dt.date
    period_end: dt.date
    status: str
    actual: str
    required: str
    due: dt.date | None
    evidence: str  # ids joined by a blank, in order of date, then id
    reason: str
    organisation: str  # whose it is, for roles with a scope; not a column of the verdict file

    @property
    def key(self) -> tuple[str, str, str, dt.date]:
        return self.directive, self.rule, self.subject, self.period_start


# The columns of a verdict file, in order.
COLUMNS = Verdict._fields[:-1]

__all__ = ["COLUMNS", "FAILING", "MISS", "STATUSES", "Verdict", "Window"]
