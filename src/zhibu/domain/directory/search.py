"""Finding organisations and members by a part of the name or its pinyin, and articles by their words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from zhibu.domain.accounts import scope
from zhibu.domain.directory.articles import FoundArticle, articles_found
from zhibu.domain.directory.rosters import named
from zhibu.domain.members.columns import index_of
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.grams import holding
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.selectors import spelt
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
        bodies = scope.organisations(actor).filter(spelt(wanted.lower()))
        found = Found(list(bodies[: FOUND_SHOWN + 1]), _members(actor, text=wanted))
    else:
        found = Found(
            list(scope.organisations(actor).filter(holding(wanted, "name", "short_name"))[: FOUND_SHOWN + 1]),
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
