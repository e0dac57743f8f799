"""Votes that a step of a case asks for: whom they are about, which of them stand for the step, what came out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhibu.domain.casework.selectors import road_of
from zhibu.domain.procedures.models import Case, Step
from zhibu.domain.voting.choices import AGAINST, FAVOUR, Kind, Means, State
from zhibu.domain.voting.models import Poll
from zhibu.engine.comparing.roads import MergedStep
from zhibu.kernel.errors import Refused

WITH_DECISION = (Kind.ELECTION, Kind.APPROVAL, Kind.CHOICE, Kind.RECOMMENDATION)


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody (or something) that was voted on: his votes, and whether the vote decided for him."""

    key: str
    name: str
    member: str
    votes: int
    against: int | None
    decided: bool


def step_of(poll: Poll) -> MergedStep | None:
    """The step of the road that the vote is for."""
    return road_of(poll.case).step(poll.step) if poll.case and poll.step else None


def require_step(poll: Poll) -> None:
    """Refused where the step does not ask for such a vote, is done, or has a vote already."""
    step = step_of(poll)
    if poll.case is None or step is None:
        raise Refused("这件事没有这一步，重新从办件里发起表决。")
    if step.ballot and step.ballot != poll.matter:
        raise Refused(f"“{step.label}”表决的不是这个事项，从办件的这一步发起。")
    if poll.case.closed is not None:
        raise Refused(f"这件事在 {poll.case.closed} 已经办结，不用再表决。")
    if not step.repeated and Step.objects.filter(case=poll.case, step=step.code).exists():
        raise Refused(f"“{step.label}”已经登记过；写错了的先撤回，再表决。")
    before = poll_for(poll.case, step.code, but=poll.pk)
    if before is not None and before.state not in (State.COUNTED, State.CONFIRMED):
        raise Refused(f"“{step.label}”的表决“{before.title}”正在办，接着那一次。")


def poll_for(case: Case, step: str, *, but: str = "") -> Poll | None:
    """The vote that stands for a step: the last one that was not abandoned and, once counted, held."""
    rows = Poll.objects.filter(case=case, step=step).exclude(pk=but).exclude(state=State.ABANDONED)
    found = [one for one in rows.order_by("-round", "-on", "-id") if not counted(one) or one.outcome["outcome"]["held"]]
    return found[0] if found else None


def counted(poll: Poll) -> bool:
    """Whether there is a result."""
    return poll.state in (State.COUNTED, State.CONFIRMED)


def standings(poll: Poll) -> list[Standing]:
    """Everybody voted on with his votes, as they stand on the slip; then those written in."""
    outcome, sums = poll.outcome["outcome"], poll.outcome["sums"]
    decided = set(outcome["decided"])
    found = []
    for one in poll.options.all():
        votes = sums["options"].get(f"q{one.number}", {})
        key = f"q{one.number}"
        found.append(Standing(key, one.name, one.member, votes.get(FAVOUR, 0), votes.get(AGAINST), key in decided))
    for name, votes in sums["names"].items():
        found.append(Standing(f"name:{name}", name, _written(poll, name), votes, None, f"name:{name}" in decided))
    return found


def _written(poll: Poll, name: str) -> str:
    """The member whose name was written in, where the roll has but one of it."""
    keys = list(poll.voters.filter(member__name=name).values_list("member", flat=True)[:2])
    return keys[0] if len(keys) == 1 else ""


def chosen(polls: Sequence[Poll]) -> list[Standing]:
    """Who was decided for in votes whose results are confirmed, first round first."""
    ready = sorted((one for one in polls if one.state == State.CONFIRMED), key=lambda one: (one.on, one.round))
    return [one for poll in ready for one in standings(poll) if one.decided]


def rounds(poll: Poll) -> list[Poll]:
    """The vote with the rounds before it, first round first."""
    found = [poll]
    while found[0].before is not None:
        found.insert(0, found[0].before)
    return found


def figures(poll: Poll) -> str:
    """The result in words for the step: 应到 6，实到 5，发出 5，收回 5，有效 5；丁一 4 票，王二 3 票."""
    counts = poll.outcome["counts"]
    said = f"应到 {counts['entitled']}，实到 {counts['present']}"
    if poll.means != Means.HANDS:
        issued = counts["issued_paper"] + counts["issued_electronic"]
        returned = counts["returned_paper"] + counts["returned_electronic"]
        said += f"，发出 {issued}，收回 {returned}，有效 {counts['valid']}"
    if poll.kind not in WITH_DECISION:
        return said
    people = "，".join(
        f"{one.name} {one.votes} 票" + (f"（不赞成 {one.against}）" if one.against else "") for one in standings(poll)
    )
    return f"{said}；{people}"


def outcome_said(poll: Poll) -> str:
    """What the step's result is: 丁一、王二当选."""
    if poll.kind not in WITH_DECISION:
        return "计票完了"
    names = "、".join(one.name for one in standings(poll) if one.decided)
    if poll.kind == Kind.APPROVAL:
        return f"{names}：通过" if names else "没有通过"
    word = {Kind.ELECTION: "当选", Kind.CHOICE: "得票最多"}.get(Kind(poll.kind), "够票")
    return f"{names or '没有人'}{word}"

