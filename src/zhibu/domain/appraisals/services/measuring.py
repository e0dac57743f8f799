"""The measurement (民主测评): a secret vote of the branch on everybody who is graded, prepared in one go."""

from __future__ import annotations

from django.db import transaction

from zhibu.domain.activities.services import paper_note
from zhibu.domain.appraisals import policies
from zhibu.domain.appraisals.choices import State
from zhibu.domain.appraisals.models import Appraisal
from zhibu.domain.appraisals.services.appraisals import PROCEDURE
from zhibu.domain.appraisals.services.noting import appraisal_lock, appraisal_noted
from zhibu.domain.audit.services import Announcement
from zhibu.domain.voting.choices import State as PollState
from zhibu.domain.voting.models import Poll
from zhibu.domain.voting.services import Person, poll_draft, step_take
from zhibu.domain.voting.stepping import poll_for
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, Refused

STEP = "measurement"


@transaction.atomic
def appraisal_vote(*, actor: Actor, appraisal: Appraisal, means: str) -> Poll:
    """Prepare the vote with everybody who is graded on the slip; tellers are named and it is opened as any vote is."""
    policies.appraisal_grade(actor, appraisal.organisation)
    held = appraisal_lock(appraisal, State.PLANNED, doing="准备测评")
    rows = held.people.filter(graded=True).select_related("member").order_by("member__name")
    if not rows:
        raise Refused("没有要定等次的人，不用测评。")
    made = poll_draft(
        actor=actor, organisation=held.organisation, matter=PROCEDURE, title=f"{held.year} 年民主测评",
        on=max(held.meeting_on, clock.today()), means=means, people=[Person(row.member.name, row.member_id) for row in rows],
        activity=held.activity, case=held.case, step=STEP,
    )  # fmt: skip
    appraisal_noted(actor, "appraisal.vote", held, {"poll": made.pk, "means": means, "people": len(rows)})
    return made


@transaction.atomic
def appraisal_measure(*, actor: Actor, appraisal: Appraisal) -> Appraisal:
    """Take the confirmed measurement over as its step, where it could not be at confirming: the meeting was entered later."""
    policies.appraisal_grade(actor, appraisal.organisation)
    held = appraisal_lock(appraisal, State.PLANNED, doing="记入测评")
    poll = poll_for(held.case, STEP)
    if poll is None or poll.state != PollState.CONFIRMED:
        raise Refused("测评还没有确认结果，确认以后再记入。")
    step_take(actor=actor, poll=poll)
    appraisal_noted(actor, "appraisal.measure", held, {"poll": poll.pk})
    return held


def measurement_follow(told: Announcement) -> None:
    """Heard when a meeting was held or its minutes confirmed: a measurement that waited for its meeting is taken over."""
    found = Appraisal.objects.filter(activity=told.subject, state=State.PLANNED).select_related("organisation", "case").first()
    if found is None or found.case.steps.filter(step=STEP).exists():
        return
    poll = poll_for(found.case, STEP)
    if poll is None or poll.state != PollState.CONFIRMED:
        return
    try:
        with transaction.atomic():
            appraisal_measure(actor=told.actor, appraisal=found)
    except (Refused, NotAllowed):  # its page says what is missing
        return


def votes_take(told: Announcement) -> None:
    """After a vote was confirmed: the tally is a paper of the meeting of the appraisal that it belongs to."""
    poll = Poll.objects.filter(pk=told.details.get("poll", told.subject), matter=PROCEDURE).first()
    found = Appraisal.objects.filter(case=poll.case_id).select_related("organisation").first() if poll and poll.case_id else None
    if poll is not None and found is not None and found.activity_id:
        day = max(poll.on, found.opened_on)
        paper_note(
            actor=Actor.system("jobs"), organisation=found.organisation, kind="appraisal_votes",
            on=min(day, clock.today()), about=found.activity_id,
        )  # fmt: skip
