"""From what a write touched to all whose verdicts may be otherwise now.

Facts of an organisation bear on its own verdicts; on those of bodies above, which count what is below; and
on organisations that share a person with it: somebody who belongs or belonged to both, holds a post in
the one, came to, led or spoke at an activity of the other. What bodies above the branches do (posts,
activities, their kind, what they adopt) bears on everything below them. See `engine/judging/reach.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.compliance.choices import Thing
from zhibu.domain.compliance.models import Touched
from zhibu.domain.members.models import Membership, Post
from zhibu.domain.organisations.choices import UPPER_KINDS, OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.paths import SEGMENT, path_parents

CHUNK = 5000
TOO_MANY = 20_000  # persons or organisations met: then everything is judged


@dataclass(slots=True)
class Reached:
    """What is to be judged: organisations with all below, upper bodies by themselves, or everything."""

    roots: set[str] = field(default_factory=set)
    uppers: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)  # touched, and not there (any more)
    everything: bool = False


@dataclass(slots=True)
class _Body:
    pk: str
    path: str
    kind: str

    @property
    def branch(self) -> str:
        """The path of the branch where it is a group, else its own."""
        return self.path[:-SEGMENT] if self.kind == OrganisationKind.PARTY_GROUP else self.path


def widen(touched: Iterable[Touched]) -> Reached:
    """Everybody whose verdicts may rest on what was touched."""
    named: dict[str, set[str]] = {thing: set() for thing in Thing.values}
    for row in touched:
        named[row.thing].add(row.key)
    if named[Thing.ALL]:
        return Reached(everything=True)
    members = named[Thing.MEMBER]
    direct = _bodies(Q(pk__in=named[Thing.BODY]))
    homes = _bodies(Q(pk__in=_places(members)))
    own = {body.branch for body in direct}
    whole = _outermost(own | {body.branch for body in homes if body.kind not in UPPER_KINDS})
    if sum(_size(path) for path in whole) > TOO_MANY // 10:
        return Reached(everything=True)
    people = members | _people(whole)
    places = _places(people)
    if max(len(people), len(places)) > TOO_MANY:
        return Reached(everything=True)
    near = _bodies(Q(pk__in=places))
    lower = {body.branch for body in near if body.kind not in UPPER_KINDS}
    result = Reached(uppers={body.pk for body in [*near, *homes] if body.kind in UPPER_KINDS})
    result.roots = {body.pk for body in _bodies(Q(path__in=_outermost(whole | lower)))}
    above = {path for path in whole for path in path_parents(path)}
    result.lost = named[Thing.BODY] - {body.pk for body in direct}
    result.uppers |= {body.pk for body in _bodies(Q(path__in=above))} | named[Thing.ABOVE]
    return result


def _bodies(condition: Q) -> list[_Body]:
    rows = Organisation.objects.filter(condition).order_by().values_list("pk", "path", "kind")
    return [_Body(*row) for row in rows]


def _size(path: str) -> int:
    return Organisation.objects.filter(path__under=path).count()


def _outermost(paths: set[str]) -> set[str]:
    """Those that lie below none of the others."""
    return {path for path in paths if not paths.intersection(path_parents(path))}


def _places(members: set[str]) -> set[str]:
    """Where they belong or ever belonged, and where they hold or held a post."""
    found: set[str] = set()
    for some in _chunks(members):
        found |= _values(Membership.objects.filter(member__in=some), "organisation_id")
        found |= _values(Post.objects.filter(member__in=some), "organisation_id")
    return found


def _people(paths: set[str]) -> set[str]:
    """Whoever belonged there, held a post there, or had to do with an activity there."""
    found: set[str] = set()
    for path in paths:
        below = {"organisation__path__under": path}
        found |= _values(Membership.objects.filter(**below), "member_id")
        found |= _values(Post.objects.filter(**below), "member")
        held = Attendance.objects.filter(activity__organisation__path__under=path)
        found |= _values(held, "member_id")
        for name in ("host", "speaker"):
            cells = _values(Activity.objects.filter(**below).exclude(**{name: ""}), name)
            found |= {member for cell in cells for member in cell.split()}
    return found


def _values(rows: QuerySet[Any], name: str) -> set[str]:
    return set(rows.order_by().values_list(name, flat=True).distinct())


def _chunks(names: set[str]) -> Iterator[list[str]]:
    ordered = sorted(names)
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))
