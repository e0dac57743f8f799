"""What reading a sheet finds: issues, the fate of every row, and the page that collects them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from zhibu.rosters.columns import Layout
from zhibu.rosters.sheets import Sheet
from zhibu.rosters.values.text import squash, text_of, tidy
from zhibu.rosters.wording import mend_of

NOTE, HOLD, REJECT = "note", "hold", "reject"
LEAVE = "leave"
_RANK = {NOTE: 1, HOLD: 2, REJECT: 3}
_OUTCOME = {0: "import", 1: "import_with_note", 2: "hold", 3: "reject"}


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding about one cell (or row, or sheet); the texts are Chinese.

    `key` is the same whenever the same cell with the same content is read again; decisions hang
    on it. `decision` is what a person chose: then a hold has become a note, or stays with `leave`;
    the `candidates` stay, so that he can choose again.
    """

    key: str
    file: str
    sheet: str
    row: int
    column: str
    severity: str
    code: str
    raw: str
    clean: str
    candidates: tuple[str, ...]
    reason: str
    mend: str
    decision: str = ""

    @property
    def clean_or_candidates(self) -> str:
        """The choices separated by a bar where one is still to be made, or the clean value."""
        return "|".join(self.candidates) if self.candidates and not self.clean else self.clean

    @property
    def sentence(self) -> str:
        """One line for a person: column, value read, reason, how to mend."""
        place = f"“{squash(self.column)}”" if self.column else ""
        raw = tidy(self.raw)
        read = f"读到“{raw}”，" if raw else ""
        return f"{place}{read}{self.reason}。{self.mend}" if self.mend else f"{place}{read}{self.reason}。"


@dataclass(slots=True)
class RowFate:
    """The fate of one row: import, import_with_note, hold, reject, skip or merge."""

    file: str
    sheet: str
    row: int
    what: str
    outcome: str
    key: str = ""
    reasons: list[str] = field(default_factory=list)


def shown(value: object) -> str:
    """A cell's value as an issue quotes it."""
    if isinstance(value, float) and abs(value) >= 1e15:
        return f"{value:.14E}"
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    return text_of(value)


class Page:
    """Collects what is found on one sheet: issues, fates, and rows of clean tables."""

    def __init__(self, sheet: Sheet, layout: Layout | None, decisions: Mapping[str, str]) -> None:
        self.sheet = sheet
        self.layout = layout
        self.decisions = decisions
        self.issues: list[Issue] = []
        self.fates: dict[int, RowFate] = {}
        self.tables: dict[str, list[dict[str, object]]] = {}
        self.peeked: dict[int, object] = {}  # what looking ahead made of a row
        self._worst: dict[int, int] = {}
        self._reasons: dict[int, list[str]] = {}

    def note(self, row: int, column: str, code: str, value: object = "", clean: str = "",
             reason: str = "", mend: str = "") -> None:  # fmt: skip
        """Taken in; the person is told what was repaired or is odd."""
        self._add(row, column, NOTE, code, value, clean, (), reason, mend)

    def hold(self, row: int, column: str, code: str, value: object = "",
             candidates: Iterable[str] = (), reason: str = "", mend: str = "") -> str | None:  # fmt: skip
        """A person must choose; returns the choice where one was made, else None."""
        choices = tuple(dict.fromkeys(candidates))
        chosen = self.decisions.get(self.key_of(row, column, code, value))
        if chosen is None or chosen == LEAVE:
            self._add(row, column, HOLD, code, value, "", choices, reason, mend, chosen or "")
            return None
        self._add(row, column, NOTE, code, value, chosen, choices, f"{reason}；已选定“{chosen}”", "", chosen)
        return chosen

    def reject(self, row: int, column: str, code: str, value: object = "", reason: str = "",
               mend: str = "") -> None:  # fmt: skip
        """Cannot be taken in until the sheet is mended."""
        self._add(row, column, REJECT, code, value, "", (), reason, mend)

    def skip(self, row: int, what: str, key: str = "") -> None:
        """The row is no data, or a duplicate that is dropped."""
        self.fate(row, what, "skip", key)

    def fate(self, row: int, what: str, outcome: str = "", key: str = "") -> RowFate:
        """Settle the fate of a row; without `outcome` its worst issue decides."""
        settled = outcome or _OUTCOME[self._worst.get(row, 0)]
        fate = RowFate(self.sheet.file, self.sheet.name, row, what, settled, key,
                       self._reasons.get(row, []))  # fmt: skip
        self.fates[row] = fate
        return fate

    def add(self, table: str, row: int, record: Mapping[str, object]) -> dict[str, object]:
        """A row for a clean table, with the place it was read at."""
        full = {"file": self.sheet.file, "sheet": self.sheet.name, "row": row, **record}
        self.tables.setdefault(table, []).append(full)
        return full

    def worst(self, row: int) -> str:
        """The row's worst severity so far, or ""."""
        return {1: NOTE, 2: HOLD, 3: REJECT}.get(self._worst.get(row, 0), "")

    def key_of(self, row: int, column: str, code: str, value: object) -> str:
        """The stable key of an issue: place, code and the content that was read."""
        text = "\x1f".join((self.sheet.file, self.sheet.name, str(row), column, code, shown(value)))
        return hashlib.blake2s(text.encode(), digest_size=8).hexdigest()

    def _add(self, row: int, column: str, severity: str, code: str, value: object, clean: str,
             candidates: tuple[str, ...], reason: str, mend: str, decision: str = "") -> None:  # fmt: skip
        issue = Issue(
            self.key_of(row, column, code, value), self.sheet.file, self.sheet.name, row, column,
            severity, code, shown(value), clean, candidates, reason,
            mend or mend_of(code, severity), decision,
        )  # fmt: skip
        self.issues.append(issue)
        self._worst[row] = max(self._worst.get(row, 0), _RANK[severity])
        self._reasons.setdefault(row, []).append(issue.sentence)
        if row in self.fates and self.fates[row].outcome not in ("skip", "merge"):
            self.fates[row].outcome = _OUTCOME[self._worst[row]]
            self.fates[row].reasons = self._reasons[row]
