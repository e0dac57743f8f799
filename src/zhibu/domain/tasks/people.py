"""Who stands at the head of a body."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from zhibu.domain.members.models import Post
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation

HEADS = ("secretary", "deputy_secretary", "group_leader")
HEAD_OF = {OrganisationKind.PARTY_GROUP: "group_leader"}


def heads_of(bodies: Sequence[Organisation], on: dt.date) -> dict[str, str]:
    """For each body (id) the member (id) who stands at its head on the day; none where the post is empty."""
    found = Post.objects.filter(organisation__in=[one.pk for one in bodies], since__lte=on).exclude(until__lte=on)
    posts = {(one.organisation_id, one.post): one.member for one in found.filter(post__in=HEADS).exclude(member="")}
    return {
        one.pk: key for one in bodies
        if (key := posts.get((one.pk, HEAD_OF.get(OrganisationKind(one.kind), "secretary"))))
    }  # fmt: skip
