"""The kinds of sheets, one module each; a kind is recognised by columns and title, not file name."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from zhibu.rosters.kinds.kind import Kind


@cache
def all_kinds() -> tuple[Kind, ...]:
    """Every kind in the folder, in the order in which sheets are read."""
    found: list[Kind] = []
    for module in pkgutil.iter_modules(__path__):
        kind = getattr(importlib.import_module(f"{__name__}.{module.name}"), "KIND", None)
        if kind is not None:
            found.append(kind)
    return tuple(sorted(found, key=lambda kind: (kind.order, kind.name)))
