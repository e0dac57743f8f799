"""What was found out once while a page is being read need not be asked again.

Only for a request that reads: whoever writes asks anew each time, and so does everything outside of requests.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")
_known: ContextVar[dict[Hashable, Any] | None] = ContextVar("known", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """While this lasts, `remembered` answers from what it has found out before."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def remembered(key: Hashable, find: Callable[[], T]) -> T:
    """What `find` says; while a request reads, what it said the first time under this key."""
    known = _known.get()
    if known is None:
        return find()
    if key not in known:
        known[key] = find()
    found: T = known[key]
    return found
