"""The one place that says who sees what. Doors and rooms above take their rows from here.

| role | sees |
|---|---|
| clerk, secretary, commissioner | the organisation at which the role is held, and everything below it |
| leader | that one group, nothing above or beside it |
| member (anybody linked to a member) | himself: his facts, and the names of his own branch and group |
| the machine's keeper (`Actor.system`) | everything |

Use: `scope.organisations(actor)`, `scope.members(actor)`, `scope.activities(actor)` ... give querysets
of what may be seen in full; `organisation_get`, `member_get`, `post_get`, `row_get` give one row or raise
`NotFound`, which does not tell "not there" from "not yours". `reach(actor, prefix)` is the condition for
any other model with a foreign key to an organisation. Who may *do* something is said by the policies.
"""

from __future__ import annotations

import datetime as dt
import time
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from zhibu.domain.activities.models import Activity, Attendance, Paper
from zhibu.domain.dues.models import Due
from zhibu.domain.members.models import Member, Membership, MemberState, Penalty, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.paths import SEGMENT
from zhibu.domain.procedures.choices import NARROW
from zhibu.domain.procedures.models import Ballot, Case, Check
from zhibu.kernel import clock
from zhibu.kernel.actor import KEEPERS, Actor
from zhibu.kernel.errors import NotFound
from zhibu.kernel.remembering import remembered

NOTHING = Q(pk__in=[])
FEW = 500  # organisations that are named one by one instead of by ranges of paths
OWN = 2000  # of the activities in which somebody took part himself, the latest
Row = TypeVar("Row", bound=Model)


def reach(actor: Actor, prefix: str = "", *, roles: tuple[str, ...] = ()) -> Q:
    """The condition that an organisation (`prefix`: the way to it, as `organisation__`) is in scope.

    With `roles`, only what is seen by holding one of them. A scope of few organisations is named by
    their ids, which both databases look up in the index of the other table without a join.
    """
    if actor.everything:
        return Q()
    ids = _few(actor, roles)
    if ids is not None:
        return Q(**{f"{prefix}pk__in": ids}) if ids else NOTHING
    if _holds_roots(actor, roles):  # told without the path, so that no database looks the organisations up
        return Q(**{f"{prefix.removesuffix('__') or 'pk'}__isnull": False})
    return _reached(actor, roles, prefix)


def sees_all(actor: Actor, *roles: str) -> bool:
    """Whether the scope (by one of the roles) is wide and holds every organisation there is."""
    return actor.everything or (_few(actor, roles) is None and _holds_roots(actor, roles))


def _holds_roots(actor: Actor, roles: tuple[str, ...]) -> bool:
    tops = {path for path in actor.subtrees(*roles) if len(path) == SEGMENT}
    if not tops:
        return False
    roots = Organisation.objects.filter(parent=None).order_by().values_list("path", flat=True)
    return tops >= remembered("roots", lambda: set(roots))


# Scopes found to be wide, and until when nobody looks again: it only says in which words a database is asked.
_wide: dict[tuple[tuple[str, ...], tuple[str, ...]], float] = {}
WIDE_FOR, WIDES = 300.0, 10_000  # seconds, and how many are kept


def _few(actor: Actor, roles: tuple[str, ...] = ()) -> list[str] | None:
    """The ids in scope where they are few; None where they are many."""
    condition = _reached(actor, roles)
    if condition is NOTHING:
        return []
    key = (actor.subtrees(*roles), actor.bodies())
    if _wide.get(key, 0) > time.monotonic():
        return None
    some = Organisation.objects.filter(condition).order_by().values_list("pk", flat=True)[: FEW + 1]
    ids = remembered(("few", key), lambda: list(some))
    if len(ids) <= FEW:
        return ids
    if len(_wide) > WIDES:
        _wide.clear()
    _wide[key] = time.monotonic() + WIDE_FOR
    return None


def is_wide(actor: Actor) -> bool:
    """Whether more organisations are in scope than are named one by one."""
    return actor.everything or _few(actor) is None


def _reached(actor: Actor, roles: tuple[str, ...], prefix: str = "") -> Q:
    """The same as ranges of paths and single bodies."""
    condition = NOTHING
    for path in actor.subtrees(*roles):
        condition |= Q(**{f"{prefix}path__under": path})
    bodies = actor.bodies() if not roles or "leader" in roles else ()
    if bodies:
        condition |= Q(**{f"{prefix}pk__in": bodies})
    return condition


def organisations(actor: Actor) -> QuerySet[Organisation]:
    """The organisations whose records he may see in full, in the order of the tree."""
    condition = Q() if actor.everything else _reached(actor, ())
    return Organisation.objects.filter(condition).order_by("path")


def organisations_named(actor: Actor, *, on: dt.date | None = None) -> QuerySet[Organisation]:
    """Those whose names he may read: also his own branch and group, and the branch of a led group."""
    if actor.everything:
        return organisations(actor)
    day = on or clock.today()
    own = Membership.objects.filter(
        Q(until__isnull=True) | Q(until__gt=day), member=actor.member or None, since__lte=day
    )
    condition = _reached(actor, ()) | Q(children__pk__in=actor.bodies())
    if actor.member:
        condition |= Q(pk__in=own.values("organisation"))
    return Organisation.objects.filter(condition).distinct().order_by("path")


def worked_for(actor: Actor) -> list[Organisation]:
    """The organisations at which he holds an office (any role but the member's), the nearest first."""
    held = [one.organisation for one in actor.roles if one.role != "member"]
    return list(Organisation.objects.filter(pk__in=held, dissolved=None).order_by("-depth", "path"))


