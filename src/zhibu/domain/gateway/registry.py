"""All actions, listings and rows that rooms offer on their shelves `actions`, by name."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.conf import settings

from zhibu.kernel.actions import Action, Entry, Listing, Single
from zhibu.kernel.errors import NotFound

E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class Registry:
    """What can be done, listed and read: name -> entry. A listing or row is named by its noun."""

    actions: dict[str, Action[Any, Any]]
    listings: dict[str, Listing[Any, Any]]
    singles: dict[str, Single[Any]]


@cache
def registry() -> Registry:
    """Read the shelves once; two entries of one name are a mistake of the house."""
    found = Registry({}, {}, {})
    for path in settings.ZHIBU_SHELVES:
        shelf: tuple[Entry, ...] = importlib.import_module(path).ACTIONS
        for entry in shelf:
            _put(found, entry)
    return found


def noun(entry: Entry) -> str:
    """`member` of `member.list` and of `member.get`."""
    return entry.name.partition(".")[0]


def _put(found: Registry, entry: Entry) -> None:
    if isinstance(entry, Action):
        _once(found.actions, entry.name, entry)
    elif isinstance(entry, Listing):
        _once(found.listings, noun(entry), entry)
    else:
        _once(found.singles, noun(entry), entry)


def _once(table: dict[str, E], name: str, entry: E) -> None:
    if name in table:
        raise ValueError(f"{name} stands on two shelves")
    table[name] = entry


def action_get(name: str) -> Action[Any, Any]:
    """An action by its name."""
    return _get(registry().actions, name, "操作")


def listing_get(name: str) -> Listing[Any, Any]:
    """A listing by its noun."""
    return _get(registry().listings, name, "名单")


def single_get(name: str) -> Single[Any]:
    """A kind of row by its noun."""
    return _get(registry().singles, name, "对象")


def _get(table: dict[str, Any], name: str, what: str) -> Any:
    if name not in table:
        near = "、".join(known for known in sorted(table) if known.startswith(name[:4]))
        raise NotFound(f"没有叫“{name}”的{what}。{f'相近的有：{near}。' if near else ''}")
    return table[name]
