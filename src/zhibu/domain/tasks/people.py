"""Who can have a task: the members of a body on a day, and who stands at its head."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import QuerySet

from zhibu.domain.members.models import Member, Membership, Post
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation

HEADS = ("secretary", "deputy_secretary", "group_leader")
HEAD_OF = {OrganisationKind.PARTY_GROUP: "group_leader"}


def members_of(organisation: Organisation, on: dt.date) -> QuerySet[Member]:
    """The members who belong on the day to the body or, above a group, to one below it."""
    spans = Membership.objects.filter(since__lte=on).exclude(until__lte=on)
    if organisation.kind in (OrganisationKind.PARTY_GROUP, OrganisationKind.BRANCH):
        spans = spans.filter(organisation=organisation)
    else:
        spans = spans.filter(organisation__path__under=organisation.path)
    return Member.objects.filter(pk__in=spans.order_by().values("member")).order_by("name", "pk")


def heads_of(bodies: Sequence[Organisation], on: dt.date) -> dict[str, str]:
    """For each body (id) the member (id) who stands at its head on the day; none where the post is empty."""
    found = Post.objects.filter(organisation__in=[one.pk for one in bodies], since__lte=on).exclude(until__lte=on)
    posts = {(one.organisation_id, one.post): one.member for one in found.filter(post__in=HEADS).exclude(member="")}
    return {
        one.pk: key for one in bodies
        if (key := posts.get((one.pk, HEAD_OF.get(OrganisationKind(one.kind), "secretary"))))
    }  # fmt: skip
