"""What each area of the site shows of the foreign committee C9, its branch B9 and its member M9.

One module an area: `make(accounts)` writes rows of C9 with the words 外列 or 外名 in them, `addresses()`
gives for each address name the paths that reach for them, `WITHOUT_OBJECT` the pages without an object, and
`OPEN`, where there is one, the names of pages for nobody in particular.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import Protocol, cast

from zhibu.domain.accounts.models import User


class Area(Protocol):
    """One module of this folder."""

    WITHOUT_OBJECT: dict[str, str]

    def make(self, accounts: dict[str, User]) -> None: ...

    def addresses(self) -> dict[str, list[str]]: ...


def areas() -> list[Area]:
    """All modules of this folder."""
    names = sorted(found.name for found in pkgutil.iter_modules(__path__))
    return [cast("Area", importlib.import_module(f"{__name__}.{name}")) for name in names]


def without_object() -> dict[str, str]:
    """Pages without an object of their own, of all areas."""
    return {name: path for area in areas() for name, path in area.WITHOUT_OBJECT.items()}


def opened() -> set[str]:
    """Pages for nobody in particular, of all areas."""
    return {name for area in areas() for name in getattr(area, "OPEN", ())}
