"""What was just worked out for a page, kept in memory so that its workbook need not be worked out again."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from zhibu.domain.audit.selectors import record_end
from zhibu.domain.rulebook.selectors import rulebook
from zhibu.kernel import clock

if TYPE_CHECKING:
    from zhibu.web.layout.request import Request

MOST = 8  # results; one of a county is some tens of megabytes
SECONDS = 1800
ASIDE = ("csrfmiddlewaretoken", "xlsx")
_kept: OrderedDict[str, tuple[float, Any]] = OrderedDict()
_lock = threading.Lock()


def key_of(request: Request) -> str:
    """Names a result: who asked for what, on which day, by which rules, on which state of the facts."""
    posted = sorted((name, request.POST.getlist(name)) for name in request.POST if name not in ASIDE)
    packs = sorted((key, one.digest) for key, one in rulebook().directives.items())
    parts = (request.user.pk, request.path, posted, clock.today(), record_end(), packs)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def remember(key: str, found: Any) -> None:
    """Keep a result for half an hour; of too many the oldest go."""
    with _lock:
        _kept[key] = (time.monotonic(), found)
        _kept.move_to_end(key)
        while len(_kept) > MOST:
            _kept.popitem(last=False)


def recall(key: str) -> Any:
    """The result of a key, or None: then it has to be worked out again."""
    with _lock:
        at, found = _kept.get(key, (0.0, None))
        if found is not None and time.monotonic() - at > SECONDS:
            del _kept[key]
            found = None
    return found
