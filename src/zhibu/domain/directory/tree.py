"""The tree as far as it is open: the way down to one organisation, with brothers and children."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr

from zhibu.domain.accounts import scope
from zhibu.domain.directory.keeping import is_vast, kept
from zhibu.domain.members.belonging import spans_on
from zhibu.domain.members.models import Member, Membership
from zhibu.domain.members.selectors import not_full_on
from zhibu.domain.organisations.choices import UPPER_KINDS, OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.past import Then, then
from zhibu.domain.organisations.paths import SEGMENT, path_end, path_shared
from zhibu.kernel.actor import Actor

CHILDREN_SHOWN = 60


@dataclass(slots=True)
class Node:
    """An organisation in the tree, with how many branches or members it has."""

    organisation: Organisation
    count: int = 0
    children: list[Node] = field(default_factory=list)
    left_out: int = 0
    is_current: bool = False

    @property
    def is_upper(self) -> bool:
        return self.organisation.kind in UPPER_KINDS

    @property
    def has_members(self) -> bool:
        """A unit's leading body (党组) has posts, no members: it bears no count."""
        return self.organisation.kind in (OrganisationKind.BRANCH, OrganisationKind.PARTY_GROUP)


def tree(*, actor: Actor, current: Organisation, on: dt.date) -> list[Node]:
    """The tops of what the actor sees, unfolded down to `current` and its children."""
    was = then(on)
    line = was.line(current)
    seen = scope.organisations(actor).filter(was.existing())
    found = {one.pk: one for one in seen.filter(pk__in=line)}
    tops = was.dressed(_tops(next((found[pk] for pk in line if pk in found), current), actor))
    shown = seen.filter(was.child_of(line) | Q(pk__in=[top.pk for top in tops]))
    by_parent: dict[str, list[Organisation]] = {}
    for organisation in was.dressed(shown.distinct()):
        by_parent.setdefault(organisation.parent_id or "", []).append(organisation)
    nodes = [_node(top, by_parent, set(line), current.pk) for top in tops]
    _count(nodes, was)
    return nodes


def _tops(nearest: Organisation, actor: Actor) -> list[Organisation]:
    if actor.everything:
        return list(Organisation.objects.filter(parent=None).order_by("path"))
    heads = Q(path__in=actor.subtrees()) | Q(pk__in=actor.bodies())
    found = list(Organisation.objects.filter(heads).order_by("path"))
    paths = [top.path for top in found]
    return [
        top
        for top in found
        if not any(top.path != path and top.path.startswith(path) for path in paths)
    ] or [nearest]


def _node(
    organisation: Organisation,
    by_parent: dict[str, list[Organisation]],
    opened: set[str],
    current: str,
) -> Node:
    node = Node(organisation, is_current=organisation.pk == current)
    if organisation.pk in opened:
        children = by_parent.get(organisation.pk, [])
        kept = [
            child
            for index, child in enumerate(children)
            if index < CHILDREN_SHOWN or child.pk in opened
        ]
        node.left_out = len(children) - len(kept)
        node.children = [_node(child, by_parent, opened, current) for child in kept]
    return node


def _flat(nodes: Iterable[Node]) -> Iterable[Node]:
    for node in nodes:
        yield node
        yield from _flat(node.children)


def _count(nodes: list[Node], was: Then) -> None:
    """Branches below an upper body, members of a branch or group: two queries for the whole tree."""
    flat = list(_flat(nodes))
    branches = branch_counts([node.organisation for node in flat if node.is_upper], was.day, was)
    members = member_counts([node.organisation.pk for node in flat if not node.is_upper], was.day)
    for node in flat:
        counts = branches if node.is_upper else members
        node.count = counts.get(node.organisation.pk, 0)


def branch_counts(
    uppers: list[Organisation], on: dt.date, was: Then | None = None
) -> dict[str, int]:
    """How many branches exist below each of these on the day."""
    if not uppers:
        return {}
    was = was or then(on)
    branches = Organisation.objects.filter(was.existing() & was.of_kind(OrganisationKind.BRANCH))
    return _summed(_by_piece("branches", branches, "path", uppers, was), uppers, was)


