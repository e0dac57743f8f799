"""One organisation on one day: posts, groups, bodies below, counts, activities around the day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, Q

from zhibu.domain.accounts import scope
from zhibu.domain.activities.models import Activity
from zhibu.domain.directory.tree import (
    branch_counts,
    member_counts,
    member_counts_below,
    spans_below,
)
from zhibu.domain.members.belonging import spans_on
from zhibu.domain.members.models import Member, Post
from zhibu.domain.members.selectors import full_on
from zhibu.domain.organisations.choices import UPPER_KINDS, OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.past import Then, then
from zhibu.domain.organisations.selectors import organisations_above
from zhibu.domain.rulebook.selectors import InForce, in_force
from zhibu.kernel.actor import BODY_ROLES, SUBTREE_ROLES, Actor

AROUND = dt.timedelta(days=120)
ACTIVITIES_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody in a post; `name` is the id where he is no member."""

    post: Post
    name: str
    is_member: bool


@dataclass(frozen=True, slots=True)
class Below:
    """A body right below: its head, its branches or its members."""

    organisation: Organisation
    head: str
    branches: int
    members: int
    full: int

    @property
    def probationary(self) -> int:
        return self.members - self.full

    @property
    def has_members(self) -> bool:
        """A unit's leading body (党组) has posts, no members."""
        return self.organisation.kind != OrganisationKind.LEADING_BODY


@dataclass(slots=True)
class OrganisationPage:
    """What the page of an organisation shows."""

    organisation: Organisation
    above: list[Organisation]
    holders: list[Holder]
    below: list[Below]
    members: int = 0
    full: int = 0
    branches: int = 0
    activities: list[Activity] = field(default_factory=list)
    in_force: list[InForce] = field(default_factory=list)

    @property
    def is_upper(self) -> bool:
        return self.organisation.kind in UPPER_KINDS

    @property
    def probationary(self) -> int:
        return self.members - self.full


def organisation_page(*, actor: Actor, key: str, on: dt.date) -> OrganisationPage:
    """The organisation on the day; NotFound where it is not the actor's to see."""
    was = then(on)
    [organisation] = was.dressed([scope.organisation_get(actor, key)])
    seen = scope.organisations(actor)
    above = above_seen(actor=actor, organisation=organisation, was=was)
    below = was.dressed(seen.filter(was.existing() & was.child_of([organisation.pk])))
    page = OrganisationPage(organisation, above, _holders([organisation.pk], on), _below(below, on, was))
    page.members, page.full = _members_of(organisation, on, was)
    if page.is_upper:
        page.branches = branch_counts([organisation], on, was)[organisation.pk]
    page.activities = list(
        scope.activities(actor)
        .filter(organisation=organisation, on__gte=on - AROUND, on__lte=on + AROUND)
        .order_by("-on", "pk")[:ACTIVITIES_SHOWN]
    )
    page.in_force = in_force(organisation, on)
    return page


def organisation_head(*, actor: Actor, key: str, on: dt.date) -> OrganisationPage:
    """Only what the head of its pages shows; an upper body's members are not counted for it."""
    was = then(on)
    [organisation] = was.dressed([scope.organisation_get(actor, key)])
    above = above_seen(actor=actor, organisation=organisation, was=was)
    page = OrganisationPage(organisation, above, [], [])
    if not page.is_upper:
        page.members, page.full = _members_of(organisation, on, was)
    return page


def home_of(*, actor: Actor) -> Organisation | None:
    """The organisation an actor works for: the highest at which he holds a role, else his branch."""
    keys = [held.organisation for held in actor.roles if held.role in SUBTREE_ROLES | BODY_ROLES]
    if keys:
        return Organisation.objects.filter(pk__in=keys).order_by("depth", "path").first()
    return scope.organisations_named(actor).first() if actor.member else None


def above_seen(
    *, actor: Actor, organisation: Organisation, was: Then | None = None
) -> list[Organisation]:
    """The organisations above it (`was`: on that day) that the actor may see too, the highest first."""
    seen = scope.organisations(actor)
    if was is None or was.as_now:
        return list(seen.filter(pk__in=organisations_above(organisation.path).values("pk")))
    line = was.line(organisation)[:-1]
    return sorted(was.dressed(seen.filter(pk__in=line)), key=lambda one: line.index(one.pk))


