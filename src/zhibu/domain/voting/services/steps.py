"""A confirmed result becomes the step that asked for the vote: day, result, figures, meeting, papers; nothing is typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from django.db import transaction
from django.utils.timezone import localtime

from zhibu.domain.activities.models import Activity
from zhibu.domain.casework.models import StepRecord
from zhibu.domain.casework.selectors import meetings_fit
from zhibu.domain.casework.services import PaperGiven
from zhibu.domain.casework.services.noting import locked as case_locked
from zhibu.domain.casework.services.noting import record
from zhibu.domain.casework.services.steps import StepSaid, step_write
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Case, Step
from zhibu.domain.voting import policies
from zhibu.domain.voting.choices import Means, State
from zhibu.domain.voting.models import Poll
from zhibu.domain.voting.services.drafts import Person
from zhibu.domain.voting.services.recording import held
from zhibu.domain.voting.stepping import (
    WITH_DECISION,
    chosen,
    figures,
    outcome_said,
    rounds,
    standings,
    step_of,
)
from zhibu.engine.comparing.roads import MergedStep
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

RESULT = ("ballot_result", "vote_record", "appraisal_votes")  # papers that a counted vote is by itself
COMMITTEE, SECRETARIES = "election", "secretary_election"
SELECTING = ("election", "delegate_election", "election_method", "group_leader", "activist", "appraisal", "survey")
BY_ITS_ROOM = frozenset({"discipline"})  # there the step says more than the vote does


def step_people(case: Case, matter: str) -> list[Person]:
    """Whom the step is to be voted about, as far as the case knows: its subject; of secretaries, who was elected.

    Candidates of a committee stand nowhere in a case: they are named on the draft.
    """
    if matter == SECRETARIES:
        polls = Poll.objects.filter(case=case, matter=COMMITTEE, state=State.CONFIRMED)
        return [Person(one.name, one.member) for one in chosen(list(polls))]
    if matter in SELECTING:
        return []
    member = Member.objects.filter(pk=case.subject).first()
    if member is not None:
        return [Person(member.name, member.pk)]
    return [] if Organisation.objects.filter(pk=case.subject).exists() else [Person(case.subject)]


def step_try(actor: Actor, poll: Poll) -> str:
    """At confirming: take the result over where nothing is missing; else what is missing, empty: nothing."""
    if not poll.step or poll.case is None or poll.case.procedure in BY_ITS_ROOM or not _settled(poll):
        return ""
    try:
        with transaction.atomic():
            _write(actor, poll, (), "", "")
    except Refused as error:
        return str(error)
    return ""


@transaction.atomic
def step_take(*, actor: Actor, poll: Poll, papers: Sequence[str] = (), reason: str = "", decided_by: str = "") -> Step:
    """Take a confirmed result over into its step, with what was missing at confirming: meeting, papers, a reason."""
    locked = held(poll, State.CONFIRMED, doing="转到办件的步骤")
    policies.poll_confirm(actor, locked)
    if locked.case is None or not locked.step:
        raise Refused("这次表决不是从办件的步骤发起的。")
    if locked.case.procedure in BY_ITS_ROOM:
        raise Refused("这一步在它自己的页面登记。")
    if not locked.outcome["outcome"]["held"]:
        raise Refused("这次投票不成立，没有结果可以登记。")
    _require_of_the_day(locked, decided_by.strip())
    return _write(actor, locked, papers, reason, decided_by)


def _require_of_the_day(poll: Poll, cited: str) -> None:
    """Slips and hands are counted where people meet: another day's meeting did not hold this vote."""
    closed = localtime(poll.closed_at).date() if poll.closed_at else poll.on
    meeting = Activity.objects.filter(pk=cited, organisation=poll.organisation_id).first()
    if poll.means in (Means.PAPER, Means.HANDS) and meeting is not None and meeting.on not in (poll.on, closed):
        raise Refused(f"表决是 {poll.on} 投的，{meeting.on} 的那次会不是投票的会。先在会议活动里登记 {poll.on} 的会，再选它。")


def _settled(poll: Poll) -> bool:
    """Whether the vote held, and where it was to decide, decided: what failed is not the step done."""
    if not poll.outcome["outcome"]["held"]:
        return False
    return poll.kind not in WITH_DECISION or any(one.decided for one in standings(poll))


def _write(actor: Actor, poll: Poll, papers: Sequence[str], reason: str, decided_by: str) -> Step:
    assert poll.case is not None
    case, step = case_locked(poll.case), step_of(poll)
    if step is None:
        raise Refused("办件的路径里已经没有这一步。")
    before = StepRecord.objects.filter(step__case=case, step__step=step.code, vote=poll.before_id or "-").first()
    if before is not None:
        return _further(actor, case, before, poll)
    kinds = {kind for asked in step.papers for kind in asked.kinds if kind in RESULT} | set(papers)
    day = localtime(poll.closed_at).date() if poll.closed_at else poll.on
    said = StepSaid(
        outcome=_cut(_whole(poll, outcome_said)), decided_by=decided_by.strip() or _meeting(poll, step, day),
        papers=tuple(PaperGiven(kind, day) for kind in sorted(kinds)), reason=reason.strip(), vote=poll.pk,
        figures=_whole(poll, figures),
    )  # fmt: skip
    return step_write(actor, case, step.code, day, said)


def _further(actor: Actor, case: Case, row: StepRecord, poll: Poll) -> Step:
    """A further round of a vote that was taken over already: the step says what both came to."""
    step = row.step
    step.outcome, row.vote, row.figures = _cut(_whole(poll, outcome_said)), poll.pk, _whole(poll, figures)[:500]
    step.save(update_fields=["outcome"])
    row.save(update_fields=["vote", "figures"])
    record(actor, "step.record", case, {"step": step.step, "on": step.on, "outcome": step.outcome, "vote": poll.pk,
                                        "round": poll.round})  # fmt: skip
    return step


def _whole(poll: Poll, said: Callable[[Poll], str]) -> str:
    found = [one for one in rounds(poll) if one.pk == poll.pk or (one.state == State.CONFIRMED and one.outcome["outcome"]["held"])]
    if len(found) == 1:
        return said(poll)
    return "；".join(f"第 {one.round} 轮{said(one)}" for one in found)


def _cut(text: str) -> str:
    return text if len(text) <= 100 else f"{text[:99]}…"


def _meeting(poll: Poll, step: MergedStep, day: dt.date) -> str:
    """The meeting in which the vote was held, where the step is decided by one: as said, or the only one of the day."""
    if not step.meetings or poll.activity_id:
        return poll.activity_id or ""
    found = [one.pk for one in meetings_fit(poll.organisation, step, day) if one.on == day]
    return found[0] if len(found) == 1 else ""
