"""Whether what is stored still says what was stored: the verdicts that pages show, and what a kept run sealed.

Nobody changes these through the program; whoever writes into the database past it is found out here.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import zlib
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.compliance.choices import Status
from zhibu.domain.compliance.digests import rule_digests, run_digest
from zhibu.domain.compliance.marks import Marks
from zhibu.domain.compliance.models import KeptRun, Run, Touched, Verdict
from zhibu.domain.compliance.places import places
from zhibu.domain.compliance.rows import (
    SAID,
    SEPARATOR,
    Row,
    RowMaker,
    said_of,
    stored_rows,
)
from zhibu.domain.compliance.sealing import verdicts_of
from zhibu.domain.compliance.selectors.runs import digest_of, run_latest
from zhibu.engine import Rulebook
from zhibu.engine import Verdict as Judged

MOST = 10_000  # rows that are otherwise, of those named


@dataclass(frozen=True, slots=True)
class Altered:
    """A verdict that stands in the store otherwise than it is judged; empty where it is or should not be."""

    directive: str
    rule: str
    subject: str
    period_start: dt.date
    stored: str
    judged: str


class Beside:
    """What is stored beside verdicts that go by, as far as the store is of the same day and rules.

    Held are eight bytes a stored row, and the rows that are otherwise: of these not more than `MOST`.
    """

    def __init__(self, run: Run, book: Rulebook) -> None:
        latest = run_latest()
        self.alike = latest is not None and not Touched.objects.exists() and (
            (latest.as_of, latest.digest) == (run.as_of, digest_of(book)))  # fmt: skip
        self.stored = Marks(array("q", sorted(_sum(row) for row in self._there())))
        self.maker = RowMaker(run, book, places() if self.alike else {})
        self.wanted: list[Row] = []

    def _there(self) -> Iterator[Row]:
        rows = stored_rows(Verdict.objects.all()) if self.alike else ()
        return (row for _, row in rows)

    def passing(self, verdicts: Iterable[Judged]) -> Iterator[Judged]:
        """The same verdicts, each looked for in the store."""
        for verdict in verdicts:
            if self.alike:
                row = said_of(self.maker.row(verdict))
                if not self.stored.meet(_sum(row)) and len(self.wanted) < MOST:
                    self.wanted.append(row)
            yield verdict

    def altered(self) -> list[Altered]:
        """The stored verdicts that are otherwise than those that went by."""
        odd = (row for row in self._there() if (place := self.stored.place(_sum(row))) is None or not self.stored.met[place])
        return _named(islice(odd, MOST), self.wanted)


def _sum(row: Row) -> int:
    text = SEPARATOR.join("" if cell is None else str(cell) for cell in row)
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def _named(there: Iterable[Row], wanted: Iterable[Row]) -> list[Altered]:
    key = [SAID.index(name) for name in ("directive", "rule", "subject", "period_start")]
    status = SAID.index("status")
    sides: list[dict[tuple[Any, ...], str]] = [{}, {}]
    for side, rows in zip(sides, (there, wanted), strict=True):
        for row in rows:
            side[tuple(row[place] or dt.date.min for place in key)] = _word(row[status])
    keys = sorted({*sides[0], *sides[1]}, key=str)
    return [
        Altered(one[0], one[1], one[2], one[3], *(side.get(one, "") for side in sides)) for one in keys
    ]


def _word(status: str) -> str:
    return str(Status(status).label) if status in Status.values else status


def seal_broken(kept: KeptRun, book: Rulebook) -> list[str]:
    """What of a kept run is no longer as it was sealed, in plain words; nothing where all is."""
    run, found = kept.run, []
    try:
        digest = run_digest(rule_digests(verdicts_of(bytes(kept.verdicts))))
    except (OSError, EOFError, ValueError, KeyError, zlib.error):
        digest = ""
    if digest != run.row_digest:
        found.append("封存的结论与那次核查的摘要对不上：封存以后被改过。")
    now = {key: directive.digest for key, directive in book.directives.items()}
    found += [f"封存的规则包 {key} 与那次核查用的对不上：封存以后被改过。"
              for key, digest in run.versions.items() if now.get(key) != digest]  # fmt: skip
    entry = AuditEntry.objects.filter(action="run.keep", subject=str(run.pk)).order_by("-number").first()
    if entry is None or json.loads(entry.details or "{}").get("digest") != run.row_digest:
        found.append("那次核查的摘要与操作日志里保存时记下的不同：核查记录被改过。")
    return found
