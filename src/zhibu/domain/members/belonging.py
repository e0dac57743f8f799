"""Where members belong on a day: asked here by every room that calls, lists or counts the people of a body."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from zhibu.domain.members.models import Member, Membership
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.spans import covering

OWN_ROLL = (OrganisationKind.BRANCH, OrganisationKind.PARTY_GROUP)


def spans_on(on: dt.date) -> QuerySet[Membership]:
    """The memberships that cover the day, of members who have joined by then and have not left."""
    here = Q(member__left__isnull=True) | Q(member__left__gt=on)
    return Membership.objects.filter(covering(on), here, member__joined__lte=on)


def homes_of(member: str, on: dt.date) -> QuerySet[Membership]:
    """The memberships of one member (id) on the day, in his branch and his group; none of ""."""
    return Membership.objects.filter(covering(on), member=member or None)


def members_on(body: Organisation, on: dt.date) -> QuerySet[Member]:
    """The members of a body on the day by name: its own roll, of bodies above branches the rolls of all branches below."""
    rows = spans_on(on)
    if body.kind in OWN_ROLL:
        rows = rows.filter(organisation=body)
    else:
        rows = rows.filter(organisation__path__under=body.path, organisation__kind=OrganisationKind.BRANCH)
    return Member.objects.filter(pk__in=rows.order_by().values("member")).order_by("name_pinyin", "name", "pk")
