"""Sheets that hold no known kind of data: notes to the clerk, hidden old lists, empty sheets."""

from __future__ import annotations

from zhibu.rosters.findings import Page
from zhibu.rosters.kinds import all_kinds
from zhibu.rosters.sheets import Sheet

_CLEARLY = 3.0  # columns that a sheet must have of a kind to be called like it


def read_without_kind(page: Page) -> None:
    """Every row is skipped; a hidden or an unknown sheet is told."""
    sheet = page.sheet
    filled = [row for row in sheet.numbers() if not sheet.is_blank(row)]
    if sheet.hidden:
        if filled:
            page.note(0, "", "hidden_sheet", "", reason=f"工作表“{sheet.name}”是隐藏的，没有读入")
        for row in filled:
            page.skip(row, "hidden_sheet")
        return
    wide = sum(len(sheet.filled(row)) > 2 for row in filled)
    what = "unknown_sheet" if wide > 2 else "notes"
    if what == "unknown_sheet":
        page.note(0, "", "unknown_sheet", "", reason=_why_unknown(sheet))
    for row in filled:
        page.skip(row, what)


def _why_unknown(sheet: Sheet) -> str:
    """What the sheet looks like, and which columns it lacks for that."""
    place = f"工作表“{sheet.name}”" if sheet.name else "文件里的表"
    close = [(*found, kind.label) for kind in all_kinds() if (found := kind.almost(sheet))]
    if not close or (best := max(close))[0] < _CLEARLY:
        return f"认不出{place}是什么表，没有读入"
    return f"{place}像{best[2]}，但没有{best[1]}一列，标题和表名里也没有写，没有读入"
