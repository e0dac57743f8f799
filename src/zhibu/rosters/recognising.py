"""Which kind of sheet a sheet is: what the person says, else what fits best of all kinds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from zhibu.rosters.columns import Layout, goes_on
from zhibu.rosters.findings import Page
from zhibu.rosters.kinds import all_kinds
from zhibu.rosters.kinds.kind import Kind
from zhibu.rosters.mapping import Mapping as ColumnMapping
from zhibu.rosters.rowkinds import head_text
from zhibu.rosters.sheets import Sheet


@dataclass(frozen=True)
class _Known:
    """A sheet of the workbook that was recognised, for the next one with the same headings."""

    sheet: Sheet
    layout: Layout
    kind: Kind


class Recogniser:
    """Recognises the sheets of a reading one after the other.

    A workbook with a sheet for every branch has the same headings on all of them: comparing them
    with those of the sheet before costs next to nothing, asking every kind is most of a reading.
    """

    def __init__(self, columns: ColumnMapping, decisions: Mapping[str, str]) -> None:
        self.columns = columns
        self.decisions = decisions
        self._last: _Known | None = None

    def page(self, sheet: Sheet) -> tuple[Page, Kind | None]:
        """The sheet's page and its kind."""
        if sheet.hidden and not self.columns.wants(sheet):
            return Page(sheet, None, self.decisions), None
        found = self._like_the_last(sheet) or self._best(sheet)
        if found is None:
            return Page(sheet, None, self.decisions), None
        kind, layout = found
        if not self._is_told(sheet) and kind.told_by_columns(layout):
            self._last = _Known(sheet, layout, kind)
        return Page(sheet, layout, self.decisions), kind

    def _is_told(self, sheet: Sheet) -> bool:
        """Whether a person has said anything about the sheet."""
        return self.columns.kind_of(sheet) is not None or any(
            self.columns.columns_of(sheet, kind.name) for kind in all_kinds()
        )

    def _best(self, sheet: Sheet) -> tuple[Kind, Layout] | None:
        said = self.columns.kind_of(sheet)
        best: tuple[float, Layout, Kind] | None = None
        for kind in all_kinds():
            if said is not None and kind.name != said:
                continue
            fit = kind.recognise(sheet, self.columns.columns_of(sheet, kind.name), said is not None)
            if fit is not None and (best is None or fit[0] > best[0]):
                best = (*fit, kind)
        return (best[2], best[1]) if best else None

    def _like_the_last(self, sheet: Sheet) -> tuple[Kind, Layout] | None:
        """Kind and layout of the sheet before, where file, headings and title words are the same."""
        last = self._last
        if last is None or last.sheet.file != sheet.file or self._is_told(sheet):
            return None
        rows = last.layout.header_rows
        if rows[-1] > sheet.height or _heading(sheet, rows) != _heading(last.sheet, rows):
            return None
        if goes_on(sheet, rows) or _title_words(sheet, last.layout) != _title_words(last.sheet, last.layout):
            return None
        return last.kind, replace(last.layout)


def _heading(sheet: Sheet, rows: tuple[int, ...]) -> list[object]:
    """All that decides how headings are understood: their cells and merged ranges."""
    cells: list[object] = [[value for value in sheet.rows[row - 1] if value != ""] for row in rows]
    places = [[column for column, value in enumerate(sheet.rows[row - 1]) if value != ""] for row in rows]
    merges = [merge for merge in sheet.merges if merge.top in rows]
    return [cells, places, merges]


@cache
def _words() -> tuple[str, ...]:
    return tuple(sorted({word for kind in all_kinds() for word in kind.title_words}))


def _title_words(sheet: Sheet, layout: Layout) -> list[str]:
    title = head_text(sheet, layout) + sheet.name
    return [word for word in _words() if word in title]
