"""Who is called to a vote on a day, who is not and by which article; how many must come and agree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.members.belonging import members_on
from zhibu.domain.members.models import Member, MemberState, Penalty, Post
from zhibu.domain.members.selectors import is_full
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.spans import covering
from zhibu.domain.procedures.models import Case
from zhibu.domain.voting.choices import State
from zhibu.domain.voting.models import Poll
from zhibu.domain.voting.stepping import chosen
from zhibu.domain.voting.terms import Cited, Terms
from zhibu.engine.language.ballot_ways import EXCLUSIONS, NO_VOTE

COMMITTEE = (
    "secretary", "deputy_secretary", "organisation_commissioner", "publicity_commissioner",
    "discipline_commissioner", "committee_member",
)  # fmt: skip
ELECTION = "election"  # the matter by which a committee is elected
REASONS = {**NO_VOTE, **EXCLUSIONS}


@dataclass(frozen=True, slots=True)
class Called:
    """One member of the body that day: entitled, or the reason why not with its article."""

    member: Member
    reason: str = ""
    cited: Cited | None = None
    state: str = ""  # floating or lost: counted, but may not come
    on_leave: bool = False

    @property
    def entitled(self) -> bool:
        return not self.reason

    @property
    def why(self) -> str:
        """The reason in words."""
        return REASONS.get(self.reason, "")


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the roll would be and what is needed, before the notice goes out."""

    called: tuple[Called, ...]
    quorum: int
    majority: int
    majority_of: str

    @property
    def entitled(self) -> list[Called]:
        return [one for one in self.called if one.entitled]

    @property
    def left_out(self) -> list[Called]:
        return [one for one in self.called if not one.entitled]

    @property
    def floating(self) -> list[Called]:
        return [one for one in self.entitled if one.state == "floating"]

    @property
    def lost(self) -> list[Called]:
        return [one for one in self.entitled if one.state == "lost"]

    @property
    def on_leave(self) -> list[Called]:
        return [one for one in self.entitled if one.on_leave]

    @property
    def may_come(self) -> int:
        """Entitled, neither floating nor out of contact nor on leave."""
        return sum(1 for one in self.entitled if not one.state and not one.on_leave)

    @property
    def enough(self) -> bool:
        """Whether those who may come are enough for the quorum."""
        return self.may_come >= self.quorum


def called_on(
    organisation: Organisation, terms: Terms, on: dt.date, activity: Activity | None = None,
    left_out: Mapping[str, str] | None = None, case: Case | None = None,
) -> tuple[Called, ...]:
    """Everybody who belongs to the body that day, in the order of names; `left_out`: member -> reason.

    `case`: the one that the vote belongs to. Where the committee votes and that case has just elected one,
    the new one votes, though its posts are entered only when the result is answered from above.
    """
    members = _members(organisation, terms, on, case)
    keys = [member.pk for member in members]
    states = dict(
        MemberState.objects.filter(covering(on), member__in=keys).order_by("state")
        .values_list("member_id", "state")
    )  # of several the last: `stopped` comes last
    watched = set(
        Penalty.objects.filter(covering(on), member__in=keys, kind="probation_within_party")
        .values_list("member_id", flat=True)
    )
    away = _on_leave(activity, keys)
    found = []
    for member in members:
        state = states.get(member.pk, "")
        reason = _reason(member, terms, on, state, member.pk in watched)
        reason = reason or (left_out or {}).get(member.pk, "")
        cited = terms.no_vote.get(reason) or terms.exclusions.get(reason)
        found.append(Called(member, reason, cited, state, member.pk in away))
    return tuple(found)


def _reason(member: Member, terms: Terms, on: dt.date, state: str, watched: bool) -> str:
    if "stopped" in terms.no_vote and state == "stopped":
        return "stopped"
    if "probationary" in terms.no_vote and not is_full(member, on):
        return "probationary"
    if "probation_within_party" in terms.no_vote and watched:
        return "probation_within_party"
    return ""


def _members(organisation: Organisation, terms: Terms, on: dt.date, case: Case | None) -> list[Member]:
    found = members_on(organisation, on)
    elected = _elected(case) if terms.voters == "committee" and case is not None else []
    if elected:
        found = found.filter(pk__in=elected)
    elif terms.voters == "committee":
        holders = Post.objects.filter(covering(on), organisation=organisation, post__in=COMMITTEE)
        if holders.filter(post="committee_member").exists() or holders.count() >= 3:
            found = found.filter(pk__in=holders.order_by().values("member"))
    return list(found.order_by("name", "pk"))


def _elected(case: Case) -> list[str]:
    """Who was elected to the committee by the confirmed votes of a case; none where there was no such vote."""
    polls = Poll.objects.filter(case=case, matter=ELECTION, state=State.CONFIRMED).order_by("round")
    return [one.member for one in chosen(list(polls)) if one.member]


def _on_leave(activity: Activity | None, keys: Sequence[str]) -> set[str]:
    if activity is None:
        return set()
    rows = Attendance.objects.filter(activity=activity, member__in=keys, status="excused")
    return set(rows.values_list("member_id", flat=True))


def forecast_of(called: tuple[Called, ...], terms: Terms) -> Forecast:
    """How many must come and how many must agree, everybody who has to being there."""
    entitled = sum(1 for one in called if one.entitled)
    counts = {"entitled": entitled, "present": entitled, "cast": entitled, "valid": entitled}
    of = terms.majority[0].base if terms.majority else ""
    return Forecast(called, terms.quorum_needed(entitled), terms.favour_needed(counts), of)
