"""Reading workbooks into clean tables: recognise every sheet, read them in order, tell every fate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from zhibu.kernel import clock
from zhibu.kernel.errors import InputError, Problem
from zhibu.kernel.garbage import collector_paused
from zhibu.rosters.columns import Column
from zhibu.rosters.context import Context
from zhibu.rosters.findings import Issue, Page, RowFate
from zhibu.rosters.kinds.kind import Kind
from zhibu.rosters.known import enter_known
from zhibu.rosters.mapping import Mapping as ColumnMapping
from zhibu.rosters.odd_sheets import read_without_kind
from zhibu.rosters.recognising import Recogniser
from zhibu.rosters.sheets import Sheet, Source, open_workbook


@dataclass
class SheetReading:
    """How one sheet was understood; `kind` is "" where it holds no known kind of data."""

    file: str
    sheet: str
    hidden: bool
    kind: str
    label: str
    header_rows: tuple[int, ...] = ()
    columns: list[Column] = field(default_factory=list)
    unknown_columns: list[Column] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


@dataclass
class Reading:
    """The result: sheets as understood, the fate of every row, issues, clean tables."""

    sheets: list[SheetReading] = field(default_factory=list)
    rows: list[RowFate] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    tables: dict[str, list[dict[str, object]]] = field(default_factory=dict)

    def counts(self) -> dict[str, int]:
        """Rows by outcome."""
        found: dict[str, int] = {}
        for row in self.rows:
            found[row.outcome] = found.get(row.outcome, 0) + 1
        return found


def read(
    files: Iterable[Source],
    mapping: ColumnMapping | Mapping[str, object] | None = None,
    decisions: Mapping[str, str] | None = None,
    known: Mapping[str, Iterable[Mapping[str, object]]] | None = None,
    today: dt.date | None = None,
    own_types: Iterable[tuple[str, str]] = (),
) -> Reading:
    """Read workbooks together.

    `mapping` corrects kinds and columns; `decisions` (issue key -> chosen value or `leave`) settles
    holds; `known` are organisations and members that exist already, in the form of the tables; `own_types` are
    (label, code) of activity types that stand in no pack.
    """
    columns = ColumnMapping.of(mapping)
    context = Context(today=today or clock.today(), own_types=tuple(own_types))
    with collector_paused():
        sheets = _opened(files)
        enter_known(context, known or {})
        return _read(sheets, context, columns, decisions or {})


def _read(sheets: list[Sheet], context: Context, columns: ColumnMapping, decisions: Mapping[str, str]) -> Reading:
    """Recognise, look ahead, read in order, finish."""
    recogniser = Recogniser(columns, decisions)
    pages = [recogniser.page(sheet) for sheet in sheets]
    work = sorted(
        ((kind, page) for page, kind in pages if kind is not None),
        key=lambda pair: (pair[0].order, pair[0].name),
    )
    for kind, page in work:
        if kind.peek is not None:
            kind.peek(page, context)
    for kind, page in work:
        kind.read(page, context)
    for kind, page in work:
        if kind.finish is not None:
            kind.finish(page, context)
    for page, found in pages:
        if found is None:
            read_without_kind(page)
    return _gathered(pages)


def _opened(files: Iterable[Source]) -> list[Sheet]:
    """All sheets of all files; every file that cannot be opened is told, not only the first."""
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    for source in files:
        try:
            sheets += open_workbook(source)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return sheets


def _gathered(pages: list[tuple[Page, Kind | None]]) -> Reading:
    reading = Reading()
    for page, kind in pages:
        sheet, layout = page.sheet, page.layout
        fates = [page.fates[row] for row in sorted(page.fates)]
        one = SheetReading(sheet.file, sheet.name, sheet.hidden, kind.name if kind else "",
                           kind.label if kind else "")  # fmt: skip
        if layout is not None and kind is not None:
            one.header_rows = layout.header_rows
            one.columns = sorted(layout.columns.values(), key=lambda column: column.index)
            one.unknown_columns = layout.unknown
        for fate in fates:
            one.counts[fate.outcome] = one.counts.get(fate.outcome, 0) + 1
        reading.sheets.append(one)
        reading.rows += fates
        reading.issues += sorted(page.issues, key=lambda issue: issue.row)
        for table, rows in page.tables.items():
            reading.tables.setdefault(table, []).extend(rows)
    return reading
