"""Sheets that hold no known kind of data: notes to the clerk, hidden old lists, empty sheets."""

from __future__ import annotations

from zhibu.rosters.findings import Page


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
        page.note(0, "", "unknown_sheet", "", reason=f"认不出工作表“{sheet.name}”是什么表，没有读入")
    for row in filled:
        page.skip(row, what)
