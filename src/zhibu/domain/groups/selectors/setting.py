"""What is so of a branch on a day: its people with unit, standing, posts and group; read in few queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from zhibu.domain.groups.dividing.people import Person, Present, Setting
from zhibu.domain.groups.models import Neighbour
from zhibu.domain.members.choices import State
from zhibu.domain.members.models import Membership, MemberState, Penalty, Placement, Post
from zhibu.domain.members.selectors import is_full
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.selectors import existing
from zhibu.domain.organisations.spans import covering
from zhibu.domain.procedures.models import Check


def groups_of(branch: Organisation, on: dt.date) -> list[Organisation]:
    """The party groups of a branch that exist on the day, in their order."""
    found = branch.children.filter(existing(on), kind=OrganisationKind.PARTY_GROUP)
    return list(found.order_by("order", "path"))


def leaders_of(groups: Iterable[str], on: dt.date) -> dict[str, str]:
    """Group -> who leads it on the day."""
    found = Post.objects.filter(covering(on), organisation__in=list(groups), post="group_leader")
    return dict(found.order_by("since").values_list("organisation", "member"))


def setting_of(branch: Organisation, on: dt.date) -> Setting:
    """The branch on a day as a division sees it. Whose membership is stopped does not count, nor is he placed."""
    there = Membership.objects.filter(covering(on), organisation=branch).select_related("member")
    stopped = set(
        MemberState.objects.filter(covering(on), state=State.STOPPED, member__memberships__organisation=branch)
        .values_list("member", flat=True)
    )  # fmt: skip
    members = [
        one.member for one in there.order_by("member__name", "member")
        if one.member_id not in stopped and one.member.joined <= on
        and (one.member.left is None or one.member.left > on)
    ]  # fmt: skip
    keys = [one.pk for one in members]
    groups = groups_of(branch, on)
    present = [group.pk for group in groups]
    inside = dict(
        Membership.objects.filter(covering(on), organisation__in=present).values_list("member", "organisation")
    )
    posts = _several(Post.objects.filter(covering(on), member__in=keys).values_list("member", "post"))
    penalties = _several(Penalty.objects.filter(covering(on), member__in=keys).values_list("member", "kind"))
    places = {
        one.member_id: one for one in Placement.objects.filter(covering(on), member__in=keys).order_by("since")
    }
    people = tuple(
        Person(
            one.pk, one.name, places[one.pk].unit if one.pk in places else "",
            places[one.pk].team if one.pk in places else "", is_full(one, on),
            posts.get(one.pk, frozenset()), penalties.get(one.pk, frozenset()), inside.get(one.pk, ""),
        )
        for one in members
    )  # fmt: skip
    return Setting(
        people, tuple(Present(one.pk, one.name) for one in groups), branch.sector,
        branch.parent.kind if branch.parent else "", _marks(branch, on), _holders(branch, on), neighbours_of(branch), str(branch),
    )  # fmt: skip


def neighbours_of(branch: Organisation) -> frozenset[frozenset[str]]:
    """Pairs of units that were entered as near each other."""
    rows = Neighbour.objects.filter(branch=branch).values_list("one", "other")
    return frozenset(frozenset(pair) for pair in rows)


def _several(rows: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for key, value in rows:
        found[key].add(value)
    return {key: frozenset(values) for key, values in found.items()}


def _marks(branch: Organisation, on: dt.date) -> frozenset[str]:
    """Marks of the branch: those whose last check is a yes."""
    last: dict[str, bool] = {}
    rows = Check.objects.filter(organisation=branch, checklist="marks", on__lte=on).order_by("on")
    for item, ok in rows.values_list("item", "ok"):
        last[item] = ok
    return frozenset(item for item, ok in last.items() if ok)


def _holders(branch: Organisation, on: dt.date) -> dict[str, int]:
    held: dict[str, set[str]] = defaultdict(set)
    rows = Post.objects.filter(covering(on), organisation=branch)
    for post, member in rows.values_list("post", "member"):
        held[post].add(member)
    return {post: len(members) for post, members in held.items()}
