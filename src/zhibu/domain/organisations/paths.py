"""The materialised path: six digits a step from the root, no separators; below X is one range.

`path__under=X` finds X and everything below it by `>= X AND < end of X`, which both databases
answer from the index (a LIKE would scan the whole table on SQLite).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Lookup

SEGMENT = 6
LAST = (
    10**SEGMENT - 2
)  # the highest number given out, so that every path has an end of the same length


def path_end(path: str) -> str:
    """The first path that lies behind everything below `path`."""
    return path[:-SEGMENT] + f"{int(path[-SEGMENT:]) + 1:0{SEGMENT}d}"


def path_child(parent: str, number: int) -> str:
    """The path of the child with this number (from 1)."""
    if not 0 < number <= LAST:
        raise ValueError(f"no room for child {number} below {parent or 'the root'}")
    return f"{parent}{number:0{SEGMENT}d}"


def path_depth(path: str) -> int:
    """How far below the root: 0 for a root."""
    return len(path) // SEGMENT - 1


def path_parents(path: str) -> list[str]:
    """The paths above this one, the root first, without itself."""
    return [path[:length] for length in range(SEGMENT, len(path), SEGMENT)]


def path_shared(paths: Iterable[str]) -> str:
    """The deepest path at or above all of these; "" where they share none."""
    known = list(paths)
    first, last = min(known), max(known)
    length = next((at for at in range(0, len(first), SEGMENT) if first[at : at + SEGMENT] != last[at : at + SEGMENT]), len(first))
    return first[:length]


class PathField(models.CharField):
    """A path of the tree; knows the lookup `under`."""


@PathField.register_lookup
class Under(Lookup):
    """`path__under=X`: X itself and everything below."""

    lookup_name = "under"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, parameters = self.process_lhs(compiler, connection)
        return f"({left} >= %s AND {left} < %s)", (
            *parameters,
            self.rhs,
            *parameters,
            path_end(str(self.rhs)),
        )
