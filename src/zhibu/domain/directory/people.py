"""Members as pages show them: the roster of an organisation, one member with all that is dated."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.activities.models import Attendance
from zhibu.domain.directory.tree import spans_on
from zhibu.domain.dues.models import Due
from zhibu.domain.members.models import Member, Membership, MemberState, Penalty, Post
from zhibu.domain.members.selectors import is_full
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import Actor
from zhibu.kernel.masking import masked_id_number, masked_phone

ATTENDED_SHOWN = 12


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A member on the roster of the day; numbers are already masked."""

    member: Member
    is_full: bool
    branch: str
    group: str
    posts: str
    state: str
    id_number: str
    phone: str


@dataclass(slots=True)
class MemberPage:
    """What the page of a member shows; numbers are already masked."""

    member: Member
    is_full: bool
    is_self: bool
    id_number: str
    phone: str
    memberships: list[Membership]
    posts: list[Post]
    states: list[MemberState]
    penalties: list[Penalty]
    dues: list[Due] = field(default_factory=list)
    attended: list[Attendance] = field(default_factory=list)


def roster(*, actor: Actor, organisation: Organisation, on: dt.date) -> QuerySet[Member]:
    """The members of a body on the day, of all branches below for an upper one, by their branch."""
    spans = spans_on(on)
    if organisation.kind == OrganisationKind.PARTY_GROUP:
        spans = spans.filter(organisation=organisation)
    else:
        spans = spans.filter(
            organisation__path__under=organisation.path,
            organisation__kind=OrganisationKind.BRANCH,
        )
    seen = scope.organisations(actor).order_by().values("pk")
    spans = spans.filter(organisation__in=seen)
    return Member.objects.filter(pk__in=spans.order_by().values("member")).order_by("pk")


def roster_rows(members: list[Member], on: dt.date) -> list[RosterRow]:
    """The members of one page with branch, group, posts and state of the day: three queries."""
    keys = [member.pk for member in members]
    bodies: dict[str, dict[str, str]] = defaultdict(dict)
    for span in spans_on(on).filter(member__in=keys).select_related("organisation"):
        is_group = span.organisation.kind == OrganisationKind.PARTY_GROUP
        bodies[span.member_id]["group" if is_group else "branch"] = str(span.organisation)
    covering = Q(until__isnull=True) | Q(until__gt=on)
    posts: dict[str, list[str]] = defaultdict(list)
    for post in Post.objects.filter(covering, member__in=keys, since__lte=on):
        posts[post.member].append(post.get_post_display())
    states = {
        state.member_id: state.get_state_display()
        for state in MemberState.objects.filter(covering, member__in=keys, since__lte=on)
    }
    return [
        RosterRow(
            member,
            is_full=is_full(member, on),
            branch=bodies[member.pk].get("branch", ""),
            group=bodies[member.pk].get("group", ""),
            posts="、".join(posts[member.pk]),
            state=states.get(member.pk, ""),
            id_number=masked_id_number(member.id_number),
            phone=masked_phone(member.phone),
        )
        for member in members
    ]


def member_page(*, actor: Actor, key: str, on: dt.date) -> MemberPage:
    """A member with his dated facts, as far as the actor may see each of them."""
    member = scope.member_get(actor, key)
    year = dt.date(on.year, 1, 1)
    attended = scope.attendance(actor).filter(member=member, activity__on__lte=on)
    return MemberPage(
        member=member,
        is_full=is_full(member, on),
        is_self=member.pk == actor.member,
        id_number=masked_id_number(member.id_number),
        phone=masked_phone(member.phone),
        memberships=list(
            scope.memberships(actor).filter(member=member).select_related("organisation")
        ),
        posts=list(scope.posts(actor).filter(member=member.pk).select_related("organisation")),
        states=list(scope.states(actor).filter(member=member)),
        penalties=list(scope.penalties(actor).filter(member=member)),
        dues=list(scope.dues(actor).filter(member=member, month__gte=f"{year:%Y-%m}")),
        attended=list(
            attended.select_related("activity__organisation").order_by("-activity__on")[
                :ATTENDED_SHOWN
            ]
        ),
    )
