"""The only place that knows what day it is. Everything else takes its day as an argument."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> dt.datetime:
    """The present instant, in Asia/Shanghai."""
    return dt.datetime.now(SHANGHAI)


def today() -> dt.date:
    """The present day in Asia/Shanghai."""
    return now().date()
