"""What people type about a meeting: hours, agenda and guests as lines of text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.http import QueryDict

from zhibu.domain.meetings.content import Invited, Item
from zhibu.web.components.days import read_hour
from zhibu.web.layout.request import Request

_NUMBERED = re.compile(r"^\s*(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.．、]|[-•·])\s*")
_COMMA = re.compile(r"[，,、\s]+")


def sent(request: Request) -> QueryDict | None:
    """What a form sent, also where it has nothing but its button; None where the page is only shown."""
    return request.POST if request.method == "POST" else None


def hour_read(text: str) -> str:
    """15:00, 15点, 下午3点半 as 15:00; empty stays empty."""
    if not text.strip():
        return ""
    hour = read_hour(text)
    if hour is None:
        raise ValidationError(f"时间读到“{text}”，写成 15:00 或者 下午3点。")
    return hour


def lines_read(text: str) -> list[str]:
    """The lines that say something, without the numbers people put before them."""
    return [line for raw in text.splitlines() if (line := _NUMBERED.sub("", raw).strip())]


def agenda_read(text: str, known: Mapping[str, Item], picked: Iterable[str] = ()) -> tuple[Item, ...]:
    """One item a line; `known`: by title those whose source is known. `picked` are added at the end."""
    titles = dict.fromkeys([*lines_read(text), *picked])
    return tuple(known.get(title, Item(title)) for title in titles)


def guests_read(text: str) -> tuple[Invited, ...]:
    """One guest a line: name, then role."""
    found = []
    for line in lines_read(text):
        name, *role = _COMMA.split(line, maxsplit=1)
        found.append(Invited(name, role[0].strip() if role else ""))
    return tuple(found)


def guests_told(guests: Iterable[object]) -> str:
    """The same as lines."""
    return "\n".join(f"{guest.name}，{guest.role}" if guest.role else guest.name for guest in guests)  # type: ignore[attr-defined]  # rows of guests
