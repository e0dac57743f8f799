"""Numbers of very large bodies, kept in the memory of the process: nobody waits for 300 000 people to be counted.

Only where counting anew would keep everybody waiting: below `VAST` organisations every page counts exactly.
A number that is older than a minute is still shown, and counted anew beside the page; one that is older than
ten minutes is counted first.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import connection

from zhibu.domain.organisations.models import Organisation

VAST = 5_000  # organisations below one
FRESH = 60.0  # seconds for which a number may rest on what was there
SHOWN = 600.0  # seconds for which it is shown while it is counted anew
MOST = 200  # numbers kept
Key = tuple[Any, ...]

log = logging.getLogger(__name__)
_kept: dict[Key, tuple[float, Counter[str]]] = {}  # when it was counted, and what
_vast: dict[str, tuple[float, bool]] = {}
_under_way: set[Key] = set()
_lock = threading.Lock()


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


def kept(key: Key, count: Callable[[], Counter[str]]) -> Counter[str]:
    """What was counted under this key of late, else counted now."""
    there = _kept.get(key)
    age = time.monotonic() - there[0] if there else SHOWN
    if there is None or age >= SHOWN:
        return _counted(key, count)
    if age >= FRESH and _begun(key):
        threading.Thread(target=_beside, args=(key, count), daemon=True).start()
    return there[1]


def _counted(key: Key, count: Callable[[], Counter[str]]) -> Counter[str]:
    at, found = time.monotonic(), count()
    if len(_kept) >= MOST:
        _kept.clear()
    _kept[key] = (at, found)
    return found


def _begun(key: Key) -> bool:
    """Whether it is for the caller to count: nobody else does so now."""
    with _lock:
        if key in _under_way:
            return False
        _under_way.add(key)
        return True


def _beside(key: Key, count: Callable[[], Counter[str]]) -> None:
    """Counted beside the page, over a connection of its own."""
    try:
        _counted(key, count)
    except Exception:
        log.exception("numbers of a large body were not counted anew")
    finally:
        connection.close()
        with _lock:
            _under_way.discard(key)
