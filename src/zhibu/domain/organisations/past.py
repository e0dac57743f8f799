"""The tree as it was on a day (某一天的组织树): one `Then` a day, which every reader of the past asks.

Rows of `OrganisationPast` that cover the day say what was otherwise; all the rest was as it is now. Who
hung elsewhere took everything below along, so the present tree falls into pieces: each piece hangs as
a whole below another path. With nothing otherwise (today, as a rule) `Then` answers from the present
paths and costs one small query.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Q, QuerySet

from zhibu.domain.organisations.models import Organisation, OrganisationPast
from zhibu.domain.organisations.paths import SEGMENT, path_child, path_depth, path_parents
from zhibu.domain.organisations.selectors import existing
from zhibu.kernel.remembering import remembered

STATE = ("name", "short_name", "kind", "sector", "form", "parent_id")


class Piece(NamedTuple):
    """A subtree that hung elsewhere: where its root is now and where it was on the day."""

    now: str
    then: str


WHOLE = Piece("", "")  # what hung as it hangs now


@dataclass(frozen=True, slots=True)
class Then:
    """One day: what was otherwise (`rows` by organisation) and which subtrees hung elsewhere."""

    day: dt.date
    rows: dict[str, OrganisationPast]
    pieces: tuple[Piece, ...] = ()
    kinds_now: dict[str, str] = field(default_factory=dict)
    by_now: dict[str, Piece] = field(default_factory=dict)

    @property
    def as_now(self) -> bool:
        """Whether the tree of the day is today's, but for who was not there yet or is no more."""
        return not self.rows

    def dressed(
        self, organisations: Iterable[Organisation], *, paths: bool = False
    ) -> list[Organisation]:
        """The rows with name, kind, sector and parent of the day, in its order. For showing only: never saved.

        With `paths` also their places of the day, by which nobody may look for rows any more.
        """
        found = list(organisations)
        if self.pieces:
            found.sort(key=lambda one: self.path_of(one.path))
        for one in found:
            row = self.rows.get(one.pk)
            if row is not None:
                for name in STATE:
                    setattr(one, name, getattr(row, name))
            if paths and self.pieces:
                one.path = self.path_of(one.path)
                one.depth = path_depth(one.path)
        return found

    def path_of(self, now: str) -> str:
        """Where what is at this path now was on the day."""
        piece = self._piece(now)
        return piece.then + now[len(piece.now) :]

    def _piece(self, now: str) -> Piece:
        """The innermost piece in which a path lies now."""
        if self.pieces:
            for length in range(len(now), 0, -SEGMENT):
                found = self.by_now.get(now[:length])
                if found is not None:
                    return found
        return WHOLE

    def below(self, now: str, prefix: str = "") -> Q:
        """What was at or below the organisation that is at this path now, as a condition."""
        if not self.pieces:
            return Q(**{f"{prefix}path__under": now})
        top = self._piece(now)
        then = top.then + now[len(top.now) :]
        condition = self._without_inner(now, prefix)
        for piece in self.pieces:
            if piece.then.startswith(then) and piece != top:
                condition |= self._without_inner(piece.now, prefix)
        return condition

    def _without_inner(self, now: str, prefix: str) -> Q:
        """What lies below a path now, without the pieces inside of it."""
        condition = Q(**{f"{prefix}path__under": now})
        for inner in self._outermost(now):
            condition &= ~Q(**{f"{prefix}path__under": inner})
        return condition

    def _outermost(self, now: str) -> list[str]:
        inside = [p.now for p in self.pieces if p.now != now and p.now.startswith(now)]
        return [p for p in inside if not any(p != q and p.startswith(q) for q in inside)]

    def of_kind(self, *kinds: str, prefix: str = "") -> Q:
        """That it was of one of these kinds on the day."""
        differs = {pk: row.kind for pk, row in self.rows.items() if row.kind != self.kinds_now[pk]}
        condition = Q(**{f"{prefix}kind__in": kinds})
        if differs:
            condition &= ~Q(**{f"{prefix}pk__in": list(differs)})
            condition |= Q(**{f"{prefix}pk__in": [pk for pk, kind in differs.items() if kind in kinds]})
        return condition

    def child_of(self, parents: Iterable[str]) -> Q:
        """That its superior on the day was one of these (ids)."""
        wanted = set(parents)
        there = [pk for pk, row in self.rows.items() if row.parent_id in wanted]
        condition = Q(parent__in=wanted)
        if self.rows:
            condition = (condition & ~Q(pk__in=list(self.rows))) | Q(pk__in=there)
        return condition

    def line(self, organisation: Organisation) -> list[str]:
        """The ids of its superiors of the day, the highest first, and its own. `organisation` as it is now."""
        if not self.pieces:
            paths = [*path_parents(organisation.path), organisation.path]
            there = Organisation.objects.filter(path__in=paths).order_by("path")
            return list(there.values_list("pk", flat=True))
        found, key = list[str](), organisation.pk
        while key:
            found.append(key)
            row = self.rows.get(key)
            up = row.parent_id if row else Organisation.objects.values_list("parent", flat=True).get(pk=key)
            key = up or ""
        return found[::-1]

    def existing(self) -> Q:
        """That it was there on the day."""
        return existing(self.day)


