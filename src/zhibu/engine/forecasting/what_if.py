"""What a change would do: the same facts judged before and after it. Nothing is written anywhere."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from zhibu.engine.forecasting.burden import Burden, burden
from zhibu.engine.judging.judging import judge
from zhibu.engine.language.rulebook import Rulebook
from zhibu.engine.sources.sessions import DuckDBSource, Source
from zhibu.engine.verdicts import MISS, Verdict, Window
from zhibu.kernel.dates import day_number
from zhibu.kernel.errors import InputError, Problem

_MISSES = frozenset(MISS.values())
# How a verdict fares; in this order they are listed.
FATES = {
    "newly_missed": "新出现没做到", "mended": "不再算没做到", "newly_judged": "新列入，没有欠",
    "gone": "不再判断", "other": "有别的变化", "unchanged": "没有变化",
}
Said = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Adopt:
    """A directive comes into force for an organisation, and all below, on a day."""

    directive: str
    organisation: str
    since: dt.date


@dataclass(frozen=True, slots=True)
class Retire:
    """A directive ends for an organisation: `until` is the first day without it."""

    directive: str
    organisation: str
    until: dt.date


Change = Adopt | Retire


@dataclass(frozen=True, slots=True)
class Turned:
    """One verdict before and after; either may be missing. `now` is that after, else before."""

    fate: str
    before: Verdict | None
    after: Verdict | None

    @property
    def now(self) -> Verdict:
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class WhatIf:
    """All verdicts that turn, how many do not, and the burden of a year before and after."""

    turned: tuple[Turned, ...]
    unchanged: int
    before: Burden
    after: Burden

    @property
    def fates(self) -> Counter[str]:
        """How many verdicts fare how."""
        found = Counter(one.fate for one in self.turned)
        found["unchanged"] = self.unchanged
        return found

    def by_rule(self) -> list[tuple[str, str, Counter[str]]]:
        """(directive, rule, how many fare how), the most newly missed first."""
        return self._by(lambda v: (v.directive, v.rule))  # type: ignore[return-value]  # pairs, as the key

    def by_body(self) -> list[tuple[str, Counter[str]]]:
        """(organisation, how many fare how), the most newly missed first."""
        return self._by(lambda v: (v.organisation,))  # type: ignore[return-value]  # single, as the key

    def _by(self, key: Callable[[Verdict], tuple[str, ...]]) -> list[tuple[object, ...]]:
        found: dict[tuple[str, ...], Counter[str]] = {}
        for one in self.turned:
            found.setdefault(key(one.now), Counter())[one.fate] += 1
        ordered = sorted(found.items(), key=lambda pair: (-pair[1]["newly_missed"], pair[0]))
        return [(*names, counts) for names, counts in ordered]


def what_if(
    before: Rulebook, after: Rulebook, source: DuckDBSource, changes: Iterable[Change],
    window: Window, scope: Iterable[str] | None = None, said: Said | None = None,
) -> WhatIf:
    """Judge a window by the rules as they are and as they would be, and count a year of each.

    Only the directives that change are judged, the verdicts of the others stay what they are; the burden
    is that of all. `source` is a private copy: the changes are made to it. The year of the burden begins
    on the window's first day. `said` is told (step, of four, what).
    """
    names, changes = None if scope is None else frozenset(scope), list(changes)
    named = touched(before, after, changes)
    tell = said or (lambda done, of, what: None)
    tell(0, 4, "按现在的制度核查")
    old = judge(before, source, window, named & set(before.directives), names)
    tell(1, 4, "数现在一年的负担")
    old_burden = burden(before, source, None, names, window.since)
    make(source, after, changes)
    tell(2, 4, "按改了以后的制度核查")
    new = judge(after, source, window, named & set(after.directives), names)
    tell(3, 4, "数改了以后一年的负担")
    new_burden = burden(after, source, None, names, window.since)
    tell(4, 4, "比较")
    turned, unchanged = _compared(old, new)
    return WhatIf(turned, unchanged, old_burden, new_burden)


def touched(before: Rulebook, after: Rulebook, changes: Iterable[Change]) -> set[str]:
    """The directives named by a change, and those whose text or values are others."""
    named = {change.directive for change in changes}
    texts = ({key: one.digest for key, one in book.directives.items()} for book in (before, after))
    old, new = texts
    return named | {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}


def make(source: DuckDBSource, rulebook: Rulebook, changes: Iterable[Change]) -> None:
    """Make the changes to a private copy; InputError where one cannot be made."""
    for change in changes:
        if "adoptions" not in source.tables:
            raise InputError([Problem("adoptions", "没有这张表", "有执行记录的数据包",
                                      "没有这张表时全部制度都算在执行，只能试参数和草案")])
        if change.directive not in rulebook.directives:
            raise InputError([Problem("制度", change.directive, "已装入的制度之一")])
        if isinstance(change, Adopt):
            _adopt(source, change)
        else:
            _retire(source, change)


def _adopt(source: DuckDBSource, change: Adopt) -> None:
    known = source.connection.execute(
        "SELECT count(*) FROM organisations WHERE id = ?", [change.organisation]).fetchall()
    if not known[0][0]:
        raise InputError([Problem("党组织", change.organisation, "数据里有的党组织编号")])
    key = [change.organisation, change.directive, day_number(change.since)]
    source.connection.execute(
        "DELETE FROM adoptions WHERE organisation = ? AND directive = ? AND since = ?", key)
    source.connection.execute(
        "INSERT INTO adoptions (organisation, directive, since) VALUES (?, ?, ?)", key)


def _retire(source: DuckDBSource, change: Retire) -> None:
    day = day_number(change.until)
    found = source.connection.execute(
        'UPDATE adoptions SET "until" = ? WHERE organisation = ? AND directive = ? '
        'AND since < ? AND ("until" IS NULL OR "until" > ?) RETURNING organisation',
        [day, change.organisation, change.directive, day, day]).fetchall()
    if not found:
        raise InputError([Problem("停止执行", f"{change.organisation} {change.directive}",
                                  f"{change.until} 那天在这个组织执行的制度",
                                  "由上级执行的，写上级的编号")])


def topmost(source: Source) -> list[str]:
    """The organisations that have none above them."""
    with source.session() as session:
        rows = session.query(
            f"SELECT id FROM {source.name('organisations')} WHERE parent IS NULL OR parent = '' ORDER BY id")
    return [key for (key,) in rows]


def body_names(source: Source) -> dict[str, str]:
    """The name of each organisation of the facts."""
    with source.session() as session:
        return dict(session.query(f"SELECT id, name FROM {source.name('organisations')}"))


def _compared(old: list[Verdict], new: list[Verdict]) -> tuple[tuple[Turned, ...], int]:
    before = {verdict.key: verdict for verdict in old}
    after = {verdict.key: verdict for verdict in new}
    found, unchanged = [], 0
    for key in sorted(before.keys() | after.keys()):
        one, other = before.get(key), after.get(key)
        fate = _fate(one, other)
        if fate == "unchanged":
            unchanged += 1
        else:
            found.append(Turned(fate, one, other))
    return tuple(found), unchanged


def _fate(before: Verdict | None, after: Verdict | None) -> str:
    missed_before = before is not None and before.status in _MISSES
    missed_after = after is not None and after.status in _MISSES
    if missed_after and not missed_before:
        return "newly_missed"
    if before is None:
        return "newly_judged"
    if missed_before and not missed_after:
        return "mended"
    if after is None:
        return "gone"
    same = (before.status, before.actual, before.required) == (after.status, after.actual, after.required)
    return "unchanged" if same else "other"
