"""Which verdicts rest on a date known only to the month or the year: a note for their reasons.

Only dates whose month or year reaches into the days judged can make a difference, so few rows are read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from zhibu.engine.sources.workspace import Workspace
from zhibu.kernel.dates import day_number

_LENGTHS = {"month": 31, "year": 366}
_UNITS = {"month": "月", "year": "年"}
# working table -> whom its dates bear on; each date with its precision, its name, whether it is an end
_DATES = {
    "organisation": ("id", [("since", "established_precision", "成立日期", False),
                            ("until", "dissolved_precision", "撤销日期", True)]),
    "member": ("id", [("joined", "joined_precision", "入党日期", False),
                      ("full_since", "full_since_precision", "转正日期", False),
                      ("until", "left_precision", "离开日期", True)]),
    "belongs": ("member", [("since", "since_precision", "组织关系的起始日期", False),
                           ("until", "until_precision", "组织关系的截止日期", True)]),
    "post": ("id", [("since", "since_precision", "任职的起始日期", False),
                    ("until", "until_precision", "任职的截止日期", True)]),
}

Doubt = tuple[int, int, str]  # the days it may mean, and what is known


@dataclass
class Doubts:
    """Partial dates near the window, by the organisation, member or post they bear on."""

    space: Workspace
    known: dict[str, list[Doubt]] = field(default_factory=dict)
    _read: set[str] = field(default_factory=set)

    def gather(self) -> bool:
        """Read the dates of the working tables made so far; whether there are any in doubt."""
        for name in _DATES:
            if name in self.space.made and name not in self._read:
                self._read.add(name)
                self._gather_from(name)
        return bool(self.known)

    def _gather_from(self, table: str) -> None:
        bearer, dates = _DATES[table]
        earliest = day_number(self.space.window.since) - _LENGTHS["year"]
        precisions = [precision for _, precision, _, _ in dates]
        columns = ", ".join([bearer, *(day for day, *_ in dates), *precisions])
        partly = " OR ".join(
            f"({precision} IN ('month', 'year') AND {day} >= {earliest})"
            for day, precision, _, _ in dates)
        for row in self.space.query(f"SELECT {columns} FROM zb_{table} WHERE {partly}"):
            days, known = row[1 : len(dates) + 1], row[len(dates) + 1 :]
            for day, precision, (_, _, name, end) in zip(days, known, dates, strict=True):
                if precision in _LENGTHS and day >= earliest:
                    length = _LENGTHS[precision]
                    span = (day - length, day) if end else (day, day + length)
                    text = f"{name}只知道到{_UNITS[precision]}"
                    self.known.setdefault(row[0], []).append((*span, text))

    def note(self, subjects: Iterable[str], first: int, last: int) -> str:
        """The note for a verdict on some subjects and days; nothing where all dates are known."""
        found = dict.fromkeys(
            text for name in subjects for since, until, text in self.known.get(name, ())
            if since <= last and until >= first)
        return f"（{'，'.join(list(found)[:3])}）" if found else ""
