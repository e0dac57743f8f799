"""Which verdicts rest on a date known only to the month or the year: a note for their reasons.

Only dates whose month or year reaches into the days judged can make a difference, so few rows are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from zhibu.engine.rulebook import Rule
from zhibu.engine.sources import Session, Source
from zhibu.engine.verdicts import Window
from zhibu.facts.contract import TABLES, Kind
from zhibu.facts.normal import PRECISION, quoted
from zhibu.kernel.dates import day_number

_LENGTHS = {"month": 31, "year": 366}
# table -> the column whose subject the date bears on
_BEARERS = {"organisations": "id", "members": "id", "memberships": "member", "posts": "id"}

Doubt = tuple[int, int, str]  # the days it may mean, and what is known


@dataclass
class Doubts:
    """Partial dates near the window, by the organisation, member or post they bear on."""

    known: dict[str, list[Doubt]] = field(default_factory=dict)

    def note(self, subjects: Iterable[str], first: int, last: int) -> str:
        """The note for a verdict on some subjects and days; nothing where all dates are known."""
        if not self.known:
            return ""
        found = dict.fromkeys(
            text for name in subjects for since, until, text in self.known.get(name, ())
            if since <= last and until >= first)
        return f"（{'，'.join(list(found)[:3])}）" if found else ""


def read_doubts(session: Session, source: Source, window: Window) -> Doubts:
    """Partial dates that reach into the window, or lie after it."""
    found = Doubts()
    for table, bearer in _BEARERS.items():
        for column in TABLES[table].columns:
            if column.is_partial and column.name in source.tables.get(table, ()):
                name, known = quoted(column.name), quoted(column.name + PRECISION)
                rows = session.query(
                    f"SELECT {quoted(bearer)}, {name}, {known} FROM {source.name(table)} "
                    f"WHERE {known} IN ('month', 'year') AND {name} >= "
                    f"{day_number(window.since) - _LENGTHS['year']}")
                for subject, day, precision in rows:
                    length = _LENGTHS[precision]
                    end = column.kind is Kind.PARTIAL_END
                    span = (day - length, day) if end else (day, day + length)
                    unit = {"month": "月", "year": "年"}[precision]
                    text = f"{column.chinese}只知道到{unit}"
                    found.known.setdefault(subject, []).append((*span, text))
    return found


def rested_on(rule: Rule, subject: str, evidence: str, numbers: dict[str, object]) -> Iterator[str]:
    """Whose dates a verdict may rest on: its subject, whom it counted, who holds the post."""
    yield subject
    if rule.spec.kind == "composition":
        yield from evidence.split()
    elif rule.spec.kind == "eligibility":
        yield str(numbers.get("member"))