def members(actor: Actor, *, on: dt.date | None = None) -> QuerySet[Member]:
    """Those who belong (or will) to a body in scope, those who left from one, and himself."""
    if actor.everything:
        return Member.objects.all()
    day = on or clock.today()
    later = Membership.objects.filter(member=OuterRef("member"), since__gte=OuterRef("until"))
    left_from = Q(member__left__lte=day) & ~Exists(later)  # not from where he had moved away before
    there = Membership.objects.filter(reach(actor, "organisation__")).filter(
        Q(until__isnull=True) | Q(until__gt=day) | left_from
    )
    seen = there.order_by().values("member")
    if actor.member:  # a union, since an OR would look at every member
        seen = seen.union(Member.objects.filter(pk=actor.member).order_by().values("pk"))
    return Member.objects.filter(pk__in=seen)


def activities(actor: Actor) -> QuerySet[Activity]:
    """The activities of bodies in scope, and those he took part in himself."""
    condition = reach(actor, "organisation__")
    if actor.member and not actor.everything:
        own = Attendance.objects.filter(member=actor.member).order_by("-activity__on")
        condition |= Q(pk__in=list(own.values_list("activity", flat=True)[:OWN]))
    return Activity.objects.filter(condition)


def attendance(actor: Actor) -> QuerySet[Attendance]:
    """Who was there: all rows of activities of bodies in scope, else only his own."""
    ids = None if actor.everything else _few(actor)
    if ids is None:
        condition = reach(actor, "activity__organisation__")
    else:  # a subquery, so that the OR with one's own rows can use two indexes
        condition = Q(activity__in=Activity.objects.filter(organisation__in=ids).values("pk"))
    return Attendance.objects.filter(_own(actor, condition))


def memberships(actor: Actor) -> QuerySet[Membership]:
    """Who belongs where: to bodies in scope, and his own."""
    return Membership.objects.filter(_own(actor, reach(actor, "organisation__")))


def posts(actor: Actor) -> QuerySet[Post]:
    """Posts in bodies in scope, and his own."""
    condition = reach(actor, "organisation__")
    if actor.member and not actor.everything:
        condition |= Q(member=actor.member)
    return Post.objects.filter(condition)


def dues(actor: Actor) -> QuerySet[Due]:
    """Dues of the members in scope."""
    return Due.objects.filter(_of_members(actor))


def states(actor: Actor) -> QuerySet[MemberState]:
    """States of the members in scope."""
    return MemberState.objects.filter(_of_members(actor))


def penalties(actor: Actor) -> QuerySet[Penalty]:
    """Penalties: seen by whoever answers for the branch, and by the member himself; not by a leader."""
    roles = KEEPERS
    there = Membership.objects.filter(reach(actor, "organisation__", roles=roles))
    there = there.filter(Q(until__isnull=True) | Q(until__gt=clock.today()))
    condition = Q() if actor.everything else Q(member__in=there.values("member"))
    return Penalty.objects.filter(_own(actor, condition))


def cases(actor: Actor) -> QuerySet[Case]:
    """Cases handled by bodies in scope; those against a person only by its clerks and secretary, never by himself."""
    found = Case.objects.filter(reach(actor, "organisation__"))
    if actor.everything:
        return found
    few = reach(actor, "organisation__", roles=("clerk", "secretary")) & ~Q(subject=actor.member or "-")
    return found.filter(~Q(procedure__in=NARROW) | few)


def ballots(actor: Actor) -> QuerySet[Ballot]:
    """Ballots of meetings or cases of bodies in scope."""
    return Ballot.objects.filter(
        reach(actor, "activity__organisation__") | reach(actor, "case__organisation__")
    )


def checks(actor: Actor) -> QuerySet[Check]:
    """Checks of bodies in scope."""
    return Check.objects.filter(reach(actor, "organisation__"))


def papers(actor: Actor) -> QuerySet[Paper]:
    """Papers about anything in scope."""
    if actor.everything:
        return Paper.objects.all()
    abouts = (organisations(actor), members(actor), activities(actor), posts(actor), cases(actor))
    condition = NOTHING
    for found in abouts:
        condition |= Q(about__in=found.order_by().values("pk"))
    return Paper.objects.filter(condition)


def organisation_get(actor: Actor, pk: str) -> Organisation:
    """The organisation, if he may see it."""
    return row_get(organisations(actor), pk, "这个党组织")


def member_get(actor: Actor, pk: str) -> Member:
    """The member, if he may see him."""
    return row_get(members(actor), pk, "这个党员")


def activity_get(actor: Actor, pk: str) -> Activity:
    """The activity, if he may see it."""
    return row_get(activities(actor), pk, "这个活动")


def post_get(actor: Actor, pk: str) -> Post:
    """The post, if he may see it."""
    return row_get(posts(actor).select_related("organisation"), pk, "这项任职")


def _own(actor: Actor, condition: Q) -> Q:
    """The condition, or rows of his own."""
    if actor.member and not actor.everything:
        return condition | Q(member=actor.member)
    return condition


def _of_members(actor: Actor) -> Q:
    if actor.everything:
        return Q()
    return Q(member__in=members(actor).order_by().values("pk"))


def row_get(found: QuerySet[Row], pk: str | int, noun: str) -> Row:
    """One of the rows in sight; NotFound in words, with `noun` as `这份草稿`."""
    row = found.filter(pk=pk).first()
    if row is None:
        raise NotFound(f"找不到{noun}，或者它不在你的管理范围里。")
    return row
