"""What the address of the record asks for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhibu.domain.accounts.record import EntryFilter
from zhibu.web.components.days import read_day
from zhibu.web.layout.request import Request


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filter, the texts of its fields as they were typed, and what is wrong with them."""

    filter: EntryFilter
    texts: dict[str, str]
    errors: tuple[str, ...]


def wanted(request: Request) -> Wanted:
    """The filter of the address; a day that cannot be read is told and left out."""
    names = ("since", "until", "action", "person", "at", "about")
    texts = {name: request.GET.get(name, "").strip() for name in names}
    days: dict[str, dt.date | None] = {}
    errors = []
    for name in ("since", "until"):
        days[name] = read_day(texts[name]) if texts[name] else None
        if texts[name] and days[name] is None:
            errors.append(f"“{texts[name]}”不是日期，要写成 2026-11-20。先按没有填显示。")
    found = EntryFilter(
        days["since"], days["until"], texts["action"], texts["person"], texts["at"], texts["about"]
    )
    return Wanted(found, texts, tuple(errors))


def before(request: Request) -> int:
    """The number from which on the page goes back; 0 for the latest."""
    text = request.GET.get("before", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
