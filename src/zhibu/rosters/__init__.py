"""Reading clerks' workbooks (名册, 台账) into clean tables. Knows no Django and no database."""

from zhibu.rosters.reading import Reading, SheetReading, read

__all__ = ["Reading", "SheetReading", "read"]
