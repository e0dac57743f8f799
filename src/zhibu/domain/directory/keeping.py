"""Numbers of very large bodies, kept for a minute in the memory of the process.

Only where counting anew would keep everybody waiting: below `VAST` organisations every page counts exactly.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from zhibu.domain.organisations.models import Organisation

VAST = 5_000  # organisations below one
FRESH = 60.0  # seconds for which a number may rest on what was there
MOST = 200  # numbers kept

_kept: dict[tuple[Any, ...], tuple[float, Counter[str]]] = {}
_vast: dict[str, tuple[float, bool]] = {}


def is_vast(top: str) -> bool:
    """Whether more than `VAST` organisations lie below a path (of all, where it is empty)."""
    now = time.monotonic()
    until, found = _vast.get(top, (0.0, False))
    if until < now:
        below = Organisation.objects.filter(path__under=top) if top else Organisation.objects.all()
        found = bool(below.order_by("path").values_list("path", flat=True)[VAST : VAST + 1])
        if len(_vast) >= MOST * 50:
            _vast.clear()
        _vast[top] = (now + FRESH, found)
    return found


def kept(key: tuple[Any, ...], count: Callable[[], Counter[str]]) -> Counter[str]:
    """What was counted under this key within the last minute, else counted now."""
    now = time.monotonic()
    until, found = _kept.get(key, (0.0, Counter[str]()))
    if until < now:
        if len(_kept) >= MOST:
            _kept.clear()
        found = count()
        _kept[key] = (now + FRESH, found)
    return found
