"""A selection as it stands: its road and steps, the candidates with their conditions, the vote."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhibu.domain.accounts import scope
from zhibu.domain.activities.models import Activity
from zhibu.domain.casework.meetings import meetings_fit
from zhibu.domain.casework.selectors import Progress, progress, roads
from zhibu.domain.groups.selectors.upward import upward_of
from zhibu.domain.leaders.models import Candidate, Selection
from zhibu.domain.leaders.policies import may_select
from zhibu.domain.leaders.selectors.eligibility import Eligible, eligible
from zhibu.domain.leaders.selectors.terms import TermEnd, term_end
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.voting.choices import Means
from zhibu.domain.voting.models import Poll
from zhibu.domain.voting.stepping import counted, figures, poll_for
from zhibu.domain.voting.terms import terms_of
from zhibu.engine.comparing.roads import MergedStep
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class CandidateShown:
    """A candidate with what the rules say of him."""

    row: Candidate
    eligible: Eligible | None
    leads_vote: bool


@dataclass(frozen=True, slots=True)
class SelectionShown:
    """All that the page of a selection shows."""

    row: Selection
    progress: Progress
    candidates: list[CandidateShown]
    others: list[Eligible]  # who may be taken in as well
    term: TermEnd | None
    upward: list[MergedStep]
    decision: Activity | None
    meetings: list[Activity]
    may_change: bool
    poll: Poll | None = None  # the vote in the voting room, and its figures once counted
    poll_said: str = ""
    means: tuple[tuple[str, str], ...] = ()  # how the group may vote here

    @property
    def open(self) -> bool:
        """Whether somebody is still to be chosen."""
        return self.row.case.closed is None

    @property
    def tied(self) -> bool:
        """Whether several have the most votes."""
        return sum(one.leads_vote for one in self.candidates) > 1

    @property
    def codes(self) -> set[str]:
        """The steps of its road that are asked for at all."""
        return {one.code for one in self.progress.road.steps if one.strength != "may"}


def group_get(actor: Actor, key: str) -> Organisation:
    """A party group whose records the actor may see."""
    found = scope.organisation_get(actor, key)
    if found.kind != "party_group":
        raise NotFound("这不是党小组。")
    return found


def selection_get(actor: Actor, key: str) -> Selection:
    """A selection of a group in scope."""
    found = Selection.objects.filter(scope.reach(actor, "group__")).select_related("case__organisation", "group__parent", "chosen", "replaces", "post")
    return scope.row_get(found, key, "这次组长产生")


def selection_shown(actor: Actor, key: str) -> SelectionShown:
    """The selection with everything that is to be done next."""
    row = selection_get(actor, key)
    today = clock.today()
    stands = progress(row.case, today)
    found = {one.member.pk: one for one in eligible(row.group, today)}
    rows = list(row.candidates.select_related("member"))
    most = max((one.votes or 0 for one in rows), default=0)
    named = {one.member_id for one in rows}
    return SelectionShown(
        row, stands,
        [CandidateShown(one, found.get(one.member_id), bool(most) and one.votes == most) for one in rows],
        [one for key, one in found.items() if key not in named],
        term_end(row.group, row.since or today), upward_of(stands.road),
        Activity.objects.filter(pk=row.decided_by).first() if row.decided_by else None,
        [one for one in meetings_of(row.group, today) if one.on >= row.case.opened], may_select(actor, row.group), *_vote(row, today),
    )  # fmt: skip


def _vote(row: Selection, today: dt.date) -> tuple[Poll | None, str, tuple[tuple[str, str], ...]]:
    poll = poll_for(row.case, "leader_vote")
    if poll is not None:
        return poll, figures(poll) if counted(poll) else "", ()
    if row.case.closed is not None:
        return None, "", ()
    return None, "", tuple((key, Means(key).label) for key in Means.values if key in terms_of(row.group, "group_leader", today).means)


def meetings_of(group: Organisation, on: dt.date) -> list[Activity]:
    """The branch's meetings that can decide by one of the roads, the latest first."""
    found: dict[str, Activity] = {}
    for road in roads(group, "leader_selection", on):
        step = road.step("appointment")
        if step is not None:
            found |= {one.pk: one for one in meetings_fit(group, step, on)}
    return sorted(found.values(), key=lambda one: (one.on, one.pk), reverse=True)


def candidate_get(actor: Actor, number: int) -> Candidate:
    """A candidate of a selection in scope."""
    found = Candidate.objects.filter(scope.reach(actor, "selection__group__")).select_related("selection__case", "selection__group__parent", "member")
    return scope.row_get(found, number, "这个人选")
