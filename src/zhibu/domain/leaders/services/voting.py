"""The group's vote on its leader, held in the voting room: opened with the candidates, its result taken over."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhibu.domain.audit.services import Announcement, Touch, entry_record
from zhibu.domain.leaders.models import Candidate, Selection
from zhibu.domain.leaders.services.selecting import VOTE, locked
from zhibu.domain.voting.models import Poll
from zhibu.domain.voting.services import Person, poll_draft
from zhibu.domain.voting.stepping import counted, standings
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

MATTER = "group_leader"


@transaction.atomic
def selection_poll(*, actor: Actor, selection: Selection, on: dt.date, means: str) -> Poll:
    """Prepare the group's vote: body, matter, candidates and case are filled in; tellers are named there."""
    held = locked(actor, selection)
    people = [Person(one.member.name, one.member_id) for one in held.candidates.select_related("member")]
    if not people:
        raise Refused("还没有人选，先把人选写进来，再发起表决。")
    made = poll_draft(
        actor=actor, organisation=held.group, matter=MATTER, title=f"推选{held.group.name}组长"[:100], on=on,
        means=means, people=people, case=held.case, step=VOTE,
    )  # fmt: skip
    entry_record(actor=actor, action="selection.poll", subject=held.pk, organisation=held.group_id,
                 details={"poll": made.pk, "candidates": len(people)})  # fmt: skip
    return made


def leader_votes_take(told: Announcement) -> None:
    """At `poll.confirm`: each candidate has the votes that were counted for him, and the ballot among the facts.

    Of a further round only those who stood in it have votes: who fell out before it has none any more.
    """
    poll = Poll.objects.select_related("case").filter(pk=told.subject, step=VOTE, matter=MATTER).first()
    selection = Selection.objects.select_for_update().filter(case=poll.case_id).first() if poll else None
    if poll is None or selection is None or not counted(poll) or not poll.outcome["outcome"]["held"]:
        return
    ballots, found = poll.outcome.get("ballots", {}), {}
    for one in standings(poll):
        if not one.member:
            continue
        row, _ = Candidate.objects.get_or_create(selection=selection, member_id=one.member)
        row.votes, row.ballot = one.votes, ballots.get(one.key, "")
        row.save(update_fields=["votes", "ballot"])
        found[one.member] = one.votes
    Candidate.objects.filter(selection=selection).exclude(member__in=list(found)).update(votes=None)
    entry_record(actor=told.actor, action="leader_vote.take", subject=selection.pk, organisation=selection.group_id,
                 details={"poll": poll.pk, "votes": found}, touched=Touch(frozenset({selection.group_id})))  # fmt: skip
