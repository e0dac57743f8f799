"""The tree as far as it is open: the way down to one organisation, with brothers and children."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.members.models import Membership
from zhibu.domain.members.selectors import full_on
from zhibu.domain.organisations.choices import UPPER_KINDS, OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.past import Then, then
from zhibu.domain.organisations.paths import SEGMENT, path_end
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
    paths = sorted(was.path_of(path) for path in branches.order_by().values_list("path", flat=True))
    found = {}
    for upper in uppers:
        here = was.path_of(upper.path)
        found[upper.pk] = bisect_left(paths, path_end(here)) - bisect_left(paths, here)
    return found


def member_counts(keys: list[str], on: dt.date) -> dict[str, int]:
    """How many members belong to each of these branches or groups on the day."""
    rows = spans_on(on).filter(organisation__in=keys).order_by().values_list("organisation")
    return dict(rows.annotate(Count("pk")))


def member_counts_below(
    uppers: list[Organisation], on: dt.date, was: Then | None = None
) -> dict[str, tuple[int, int]]:
    """Members and full members of all branches below each upper body: one query for all of them."""
    if not uppers:
        return {}
    was = was or then(on)
    top = min((upper.path for upper in uppers), key=len)[:-SEGMENT]
    rows = spans_on(on).filter(was.of_kind(OrganisationKind.BRANCH, prefix="organisation__"))
    if top and not was.pieces:
        rows = rows.filter(organisation__path__under=top)
    full = Count("pk", filter=full_on(on, "member__"))
    by_path = rows.order_by().values_list("organisation__path").annotate(all=Count("pk"), full=full)
    counted = sorted((was.path_of(path), every, some) for path, every, some in by_path)
    paths = [path for path, _, _ in counted]
    found = {}
    for upper in uppers:
        here = was.path_of(upper.path)
        below = counted[bisect_left(paths, here) : bisect_left(paths, path_end(here))]
        found[upper.pk] = (sum(row[1] for row in below), sum(row[2] for row in below))
    return found


def spans_on(on: dt.date) -> QuerySet[Membership]:
    """The memberships that cover the day, of members who exist on it."""
    return Membership.objects.filter(
        Q(until__isnull=True) | Q(until__gt=on),
        Q(member__left__isnull=True) | Q(member__left__gt=on),
        since__lte=on,
        member__joined__lte=on,
    )


def spans_below(
    organisation: Organisation, on: dt.date, was: Then | None = None
) -> QuerySet[Membership]:
    """The memberships on the day of a group itself, else of all branches that were below (or are it)."""
    spans = spans_on(on)
    if organisation.kind == OrganisationKind.PARTY_GROUP:
        return spans.filter(organisation=organisation)
    was, to = was or then(on), "organisation__"
    return spans.filter(was.below(organisation.path, to) & was.of_kind(OrganisationKind.BRANCH, prefix=to))
