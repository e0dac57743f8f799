"""The tree below an organisation as of a day, so deep as asked: for the picture, the table and the papers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.directory.organisation import HEADS, holders_of
from zhibu.domain.directory.rosters import named
from zhibu.domain.directory.tree import branch_counts, member_counts, member_counts_below
from zhibu.domain.members.models import Member, Post
from zhibu.domain.organisations.choices import UPPER_KINDS
from zhibu.domain.organisations.grams import holding
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.past import Then, then
from zhibu.domain.organisations.paths import path_depth
from zhibu.domain.organisations.selectors import spelt
from zhibu.kernel.actor import Actor
from zhibu.kernel.pinyin import pinyin_full, pinyin_initials

MOST = 3_000  # bodies of one table
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")


@dataclass(frozen=True, slots=True)
class Line:
    """One organisation of the tree with its place below the top, head and numbers."""

    organisation: Organisation
    depth: int
    head: str
    branches: int
    members: int
    below: bool  # whether something hangs below it that is not shown


def tree_lines(
    actor: Actor, top: Organisation, on: dt.date, *, depth: int, find: str = "", most: int = MOST
) -> tuple[list[Line], bool]:
    """The organisations below `top` (it is the first), as of the day, to a depth; whether some were left out.

    `find`: only those whose name, pinyin or head holds the text, however deep. The caller has asked the
    scope about `top`.
    """
    was = then(on)
    shown = scope.organisations(actor).filter(was.below(top.path) & was.existing())
    if find:
        shown = shown.filter(pk__in=_found(shown, was, find.strip()))
    elif not was.pieces:
        shown = shown.filter(depth__lte=top.depth + depth)
    rows = was.dressed(shown[: most + 1])
    places = {one.pk: was.path_of(one.path) for one in rows}
    deep = path_depth(was.path_of(top.path))
    if not find:
        rows = [one for one in rows if path_depth(places[one.pk]) - deep <= depth]
    more, rows = len(rows) > most, rows[:most]
    return _lines(rows, places, deep, _heads([one.pk for one in rows], on), was, depth), more


def _found(shown: QuerySet[Organisation], was: Then, find: str) -> list[str]:
    """The ids of those whose name of the day, its pinyin, or whose head fits the text; at most so many as a table holds."""
    letters = set(find.lower()) <= LETTERS
    if letters:
        low = find.lower()
        fits = spelt(low) | Q(name_initials__contains=low) | Q(short_initials__contains=low)
        differs = {pk for pk, row in was.rows.items() if _spelt(row.name, low) or _spelt(row.short_name, low)}
    else:
        fits = holding(find, "name", "short_name")
        differs = {pk for pk, row in was.rows.items() if find in row.name or find in row.short_name}
    unchanged = shown.filter(fits).exclude(pk__in=list(was.rows))
    keys = differs | set(unchanged.values_list("pk", flat=True)[: MOST + 1])
    people = Member.objects.filter(named(find, many=True)).order_by().values("pk")
    open_span = Q(until__isnull=True) | Q(until__gt=was.day)
    held = Post.objects.filter(open_span, post__in=HEADS, since__lte=was.day, member__in=people)
    held = held.filter(organisation__in=shown.order_by().values("pk"))
    keys |= set(held.order_by().values_list("organisation_id", flat=True)[: MOST + 1])
    return sorted(keys)[: MOST + 1]


def _lines(
    rows: list[Organisation], places: dict[str, str], deep: int, heads: dict[str, str], was: Then, depth: int
) -> list[Line]:
    uppers = [one for one in rows if one.kind in UPPER_KINDS]
    branches, below = branch_counts(uppers, was.day, was), member_counts_below(uppers, was.day, was)
    own = member_counts([one.pk for one in rows if one.kind not in UPPER_KINDS], was.day)
    parents = {one.parent_id for one in rows}
    found = []
    for one in rows:
        level = path_depth(places[one.pk]) - deep
        members = below[one.pk][0] if one.pk in below else own.get(one.pk, 0)
        hidden = level == depth and one.pk not in parents and one.kind != "party_group"
        found.append(Line(one, level, heads.get(one.pk, ""), branches.get(one.pk, 0), members, hidden))
    return found


def _heads(keys: list[str], on: dt.date) -> dict[str, str]:
    found: dict[str, str] = {}
    for start in range(0, len(keys), 5_000):
        for key, held in holders_of(keys[start : start + 5_000], on).items():
            found[key] = "、".join(one.name for one in held if one.post.post in HEADS)
    return found


def _spelt(name: str, letters: str) -> bool:
    """Whether its pinyin begins so, or its initials hold it."""
    return bool(name) and (letters in pinyin_initials(name) or pinyin_full(name).startswith(letters))
