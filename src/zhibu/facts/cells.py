"""How the native values of a workbook or of Python become the text of a cell."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from zhibu.facts.contract import Kind

BLANKS = " \t\r\n\v\f\u00a0\u3000\ufeff"
# Beyond 15 digits a number cell has lost its last digits; the text tells so and is refused as such.
_RUINED = 10**15


def cell_text(value: object, kind: Kind) -> str | None:
    """The text of a cell as a CSV would hold it; None for an empty cell."""
    match value:
        case None:
            return None
        case str():
            return value.strip(BLANKS) or None
        case bool():
            return "yes" if value else "no"
        case int():
            return str(value)
        case float():
            return _number(value, kind)
        case Decimal():
            return f"{value:f}"
        case dt.datetime():
            moment = value.isoformat(sep=" ")
            return _date(value.date(), kind) if value.time() == dt.time() else moment
        case dt.date():
            return _date(value, kind)
        case dt.time():
            return value.isoformat("minutes" if not (value.second or value.microsecond) else "auto")
        case dt.timedelta():
            return _duration(value)
        case list() | tuple():
            return " ".join(part for item in value if (part := cell_text(item, kind))) or None
        case _:
            return str(value)


def is_ruined(value: object, kind: Kind) -> bool:
    """Whether a number cell stands where an id or text should, too long to be exact."""
    textual = kind in (Kind.ID, Kind.IDS, Kind.TEXT)
    return textual and isinstance(value, float) and abs(value) >= _RUINED


def _number(value: float, kind: Kind) -> str:
    if value.is_integer():
        return str(int(value))
    if kind is Kind.MONEY and abs(value - round(value, 2)) < 1e-6:
        return f"{value:.2f}"
    return repr(value)


def _date(day: dt.date, kind: Kind) -> str:
    """A month typed into a workbook is kept there as its first day."""
    if kind in (Kind.MONTH, Kind.PERIOD) and day.day == 1:
        return day.isoformat()[:7]
    return day.isoformat()


def _duration(value: dt.timedelta) -> str:
    minutes, rest = divmod(value.total_seconds(), 60)
    if rest or not 0 <= minutes < 24 * 60:
        return str(value)
    return f"{int(minutes) // 60:02d}:{int(minutes) % 60:02d}"