def then(day: dt.date) -> Then:
    """What was otherwise on a day: one query, and one more a level where subtrees hung elsewhere."""
    return remembered(("then", day), lambda: _then(day))


def _then(day: dt.date) -> Then:
    covering = Q(since__isnull=True) | Q(since__lte=day)
    found = OrganisationPast.objects.filter(covering, until__gt=day).select_related("organisation")
    rows = {row.organisation_id: row for row in found}
    now = {pk: row.organisation for pk, row in rows.items()}
    moved = {pk: row for pk, row in rows.items() if row.parent_id != now[pk].parent_id}
    # who came back below the same superior has another number now
    moved |= {
        pk: row for pk, row in rows.items() if row.number != int(now[pk].path[-SEGMENT:])
    }
    pieces = _pieces(moved, {pk: now[pk].path for pk in moved})
    kinds = {pk: one.kind for pk, one in now.items()}
    return Then(day, rows, pieces, kinds, {piece.now: piece for piece in pieces})


def _pieces(moved: dict[str, OrganisationPast], paths: dict[str, str]) -> tuple[Piece, ...]:
    """Each moved root with its path of the day; a superior may have been moved itself."""
    parents = {row.parent_id for row in moved.values() if row.parent_id}
    now = dict(Organisation.objects.filter(pk__in=parents).values_list("pk", "path"))
    by_path = {path: pk for pk, path in paths.items()}
    done: dict[str, str] = {}

    def path_then(pk: str) -> str:
        if pk not in done:
            row = moved[pk]
            above = place_then(now[row.parent_id]) if row.parent_id else ""
            done[pk] = path_child(above, row.number)
        return done[pk]

    def place_then(path: str) -> str:
        for root in [path, *reversed(path_parents(path))]:
            if root in by_path:
                return path_then(by_path[root]) + path[len(root) :]
        return path

    return tuple(sorted(Piece(paths[pk], path_then(pk)) for pk in moved))


def tree_on(day: dt.date, found: QuerySet[Organisation] | None = None) -> list[Organisation]:
    """All organisations (or those of a query) that were there on the day, as they were, by their paths."""
    was = then(day)
    rows = Organisation.objects.all() if found is None else found
    return sorted(was.dressed(rows.filter(was.existing()), paths=True), key=lambda one: one.path)


def _one(organisation: Organisation, day: dt.date) -> OrganisationPast | None:
    covering = Q(since__isnull=True) | Q(since__lte=day)
    return OrganisationPast.objects.filter(covering, organisation=organisation, until__gt=day).first()


def name_on(organisation: Organisation, day: dt.date) -> str:
    """What it was called on the day."""
    row = _one(organisation, day)
    return row.name if row else organisation.name


def parent_on(organisation: Organisation, day: dt.date) -> Organisation | None:
    """Its superior on the day."""
    row = _one(organisation, day)
    return row.parent if row else organisation.parent
