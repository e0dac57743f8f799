"""Which verdicts an actor sees: those of his subtrees, his group and its members, and his own."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from zhibu.domain.compliance.choices import EVERYBODY
from zhibu.domain.compliance.models import Change, Verdict
from zhibu.domain.members.models import Membership
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import BODY_ROLES, Actor

NOTHING = Q(pk__isnull=True)


def verdicts_seen_by(actor: Actor) -> QuerySet[Verdict]:
    """The verdicts in the actor's scope; rows that only say what data is lacking are everybody's."""
    if actor.everything:
        return Verdict.objects.all()
    return Verdict.objects.filter(_below(actor) | _of_bodies(actor) | _own(actor))


def changes_seen_by(actor: Actor) -> QuerySet[Change]:
    """What changed between runs in the subtrees of the actor."""
    return Change.objects.all() if actor.everything else Change.objects.filter(_below(actor))


def missing_data() -> QuerySet[Verdict]:
    """Rows that say: a table or column is not there at all, so nobody can tell who is judged."""
    return Verdict.objects.filter(subject=EVERYBODY)


def members_of_bodies(actor: Actor) -> list[str]:
    """The members who today belong to a group that the actor leads."""
    bodies = actor.bodies()
    if not bodies:
        return []
    today = clock.today()
    spans = Membership.objects.filter(organisation__in=bodies, since__lte=today)
    spans = spans.filter(Q(until__isnull=True) | Q(until__gt=today))
    return sorted(set(spans.values_list("member_id", flat=True)))


def members_on(group: Organisation, day: dt.date) -> list[str]:
    """The members who belong to a group on a day."""
    spans = Membership.objects.filter(organisation=group, since__lte=day)
    spans = spans.filter(Q(until__isnull=True) | Q(until__gt=day))
    return sorted(set(spans.values_list("member_id", flat=True)))


def _below(actor: Actor) -> Q:
    condition = NOTHING
    for path in actor.subtrees():
        condition |= Q(path__under=path)
    return condition


def _of_bodies(actor: Actor) -> Q:
    if not actor.bodies():
        return NOTHING
    members = members_of_bodies(actor)
    paths = {held.path for held in actor.roles if held.role in BODY_ROLES}
    return Q(path__in=paths) | Q(subject__in=members, subject_kind="member")


def _own(actor: Actor) -> Q:
    return Q(subject_kind="member", subject=actor.member) if actor.member else NOTHING
