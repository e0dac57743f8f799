"""Reads of the room, always within the actor's scope; nothing here tells who chose what."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.accounts.models import User
from zhibu.domain.members.models import Member, Membership
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.spans import covering
from zhibu.domain.procedures.models import Case
from zhibu.domain.voting import policies
from zhibu.domain.voting.choices import Kind, State, Taken
from zhibu.domain.voting.models import Option, Poll, Reading, Teller, Voter
from zhibu.domain.voting.roll import Forecast, called_on, forecast_of
from zhibu.domain.voting.terms import Terms, matters, terms_of
from zhibu.kernel import clock
from zhibu.kernel.actor import KEEPERS, Actor

OWN = 500  # of the votes on whose roll somebody stood, the latest


def polls(actor: Actor) -> QuerySet[Poll]:
    """The votes of bodies in scope, and those on whose roll he stands or that he tells, once open; latest first."""
    condition = scope.reach(actor, "organisation__", roles=(*KEEPERS, "leader"))
    if actor.member and not actor.everything:
        own = Voter.objects.filter(member=actor.member).order_by("-pk").values_list("poll", flat=True)
        told = Teller.objects.filter(member=actor.member).order_by("-pk").values_list("poll", flat=True)
        condition |= Q(pk__in={*own[:OWN], *told[:OWN]}) & ~Q(state=State.DRAFT)
    return Poll.objects.filter(condition).select_related("organisation").order_by("-on", "-id")


def poll_get(actor: Actor, key: str) -> Poll:
    """One vote that he may see."""
    return scope.row_get(polls(actor), key, "这次表决")


def poll_seen_whole(actor: Actor, poll: Poll) -> bool:
    """Whether he sees the roll with names: who runs it, watches over it or answers for the body."""
    if actor.everything or actor.reaches(poll.organisation.path, *KEEPERS):
        return True
    if poll.organisation_id in actor.bodies():
        return True
    return bool(actor.member) and poll.tellers.filter(member=actor.member).exists()


def voter_of(actor: Actor, poll: Poll) -> Voter | None:
    """His own row of the roll."""
    if not actor.member:
        return None
    return poll.voters.filter(member=actor.member).select_related("member").first()


def terms_now(poll: Poll) -> Terms:
    """The terms of a draft as they are today; of an opened one as it opened with."""
    if poll.state == State.DRAFT:
        return terms_of(poll.organisation, poll.matter, poll.on)
    return Terms.from_data(poll.terms)


def forecast(poll: Poll) -> Forecast:
    """Roll and numbers of a draft as they would be today."""
    terms = terms_now(poll)
    left_out = dict(poll.voters.values_list("member", "reason"))
    return forecast_of(called_on(poll.organisation, terms, poll.on, poll.activity, left_out, poll.case), terms)


def forecast_for(
    actor: Actor, organisation: Organisation, matter: str, on: dt.date, case: Case | None = None
) -> Forecast:
    """The same before there is a draft: who would be called, how many must come and agree."""
    terms = terms_of(organisation, matter, on)
    policies.poll_draft(actor, organisation, terms)
    return forecast_of(called_on(organisation, terms, on, case=case), terms)


@dataclass(slots=True)
class PollPage:
    """What the page of a vote shows."""

    poll: Poll
    terms: Terms
    options: list[Option]
    tellers: list[Teller]
    manages: bool
    whole: bool
    mine: Voter | None
    forecast: Forecast | None = None
    may_tell: list[Member] = field(default_factory=list)  # who can be named a teller
    without_account: frozenset[str] = frozenset()  # of these and of the tellers: who cannot enter himself
    voters: list[Voter] = field(default_factory=list)
    taken: Counter[str] = field(default_factory=Counter)

    @property
    def entitled(self) -> int:
        if self.forecast is not None:
            return len(self.forecast.entitled)
        return sum(1 for voter in self.voters if voter.entitled)

    @property
    def left_out(self) -> list[Voter]:
        return [voter for voter in self.voters if not voter.entitled]

    @property
    def waiting(self) -> int:
        """Entitled, and no slip taken yet."""
        return self.entitled - sum(self.taken.values())


def poll_page(actor: Actor, key: str) -> PollPage:
    """A vote with everything around it, as far as he may see it."""
    poll = poll_get(actor, key)
    terms = terms_now(poll)
    whole = poll_seen_whole(actor, poll)
    page = PollPage(
        poll, terms, list(poll.options.all()), list(poll.tellers.select_related("member")),
        policies.manages(actor, poll.organisation, terms.opened_by), whole, voter_of(actor, poll),
    )  # fmt: skip
    if poll.state == State.DRAFT:
        page.forecast = forecast(poll) if whole else None
        page.voters = list(poll.voters.select_related("member"))
        page.may_tell = _may_tell(poll, page.options) if page.manages else []
        page.without_account = _without_account({*(one.pk for one in page.may_tell), *(t.member_id for t in page.tellers)})
        return page
    voters = list(poll.voters.select_related("member").order_by("member__name", "member"))
    page.voters = voters
    page.taken = Counter(voter.taken for voter in voters if voter.taken)
    return page


def _may_tell(poll: Poll, options: list[Option]) -> list[Member]:
    """Members of the body (of a group: of its branch) who are no candidates; in a measurement everybody is on the slip."""
    bodies = [poll.organisation_id, poll.organisation.parent_id or ""]
    rows = Membership.objects.filter(covering(poll.on), organisation__in=bodies)
    if poll.organisation.kind != OrganisationKind.PARTY_GROUP:
        rows = rows.filter(organisation=poll.organisation_id)
    found = Member.objects.filter(pk__in=rows.order_by().values("member"))
    named = poll.tellers.values("member")
    candidates = [one.member for one in options] if poll.kind != Kind.MEASUREMENT else []
    return list(found.exclude(pk__in=candidates).exclude(pk__in=named).order_by("name", "pk"))


def _without_account(members: set[str]) -> frozenset[str]:
    """Who of some members has no account to sign in with."""
    known = User.objects.filter(member__in=members, is_active=True).values_list("member", flat=True)
    return frozenset(members - set(known))


def bodies_for(actor: Actor) -> list[Organisation]:
    """The bodies for which he may run votes: branches and groups he answers for."""
    seen = Organisation.objects.filter(
        scope.reach(actor, roles=("secretary", "commissioner", "leader")), dissolved__isnull=True,
        kind__in=[OrganisationKind.BRANCH, OrganisationKind.PARTY_GROUP],
    )  # fmt: skip
    return list(seen.order_by("path")[:500])


def matters_for(actor: Actor, organisation: Organisation) -> dict[str, str]:
    """The matters that make sense for a body and that he may open there: a group only recommends its leader and
    asks its members, and its leader opens what the directives leave to him."""
    known = matters()
    if organisation.kind != OrganisationKind.PARTY_GROUP:
        return known
    known = {code: label for code, label in known.items() if code in ("group_leader", "survey", "appraisal")}
    if policies.manages(actor, organisation, ("secretary", "commissioner")):
        return known
    today = clock.today()
    return {
        code: label for code, label in known.items()
        if policies.manages(actor, organisation, terms_of(organisation, code, today).opened_by)
    }  # fmt: skip


def open_for(actor: Actor) -> list[Poll]:
    """Open electronic votes in which he has not yet taken his slip: what his desk reminds him of."""
    if not actor.member:
        return []
    rows = Voter.objects.filter(
        member=actor.member, entitled=True, taken=Taken.NOTHING, poll__state=State.OPEN,
        poll__means__in=["electronic", "mixed"],
    ).select_related("poll__organisation")  # fmt: skip
    return [row.poll for row in rows]


def slips_read(teller: Teller) -> list[dict[str, Any]]:
    """What this teller entered of paper slips, in the order of the pile; never what the other one did."""
    return list(teller.readings.filter(slip__gt=0).order_by("slip").values_list("marks", flat=True))


def stacks_begun(teller: Teller) -> bool | None:
    """Whether this teller, else the other one, entered stacks of equal slips; None where nobody has entered."""
    rows = Reading.objects.filter(poll=teller.poll_id, slip__gt=0, teller__isnull=False)
    before = rows.filter(teller=teller).first() or rows.first()
    return None if before is None else "stack" in before.marks
