"""Two tellers read the same slips, each from his own account; where they differ, the slip itself decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from zhibu.ballots.outcomes import Tally
from zhibu.ballots.slips import Form, Slip, slip_read
from zhibu.ballots.telling import Entered, TellerCount, VoidSlip, agree, stacks_agree
from zhibu.domain.voting import policies
from zhibu.domain.voting.choices import Means, State, Taken
from zhibu.domain.voting.models import Poll, Reading, Teller
from zhibu.domain.voting.services.recording import account_of, held, recorded
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import InputError, Problem, Refused

MOST_SLIPS = 2000


@transaction.atomic
def poll_read(
    *, actor: Actor, poll: Poll, teller: Teller, readings: Sequence[Mapping[str, Any]]
) -> int:
    """What one teller read, in the order of the pile; replaces what he entered before. How many.

    A reading is `{"answers": {key: [code]}, "names": [...]}` or `{"void": reason}`; by hands it is one,
    `{"sums": {key: {code: number}}, "present": number}`. Equal slips may be one reading with `"times": number`,
    a stack: then numbers of equal slips are compared instead of slips by their place. Both tellers enter from different accounts.
    Hands are entered while they are up; what turned out to differ only later is entered anew after closing too.
    """
    by_hands = poll.means == Means.HANDS
    states = (State.OPEN, State.CLOSED) if by_hands else (State.CLOSED,)
    locked = held(poll, *states, doing="录票")
    policies.poll_read(actor, locked, teller)
    account = account_of(actor)
    others = Reading.objects.filter(poll=locked, teller__isnull=False).exclude(teller=teller)
    if others.filter(entered_by=account).exists():
        raise Refused("另一位监票人、计票人的数是用这个账号录的。换一个账号录，两个人各录一遍才作数。")
    if not by_hands:
        readings = _unstacked(readings)
    _check(locked, readings)
    Reading.objects.filter(poll=locked, teller=teller).delete()
    Reading.objects.filter(poll=locked, teller__isnull=True).delete()
    start = 0 if by_hands else 1
    Reading.objects.bulk_create(
        Reading(poll=locked, teller=teller, slip=number, marks=dict(one), entered_by=account)
        for number, one in enumerate(readings, start)
    )
    in_place_of = "" if actor.member == teller.member_id else teller.member_id
    recorded(actor, "poll.read", locked, teller=teller.member_id, slips=len(readings),
             in_place_of=in_place_of)  # fmt: skip
    return len(readings)


@transaction.atomic
def poll_settle(*, actor: Actor, poll: Poll, slip: int, marks: Mapping[str, Any]) -> None:
    """Two readings of one slip differ: both look at it and enter what stands on it."""
    locked = held(poll, State.CLOSED, doing="对票")
    tellers = list(locked.tellers.all())
    if actor.member not in {teller.member_id for teller in tellers}:
        policies.poll_manage(actor, locked)
    if stacked(locked):
        raise Refused("按叠录的没有一张一张的号。数目不一样的那叠一起再数，数错的那位重录自己的。")
    if slip not in {number for number, _ in readings_differ(locked)}:
        raise Refused(f"第 {slip} 张两个人录的一样，不用改。")
    _check(locked, [marks])
    Reading.objects.create(
        poll=locked, teller=None, slip=slip, marks=dict(marks), entered_by=account_of(actor)
    )
    recorded(actor, "poll.settle", locked, slip=slip)


def _unstacked(readings: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """A stack of equal slips as so many slips, each marked as come from a stack."""
    if not any(isinstance(one, Mapping) and "times" in one for one in readings):
        return list(readings)
    numbers = [one.get("times", 1) for one in readings]
    problems = [
        Problem(f"第 {at} 叠", str(number), "张数，大于 0 的整数") for at, number in enumerate(numbers, 1)
        if not isinstance(number, int) or number < 1
    ]  # fmt: skip
    if problems:
        raise InputError(problems)
    if sum(numbers) > MOST_SLIPS:
        raise Refused(f"各叠加起来 {sum(numbers)} 张，一次表决最多 {MOST_SLIPS} 张。核对各叠的张数。")
    kept = [{key: value for key, value in one.items() if key != "times"} | {"stack": True} for one in readings]
    return [one for one, number in zip(kept, numbers, strict=True) for _ in range(number)]


def stacked(poll: Poll) -> bool:
    """Whether a teller counted equal slips as stacks, so that slips have no places to compare."""
    return poll.readings.filter(marks__has_key="stack").exists()


def stacks_differ(poll: Poll) -> list[Problem]:
    """The kinds of slips of which the two tellers counted different numbers; none where only one has entered."""
    piles = piles_of(poll)
    if len(piles) < 2:
        return []
    (one, first), (other, second) = piles[:2]
    try:
        stacks_agree(one.member.name, first, other.member.name, second, form_frozen(poll))
    except InputError as error:
        return list(error.problems)
    return []


def _check(poll: Poll, readings: Sequence[Mapping[str, Any]]) -> None:
    if poll.means == Means.HANDS:
        if len(readings) != 1 or "sums" not in readings[0]:
            raise Refused("举手的，每位计票人录一次各项人数。")
        return
    given = poll.voters.filter(taken__in=[Taken.PAPER, Taken.OPINION]).count()
    if len(readings) > min(given, MOST_SLIPS):
        raise Refused(f"发出纸票和收到书面意见一共 {given} 张，录了 {len(readings)} 张。先核对张数。")
    form = form_frozen(poll)
    problems = []
    for number, one in enumerate(readings, 1):
        if not isinstance(one, Mapping) or not ({"answers", "void"} & set(one)):
            problems.append(Problem(f"第 {number} 张", str(one)[:40], "票上写的，或者废票和原因"))
        elif "void" not in one:
            known = {q.key: set(q.codes) for q in form.questions}
            for key, codes in one["answers"].items():
                if key not in known or not set(codes) <= known[key]:
                    problems.append(Problem(f"第 {number} 张", f"{key} {codes}", "这张票上有的选项"))
    if problems:
        raise InputError(problems)


def hands_agree(poll: Poll, present: int) -> Tally:
    """What both tellers counted by hands; InputError names every difference, Refused where one has not entered."""
    counts = []
    for teller in poll.tellers.select_related("member"):
        row = teller.readings.filter(slip=0).first()
        if row is not None:
            numbers = {"present": row.marks.get("present", 0)}
            counts.append(TellerCount(teller.member.name, row.marks["sums"], numbers))
    if len(counts) < 2:
        raise Refused("要两位计票人各数一遍；现在录了的不到两位。")
    return agree(form_frozen(poll), present, counts[0], counts[1])


def form_frozen(poll: Poll) -> Form:
    """The slip that the poll opened with."""
    return Form.from_data(poll.public["form"])


def entered_of(form: Form, marks: Mapping[str, Any]) -> Entered:
    """What was read as a slip; one that breaks the rule of the slip (too many chosen) is void."""
    if "void" in marks:
        return VoidSlip(str(marks["void"]) or "废票")
    try:
        said: Slip = slip_read(form, {"answers": marks["answers"], "names": marks.get("names", [])})
    except InputError as error:
        return VoidSlip("；".join(f"{p.where}{p.read}" for p in error.problems))
    return said


def piles_of(poll: Poll) -> list[tuple[Teller, list[Entered]]]:
    """What each teller read, slip by slip; what was settled stands in the place of both."""
    form = form_frozen(poll)
    settled = {
        one.slip: one.marks for one in Reading.objects.filter(poll=poll, teller__isnull=True)
    }
    found = []
    for teller in poll.tellers.select_related("member"):
        rows = list(teller.readings.order_by("slip"))
        if rows:
            pile = [entered_of(form, settled.get(row.slip, row.marks)) for row in rows]
            found.append((teller, pile))
    return found


def readings_differ(poll: Poll) -> list[tuple[int, tuple[Entered | None, Entered | None]]]:
    """The slips on which the two tellers differ, with what each read; none where only one has entered."""
    piles = piles_of(poll)
    if len(piles) < 2:
        return []
    one, other = piles[0][1], piles[1][1]
    found: list[tuple[int, tuple[Entered | None, Entered | None]]] = []
    for number in range(1, max(len(one), len(other)) + 1):
        first = one[number - 1] if number <= len(one) else None
        second = other[number - 1] if number <= len(other) else None
        both_void = isinstance(first, VoidSlip) and isinstance(second, VoidSlip)
        if first != second and not both_void:
            found.append((number, (first, second)))
    return found
