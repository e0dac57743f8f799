"""Finding organisations and members by a part of the name or its pinyin, and articles by their words."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from zhibu.domain.accounts import scope
from zhibu.domain.directory.articles import FoundArticle, articles_found
from zhibu.domain.directory.rosters import named
from zhibu.domain.members.columns import index_of
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import Actor
from zhibu.kernel.pinyin import pinyin_full, pinyin_initials

FOUND_SHOWN = 30
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
FRESH = 300  # seconds for which the pinyin of organisations may rest on an old name


@dataclass(slots=True)
class Found:
    """What was found in the actor's scope, at most `FOUND_SHOWN` of each; `more`: there are others."""

    organisations: list[Organisation] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    articles: list[FoundArticle] = field(default_factory=list)
    more: bool = False


def search(*, actor: Actor, text: str) -> Found:
    """Organisations and members whose name holds the text or whose pinyin begins with it, and articles.

    A whole ID number or phone finds its bearer by the blind index, and nothing but the whole one does.
    """
    wanted = text.strip()
    if not wanted:
        return Found()
    column = number_column(wanted)
    if column:
        found = Found([], _members(actor, **{f"{column}_index": index_of(column, wanted)}))
    elif set(wanted.lower()) <= LETTERS:
        found = Found(_bodies_by_pinyin(actor, wanted.lower()), _members(actor, text=wanted))
    else:
        found = Found(
            list(scope.organisations(actor).filter(name__contains=wanted)[: FOUND_SHOWN + 1]),
            _members(actor, text=wanted),
            articles_found(actor=actor, text=wanted) if len(wanted) > 1 else [],
        )
    lists: tuple[list[Any], ...] = (found.organisations, found.members, found.articles)
    found.more = any(len(one) > FOUND_SHOWN for one in lists)
    for one in lists:
        del one[FOUND_SHOWN:]
    return found


def number_column(text: str) -> str:
    """Whether the text is a whole phone or ID number: the column that holds it, else nothing."""
    plain = "".join(text.split())
    if not plain[:-1].isdigit() or len(plain) not in (11, 18):
        return ""
    return "phone" if len(plain) == 11 else "id_number"


def _members(actor: Actor, *, text: str = "", **exact: str) -> list[Member]:
    """The first that are found, by name; which come first among too many is the database's choice."""
    found = scope.members(actor).filter(**exact)
    if text:
        found = found.filter(named(text, many=scope.is_wide(actor)))
    rows = list(found.order_by()[: FOUND_SHOWN + 1])
    return sorted(rows, key=lambda one: (one.name_pinyin, one.pk))


_known: dict[str, Any] = {"count": -1, "at": 0.0, "rows": []}


def _bodies_by_pinyin(actor: Actor, letters: str) -> list[Organisation]:
    """Organisations whose pinyin begins so; their names are kept in memory, for they seldom change."""
    count = Organisation.objects.count()
    if count != _known["count"] or time.monotonic() - _known["at"] > FRESH:
        rows = Organisation.objects.order_by("path").values_list("pk", "path", "name", "short_name")
        _known["rows"] = [(pk, path, _spelt(name) + _spelt(short)) for pk, path, name, short in rows]
        _known["count"], _known["at"] = count, time.monotonic()
    tops, bodies, begin = actor.subtrees(), set(actor.bodies()), f"|{letters}"
    keys = []
    for pk, path, spelt in _known["rows"]:
        if begin in spelt and (actor.everything or pk in bodies or path.startswith(tops)):
            keys.append(pk)
            if len(keys) > FOUND_SHOWN:
                break
    return list(scope.organisations(actor).filter(pk__in=keys))


def _spelt(name: str) -> str:
    """Both spellings, each behind a stroke, so that what begins so is found in one text."""
    return f"|{pinyin_initials(name)}|{pinyin_full(name)}"
