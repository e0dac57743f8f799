"""Public commitments: a member sees his own and those published in his branch; who answers for the branch sees all."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity
from zhibu.domain.members.belonging import homes_of, members_on
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.study.choices import CommitmentState
from zhibu.domain.study.models import Commitment
from zhibu.kernel import clock
from zhibu.kernel.actor import KEEPERS, Actor

INSPECTION = "commitment_inspection"
COMMITTING = (OrganisationKind.BRANCH, OrganisationKind.GENERAL_BRANCH, OrganisationKind.COMMITTEE)


def commitments(actor: Actor, body: Organisation | None = None, year: int | None = None) -> QuerySet[Commitment]:
    """Those he may read, the body's own first, then by name."""
    found = Commitment.objects.select_related("organisation", "member").prefetch_related("findings__activity")
    if not actor.everything:
        homes = homes_of(actor.member, clock.today()).values("organisation")
        published = Q(organisation__in=homes, state=CommitmentState.PUBLISHED)
        leads = Organisation.objects.filter(pk__in=actor.bodies())  # a leader: those of his branch once they are public
        published |= Q(organisation__in=leads.values("parent"), state=CommitmentState.PUBLISHED)
        condition = published | scope.reach(actor, "organisation__", roles=KEEPERS)
        if actor.member:
            condition |= Q(member=actor.member)
        found = found.filter(condition)
    if body is not None:
        found = found.filter(organisation=body)
    if year is not None:
        found = found.filter(year=year)
    return found.order_by("organisation__path", "-year", "member__name_pinyin", "pk")


def commitment_get(actor: Actor, pk: str) -> Commitment:
    """One that he may read."""
    return scope.row_get(commitments(actor), pk, "这份承诺")


def inspections(actor: Actor, body: Organisation, year: int) -> list[Activity]:
    """The inspections of a year that were held."""
    found = Activity.objects.filter(organisation=body, type=INSPECTION, on__year=year, status=ActivityStatus.HELD)
    return list(found.order_by("on", "pk"))


def to_write(body: Organisation, year: int) -> list[Member]:
    """Members of a branch who wrote none for the year yet, by name."""
    there = set(Commitment.objects.filter(organisation=body, year=year).values_list("member", flat=True))
    return [one for one in members_on(body, clock.today()) if one.pk not in there]


def body_commits(body: Organisation) -> bool:
    """Whether commitments are made in a body of this kind."""
    return body.kind in COMMITTING