def holders_of(keys: list[str], on: dt.date) -> dict[str, list[Holder]]:
    """Who holds posts in each of these bodies on the day."""
    found: dict[str, list[Holder]] = {}
    for holder in _holders(keys, on):
        found.setdefault(holder.post.organisation_id, []).append(holder)
    return found


def _holders(keys: list[str], on: dt.date) -> list[Holder]:
    posts = list(
        Post.objects.filter(
            Q(until__isnull=True) | Q(until__gt=on), organisation__in=keys, since__lte=on
        )
    )
    people = [post.member for post in posts]
    names = dict(Member.objects.filter(pk__in=people).values_list("pk", "name"))
    order = [code for code, _ in Post._meta.get_field("post").choices or ()]
    posts.sort(key=lambda post: (order.index(post.post), post.since, post.pk))
    return [
        Holder(post, names.get(post.member, post.member), post.member in names) for post in posts
    ]


def _below(bodies: list[Organisation], on: dt.date, was: Then) -> list[Below]:
    uppers = [body for body in bodies if body.kind in UPPER_KINDS]
    lower = [body.pk for body in bodies if body.kind not in UPPER_KINDS]
    branches, below_uppers = branch_counts(uppers, on, was), member_counts_below(uppers, on, was)
    members, full = member_counts(lower, on), _full_counts(lower, on)
    heads = holders_of([body.pk for body in bodies], on)
    found = []
    for body in bodies:
        own = (members.get(body.pk, 0), full.get(body.pk, 0))
        count, full_count = below_uppers.get(body.pk, own)
        names = [h.name for h in heads.get(body.pk, []) if h.post.post in HEADS]
        found.append(Below(body, "、".join(names), branches.get(body.pk, 0), count, full_count))
    return found


HEADS = ("secretary", "group_leader")


def _full_counts(keys: list[str], on: dt.date) -> Counter[str]:
    rows = spans_on(on).filter(full_on(on, "member__"), organisation__in=keys)
    return Counter(rows.order_by().values_list("organisation_id", flat=True))


def _members_of(organisation: Organisation, on: dt.date, was: Then | None = None) -> tuple[int, int]:
    """How many members, and how many of them full; of an upper body those of all branches below."""
    if organisation.kind in UPPER_KINDS:
        return member_counts_below([organisation], on, was)[organisation.pk]
    spans = spans_below(organisation, on, was).order_by()
    full = Count("pk", filter=full_on(on, "member__"))
    found = spans.aggregate(all=Count("pk"), full=full)
    return found["all"], found["full"]


def size_words(*, organisations: list[Organisation], on: dt.date) -> str:
    """How big the bodies are together, as a desk says it: branches and groups, or kinds of members."""
    if len(organisations) != 1:
        return ""
    body = organisations[0]
    members, full = _members_of(body, on)
    if body.kind in UPPER_KINDS:
        branches = branch_counts([body], on)[body.pk]
        return f"{branches} 个支部，{members} 名党员"
    was = then(on)
    groups = Organisation.objects.filter(was.existing() & was.child_of([body.pk])).count()
    parts = [f"正式党员 {full}", f"预备党员 {members - full}"]
    return " · ".join([*parts, *([f"党小组 {groups}"] if groups else [])])


def sizes_of(*, organisations: list[Organisation], on: dt.date) -> dict[str, str]:
    """26人 3组 for a branch, 9人 for a group; an upper body has no size here."""
    keys = [body.pk for body in organisations if body.kind not in UPPER_KINDS]
    members = member_counts(keys, on)
    was = then(on)
    below = Organisation.objects.filter(was.existing() & was.child_of(keys)).order_by()
    groups = Counter(one.parent_id for one in was.dressed(below))
    return {
        key: f"{members[key]}人" + (f" {groups[key]}组" if groups[key] else "") for key in members
    }
