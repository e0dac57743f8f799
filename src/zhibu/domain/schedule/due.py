"""What was entered for a day to come is made before anybody reads on that day: every door asks here first.

The functions stand in `wiring.DUE`. A process asks the database once a day; what cannot be made is left to the nightly
job, which tries again.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.utils.module_loading import import_string

from zhibu.kernel import clock

log = logging.getLogger(__name__)
_asked: set[dt.date] = set()


def due_make(day: dt.date | None = None, *, again: bool = False) -> int:
    """Make what has come; how much was made. `again`: also where this process has asked today."""
    today = day or clock.today()
    if today in _asked and not again:
        return 0
    made = 0
    try:
        for path in import_string(settings.ZHIBU_DUE):
            make: Callable[..., int] = import_string(path)
            made += make(day=today)
    except DatabaseError as error:  # a database being set up or read only: the next one asks again
        log.warning("what is due was not made: %s", type(error).__name__)
        return made
    _asked.clear()
    _asked.add(today)
    return made
