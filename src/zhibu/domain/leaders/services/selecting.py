"""A leader is chosen by a road in force: candidates, recommendation, vote, vetting are entered as they happen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from zhibu.domain.audit.services import Touch, entry_record
from zhibu.domain.casework.services import PaperGiven, case_abandon, case_open, step_record
from zhibu.domain.leaders import policies
from zhibu.domain.leaders.choices import SelectionKind
from zhibu.domain.leaders.models import Candidate, Selection
from zhibu.domain.leaders.selectors.eligibility import eligible
from zhibu.domain.leaders.selectors.terms import leader_on
from zhibu.domain.members.models import Member, Membership
from zhibu.domain.members.selectors import is_full
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.choices import Method
from zhibu.domain.procedures.models import Ballot
from zhibu.domain.voting.choices import State
from zhibu.domain.voting.stepping import poll_for
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused
from zhibu.kernel.ids import new_id

PROCEDURE = "leader_selection"
VOTE = "leader_vote"
BY_HAND = ("nomination", "vetting")  # steps that are simply entered; the others have services of their own


@transaction.atomic
def selection_open(
    *, actor: Actor, group: Organisation, on: dt.date, road: str = "", kind: str = SelectionKind.NEW,
) -> Selection:
    """Begin to choose a leader by one of the roads in force. Who leads now stays until another does."""
    locked = Organisation.objects.select_for_update().get(pk=group.pk)
    policies.selection_change(actor, locked)
    if locked.dissolved is not None and locked.dissolved <= on:
        raise Refused(f"{locked}在 {locked.dissolved} 已经撤销。")
    there = Selection.objects.filter(group=locked, case__closed__isnull=True).first()
    if there is not None:
        raise Refused(f"{locked}从 {there.case.opened} 起已经在产生组长，接着办那一次。")
    held = leader_on(locked, on)
    if held is not None and kind == SelectionKind.NEW and not held.acting:
        raise Refused(f"{locked}有组长，缘由选“调整”或者“随支委会换届”。")
    case = case_open(
        actor=actor, procedure=PROCEDURE, organisation=locked, subject=locked.pk, on=on, road=road
    )
    made = Selection.objects.create(case=case, group=locked, kind=SelectionKind(kind), replaces=held)
    _record(actor, "selection.open", made, road=road, kind=kind, replaces=held.pk if held else "")
    return made


@transaction.atomic
def candidate_name(
    *, actor: Actor, selection: Selection, member: Member, recommended_by: str = ""
) -> Candidate:
    """Take somebody in as a candidate. Refused, with the article, where he may not lead."""
    held = locked(actor, selection)
    _require_no_vote(held)
    require_eligible(held.group, member, held.case.opened)
    require_fits(Candidate, recommended_by=recommended_by.strip())
    made, new = Candidate.objects.get_or_create(
        selection=held, member=member, defaults={"recommended_by": recommended_by.strip()}
    )
    if not new:
        raise Refused(f"{member}已经在人选里。")
    _record(actor, "candidate.name", held, member=member.pk)
    return made


@transaction.atomic
def candidate_drop(*, actor: Actor, candidate: Candidate) -> None:
    """He is no candidate any more; somebody for whom votes were counted stays."""
    held = locked(actor, candidate.selection)
    _require_no_vote(held)
    if candidate.votes is not None or candidate.ballot:
        raise Refused(f"{candidate.member}已经有得票，人选不能再撤下。")
    _record(actor, "candidate.drop", held, member=candidate.member_id)
    candidate.delete()


@transaction.atomic
def selection_step(
    *, actor: Actor, selection: Selection, step: str, on: dt.date, outcome: str = "", reason: str = "",
    papers: tuple[str, ...] = (),
) -> Selection:
    """Enter that a step was done: the recommendation, the vetting. Its place among the others is checked."""
    held = locked(actor, selection)
    if step not in BY_HAND:
        raise Refused("表决、决定、报送各有自己的页面，从那里登记。")
    if not held.candidates.exists():
        raise Refused("先把人选写进来，再登记这一步。")
    step_record(
        actor=actor, case=held.case, step=step, on=on, outcome=outcome.strip(), reason=reason.strip(),
        papers=[PaperGiven(kind, on) for kind in papers],
    )  # fmt: skip
    _record(actor, "selection.step", held, step=step, on=on)
    return held


@transaction.atomic
def leader_vote_enter(
    *, actor: Actor, selection: Selection, on: dt.date, method: str, present: int, cast: int, valid: int,
    votes: Mapping[str, int], reason: str = "",
) -> list[Ballot]:
    """Enter a vote that the group held outside the program: votes by candidate (member id).

    One that is held in the voting room is never typed: its confirmed result comes here by itself (`leader_votes_take`).

    Who is entitled is counted from the group on the day: full members not under 留党察看. Refused where
    the figures cannot be.
    """
    held = locked(actor, selection)
    candidates = {one.member_id: one for one in held.candidates.select_related("member")}
    if not candidates or set(votes) != set(candidates):
        raise Refused("每个人选都要写得票，没有得票的写 0；先把人选写全。")
    entitled = entitled_on(held.group, on)
    _require_sums(entitled, present, cast, valid, votes, {key: one.member.name for key, one in candidates.items()})
    step_record(
        actor=actor, case=held.case, step=VOTE, on=on, reason=reason.strip(),
        papers=[PaperGiven("vote_record", on)],
    )  # fmt: skip
    made = []
    for key, candidate in candidates.items():
        ballot = Ballot.objects.create(
            id=new_id("blt"), matter="group_leader", case=held.case, method=Method(method), entitled=entitled,
            present=present, cast=cast, valid=valid, in_favour=votes[key], seats=1, candidates=len(candidates),
        )  # fmt: skip
        candidate.votes, candidate.ballot = votes[key], ballot.pk
        candidate.save(update_fields=["votes", "ballot"])
        made.append(ballot)
    _record(actor, "leader_vote.enter", held, on=on, method=method, entitled=entitled, present=present,
            cast=cast, valid=valid)  # fmt: skip
    return made


@transaction.atomic
def selection_drop(*, actor: Actor, selection: Selection, on: dt.date, reason: str) -> None:
    """Give the selection up; who led before goes on."""
    held = locked(actor, selection)
    if not reason.strip():
        raise Refused("放弃要写明原因。")
    case_abandon(actor=actor, case=held.case, on=on, reason=reason)
    _record(actor, "selection.drop", held, reason=reason.strip())


def entitled_on(group: Organisation, on: dt.date) -> int:
    """How many of the group may vote on the day: full members whose rights are not suspended."""
    rows = Membership.objects.filter(organisation=group, since__lte=on).exclude(until__lte=on)
    people = [one.member for one in rows.select_related("member")]
    barred = set(
        Member.objects.filter(
            penalties__kind="probation_within_party", penalties__since__lte=on, pk__in=[one.pk for one in people]
        ).exclude(penalties__until__lte=on).values_list("pk", flat=True)
    )  # fmt: skip
    stopped = set(
        Member.objects.filter(states__state="stopped", states__since__lte=on, pk__in=[one.pk for one in people])
        .exclude(states__until__lte=on).values_list("pk", flat=True)
    )  # fmt: skip
    return sum(is_full(one, on) and one.pk not in barred | stopped for one in people)


def require_eligible(group: Organisation, member: Member, on: dt.date) -> None:
    """Refused where a rule of what must be keeps him from leading the group on the day."""
    found = eligible(group, on, [member.pk])
    if not found:
        raise Refused(f"{member} {on} 不在这个支部里，不能当它的党小组组长。")
    barred = found[0].barred
    if barred:
        said = "；".join(f"要{one.says}，他{one.why}（{one.citation.source}）" for one in barred)
        raise Refused(f"{member}不能当组长：{said}。")


def locked(actor: Actor, selection: Selection) -> Selection:
    """The selection, held, as long as it is open."""
    rows = Selection.objects.select_for_update(of=("self",)).select_related("case", "group__parent")
    held = rows.get(pk=selection.pk)
    policies.selection_change(actor, held.group)
    if held.case.closed is not None:
        raise Refused(f"这次组长产生在 {held.case.closed} 已经办结。")
    return held


def _require_no_vote(selection: Selection) -> None:
    """While people vote on the candidates, and until the result is in, they stay as they are."""
    poll = poll_for(selection.case, VOTE)
    if poll is not None and poll.state not in (State.DRAFT, State.CONFIRMED):
        raise Refused(f"“{poll.title}”正在表决，人选不能改；作废那次表决，或者等结果确认。")


def _require_sums(
    entitled: int, present: int, cast: int, valid: int, votes: Mapping[str, int], names: Mapping[str, str]
) -> None:
    if not 0 < present <= entitled:
        raise Refused(f"实到人数在 1 和应到 {entitled} 之间，读到 {present}。")
    if not valid <= cast <= present:
        raise Refused(f"有效票不多于收回的票，收回的票不多于实到：读到有效 {valid}、收回 {cast}、实到 {present}。")
    for key, number in votes.items():
        if not 0 <= number <= valid:
            raise Refused(f"{names[key]}得票在 0 和有效票 {valid} 之间，读到 {number}。")
    if sum(votes.values()) > valid:
        raise Refused(f"组长选一人，各人得票加起来 {sum(votes.values())} 张，多于有效票 {valid} 张。")


def _record(actor: Actor, action: str, selection: Selection, **details: Any) -> None:
    entry_record(
        actor=actor, action=action, subject=selection.pk, organisation=selection.group_id, details=details,
        touched=Touch(frozenset({selection.group_id})),
    )  # fmt: skip
