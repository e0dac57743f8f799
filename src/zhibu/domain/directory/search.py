"""Finding organisations and members by a part of the name or its pinyin, and articles by their words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from zhibu.domain.accounts import scope
from zhibu.domain.directory.articles import FoundArticle, articles_found
from zhibu.domain.members.columns import index_of
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import Actor

FOUND_SHOWN = 30
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")


@dataclass(slots=True)
class Found:
    """What was found in the actor's scope, at most `FOUND_SHOWN` of each; `more`: there are others."""

    organisations: list[Organisation] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    articles: list[FoundArticle] = field(default_factory=list)
    more: bool = False


def search(*, actor: Actor, text: str) -> Found:
    """Organisations and members whose name holds the text or whose pinyin begins with it, and articles."""
    wanted = text.strip()
    if not wanted:
        return Found()
    by_letters = set(wanted.lower()) <= LETTERS
    organisations = scope.organisations(actor)
    members = scope.members(actor).order_by("pk")
    if by_letters:
        letters = wanted.lower()
        found = Found(
            list(
                organisations.filter(
                    pk__in=_by_pinyin(organisations.values_list("pk", "name"), letters)
                )
            ),
            list(members.filter(pk__in=_by_pinyin(members.values_list("pk", "name"), letters))),
        )
    elif wanted[:-1].isdigit() and len(wanted) in (11, 18):
        column = "phone" if len(wanted) == 11 else "id_number"
        found = Found([], list(members.filter(**{f"{column}_index": index_of(column, wanted)})))
    else:
        found = Found(
            list(organisations.filter(name__contains=wanted)[: FOUND_SHOWN + 1]),
            list(members.filter(name__contains=wanted)[: FOUND_SHOWN + 1]),
            articles_found(actor=actor, text=wanted) if len(wanted) > 1 else [],
        )
    lists: tuple[list[Any], ...] = (found.organisations, found.members, found.articles)
    found.more = any(len(one) > FOUND_SHOWN for one in lists)
    for one in lists:
        del one[FOUND_SHOWN:]
    return found


def _by_pinyin(rows: Iterable[tuple[str, str]], letters: str) -> list[str]:
    keys = []
    for key, name in rows:
        initials, full = _pinyin(name)
        if initials.startswith(letters) or full.startswith(letters):
            keys.append(key)
            if len(keys) > FOUND_SHOWN:
                break
    return keys


@lru_cache(maxsize=50_000)
def _pinyin(name: str) -> tuple[str, str]:
    lazy: Callable[..., list[str]]
    from pypinyin import lazy_pinyin as lazy  # its tables take a while to load

    syllables = lazy(name.lower())
    return "".join(syllable[:1] for syllable in syllables), "".join(syllables)
