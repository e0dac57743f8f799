"""What somebody may today, and why: rights follow from posts and dates, and from grants.

| held | at | gives |
|---|---|---|
| secretary, deputy secretary; whoever is acting (主持工作) | branch | role secretary |
| commissioner, committee member | branch | role commissioner |
| group leader; whoever is acting | party group | role leader |
| a grant (`RoleGrant`) | wherever it says | its role, within its span; nothing from the day he leaves the Party |

Nothing is copied: a post that ended yesterday gives nothing today, one that begins today gives its role
without anybody granting it. A post above the branch gives no role by itself: what an office does for a
committee its clerks do, and they are granted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhibu.domain.accounts.choices import Role
from zhibu.domain.accounts.models import RoleGrant, User
from zhibu.domain.members.choices import PostKind
from zhibu.domain.members.models import Member, Post
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation

OF_BRANCH = {
    PostKind.SECRETARY: Role.SECRETARY,
    PostKind.DEPUTY_SECRETARY: Role.SECRETARY,
    PostKind.ORGANISATION_COMMISSIONER: Role.COMMISSIONER,
    PostKind.PUBLICITY_COMMISSIONER: Role.COMMISSIONER,
    PostKind.DISCIPLINE_COMMISSIONER: Role.COMMISSIONER,
    PostKind.COMMITTEE_MEMBER: Role.COMMISSIONER,
}
OF_GROUP = {PostKind.GROUP_LEADER: Role.LEADER}
BY_KIND: dict[str, dict[PostKind, Role]] = {
    OrganisationKind.BRANCH: OF_BRANCH,
    OrganisationKind.PARTY_GROUP: OF_GROUP,
}
ACTING: dict[str, Role] = {
    OrganisationKind.BRANCH: Role.SECRETARY,
    OrganisationKind.PARTY_GROUP: Role.LEADER,
}


@dataclass(frozen=True, slots=True)
class Right:
    """One role that is held on a day: where, from when to when, and by what (`source`)."""

    role: Role
    organisation: str
    path: str
    name: str
    since: dt.date
    until: dt.date | None
    source: str  # `post:ID` or `grant:ID`
    by: str  # 任职：书记; 授权

    @property
    def label(self) -> str:
        """The role in Chinese."""
        return self.role.label

    @property
    def place(self) -> str:
        """Where it is held."""
        return self.name


def current(day: dt.date, prefix: str = "") -> Q:
    """The condition of a span that the day lies in."""
    open_end = Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": day})
    return open_end & Q(**{f"{prefix}since__lte": day})


def _called(body: Organisation) -> str:
    """As pages call it; a group with its branch, for every branch has a first group."""
    return body.name if body.kind == OrganisationKind.PARTY_GROUP else str(body)


def role_of(post: str, kind: str, acting: bool | None) -> Role | None:
    """The role that a post in an organisation of this kind gives; None where it gives none."""
    by_post = BY_KIND.get(kind, {}).get(PostKind(post))
    return ACTING.get(kind) if acting and kind in ACTING else by_post


def posts_held(day: dt.date) -> QuerySet[Post]:
    """Posts on the day in bodies that there are, of people who have not left."""
    gone = Member.objects.filter(pk=OuterRef("member"), left__lte=day)
    there = Q(organisation__dissolved__isnull=True) | Q(organisation__dissolved__gt=day)
    kinds = Q(organisation__kind__in=list(BY_KIND))
    return Post.objects.filter(current(day), there, kinds).filter(~Exists(gone))


def grants_held(day: dt.date) -> QuerySet[RoleGrant]:
    """Grants on the day; whoever has left the Party (died, went elsewhere, was expelled) holds none, until he is back."""
    gone = Q(user__member__left__isnull=False, user__member__left__lte=day)
    return RoleGrant.objects.filter(current(day)).exclude(gone)


def rights_of(user: User, day: dt.date) -> list[Right]:
    """All roles that an account holds on the day, from the top of the tree down."""
    found = list(_of_posts(user.member_id, day)) if user.member_id else []
    found += _of_grants(user.pk, day)
    return sorted(found, key=lambda right: (right.path, right.role, right.since, right.source))


def _of_posts(member: str, day: dt.date) -> Iterable[Right]:
    rows = posts_held(day).filter(member=member).select_related("organisation")
    for post in rows:
        body = post.organisation
        role = role_of(post.post, body.kind, post.acting)
        if role is not None:
            word = f"任职：{PostKind(post.post).label}{'（主持工作）' if post.acting else ''}"
            yield Right(
                role, body.pk, body.path, _called(body), post.since, post.until, f"post:{post.pk}", word
            )


def _of_grants(user: str, day: dt.date) -> Iterable[Right]:
    rows = grants_held(day).filter(user=user).select_related("organisation")
    for grant in rows:
        body = grant.organisation
        yield Right(
            Role(grant.role), body.pk, body.path, _called(body), grant.since, grant.until,
            f"grant:{grant.pk}", "授权",
        )  # fmt: skip


def rights_of_many(users: Iterable[User], day: dt.date) -> dict[str, list[Right]]:
    """The same for a page of accounts, in two queries: account id -> its rights."""
    users = list(users)
    found: dict[str, list[Right]] = {user.pk: [] for user in users}
    members = {user.member_id: user.pk for user in users if user.member_id}
    for post in posts_held(day).filter(member__in=list(members)).select_related("organisation"):
        role = role_of(post.post, post.organisation.kind, post.acting)
        if role is not None:
            found[members[post.member]].append(
                Right(
                    role, post.organisation_id, post.organisation.path, _called(post.organisation),
                    post.since, post.until, f"post:{post.pk}", f"任职：{PostKind(post.post).label}",
                )
            )  # fmt: skip
    for grant in grants_held(day).filter(user__in=list(found)).select_related("organisation"):
        found[grant.user_id].append(
            Right(
                Role(grant.role), grant.organisation_id, grant.organisation.path,
                _called(grant.organisation), grant.since, grant.until, f"grant:{grant.pk}", "授权",
            )
        )  # fmt: skip
    return found


def holders(organisation: str, role: str, day: dt.date) -> list[User]:
    """The open accounts that hold a role at an organisation itself on the day."""
    members = [
        post.member
        for post in posts_held(day).filter(organisation=organisation).select_related("organisation")
        if role_of(post.post, post.organisation.kind, post.acting) == role
    ]
    granted = grants_held(day).filter(organisation=organisation, role=role)
    condition = Q(member__in=members) | Q(pk__in=granted.values("user"))
    return list(User.objects.filter(condition, is_active=True).order_by("pk"))