def _by_piece(what: str, found: QuerySet[Any], path: str, uppers: list[Organisation], was: Then) -> Counter[str]:
    """How many rows below each of the deepest of some bodies: counted by the database, one row a body.

    On a day when something hung elsewhere one row a place, which `_summed` puts where it was. Below a body with
    very many others the numbers (`what`) are kept for a while, as `keeping` says.
    """
    if was.pieces:
        return Counter(dict(found.order_by().values_list(path).annotate(number=Count("*"))))
    paths = [upper.path for upper in uppers]
    top, deep = path_shared(paths), max(map(len, paths))

    def count() -> Counter[str]:
        below = found.filter(**{f"{path}__under": top}) if top else found
        rows = below.order_by().annotate(piece=Substr(path, 1, deep))
        return Counter(dict(rows.values_list("piece").annotate(number=Count("*"))))

    if not is_vast(top):
        return count()
    deep = max(deep, len(top) + 2 * SEGMENT)  # of the page, the tree beside it and the desk one count serves
    return kept((what, top, deep, was.day), count)


def _summed(counts: Counter[str], uppers: list[Organisation], was: Then) -> dict[str, int]:
    """The numbers of pieces put together for each of the bodies."""
    placed = sorted((was.path_of(path), count) for path, count in counts.items())
    paths = [path for path, _ in placed]
    totals = [0, *accumulate(count for _, count in placed)]
    found = {}
    for upper in uppers:
        here = was.path_of(upper.path)
        found[upper.pk] = totals[bisect_left(paths, path_end(here))] - totals[bisect_left(paths, here)]
    return found


def member_counts(keys: list[str], on: dt.date) -> dict[str, int]:
    """How many members belong to each of these branches or groups on the day."""
    rows = spans_on(on).filter(organisation__in=keys).order_by().values_list("organisation")
    return dict(rows.annotate(number=Count("*")))


def member_counts_below(
    uppers: list[Organisation], on: dt.date, was: Then | None = None
) -> dict[str, tuple[int, int]]:
    """Members and full members of all branches below each upper body: three queries for all of them.

    All spans of the day are counted without looking at who they are of; the few of somebody who had not
    joined yet or has left, and those of probationary members, are counted apart and taken off.
    """
    if not uppers:
        return {}
    was = was or then(on)
    covering = Q(until__isnull=True) | Q(until__gt=on), Q(since__lte=on)
    spans = Membership.objects.filter(*covering, was.of_kind(OrganisationKind.BRANCH, prefix="organisation__"))
    away = Member.objects.filter(Q(left__lte=on) | Q(joined__gt=on)).order_by()
    new = Member.objects.filter(
        not_full_on(on), Q(left__isnull=True) | Q(left__gt=on), joined__lte=on
    ).order_by()

    def counted(what: str, found: QuerySet[Membership]) -> Counter[str]:
        return _by_piece(what, found, "organisation__path", uppers, was)

    there = Counter(counted("spans", spans))
    there.subtract(counted("away", spans.filter(member__in=away.values("pk"))))
    every = _summed(there, uppers, was)
    there.subtract(counted("new", spans.filter(member__in=new.values("pk"))))
    full = _summed(there, uppers, was)
    return {key: (every[key], full[key]) for key in every}


def spans_below(
    organisation: Organisation, on: dt.date, was: Then | None = None
) -> QuerySet[Membership]:
    """The memberships on the day of a group itself, else of all branches that were below (or are it)."""
    spans = spans_on(on)
    if organisation.kind == OrganisationKind.PARTY_GROUP:
        return spans.filter(organisation=organisation)
    was, to = was or then(on), "organisation__"
    return spans.filter(was.below(organisation.path, to) & was.of_kind(OrganisationKind.BRANCH, prefix=to))
