"""The id of a fact that has none of its own: its table and its key, `checks:B1/room/flag/2024-02-01`.

SQL leaves the day in it as a marked number, and Python writes it out: no two databases write days alike.
"""

from __future__ import annotations

import functools
import re
from typing import Any

from zhibu.kernel.dates import from_day_number

_MARK = "\x1d"  # stands in no text of a fact
_DAY = re.compile(f"{_MARK}(-?[0-9]+)")


def row_key(table: str, *parts: Any, day: Any = None) -> Any:
    """The id of a fact of a facts table from the texts of its key; a day comes last, as its number."""
    import ibis

    found = ibis.literal(f"{table}:") + parts[0]
    for part in parts[1:]:
        found = found + "/" + part
    return found if day is None else found + f"/{_MARK}" + day.cast("string")


def written_out(ids: str) -> str:
    """Ids as `row_key` made them, with their days as a person writes them."""
    if _MARK not in ids:
        return ids
    return _DAY.sub(lambda found: from_day_number(int(found[1])).isoformat(), ids)


@functools.lru_cache(maxsize=2_000)  # the same text each time, so that the statement is found prepared
def in_order(sql: str) -> str:
    """A query of evidence (subject, start, on, id) as rows of subject, start, id: by date, then id."""
    return f'SELECT subject, "start", id FROM ({sql}) ORDER BY 1, 2, "on", id'
