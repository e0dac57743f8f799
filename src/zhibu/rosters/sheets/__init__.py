"""Workbooks as clerks hand them over (.xlsx, .xls, .csv), opened into plain sheets."""

from zhibu.rosters.sheets.model import Merge, Sheet
from zhibu.rosters.sheets.opening import Source, open_workbook

__all__ = ["Merge", "Sheet", "Source", "open_workbook"]
