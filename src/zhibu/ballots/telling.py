"""Two people count, and agree or are told where they do not: tellers by hands, paper slips entered twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from zhibu.ballots.outcomes import Tally
from zhibu.ballots.slips import Form, Slip
from zhibu.kernel.errors import InputError, Problem

NUMBERS = {"present": "到会", "issued": "发出", "returned": "收回", "void": "废票"}


@dataclass(frozen=True, slots=True)
class TellerCount:
    """What one teller counted: votes by question and option, and numbers named in NUMBERS."""

    teller: str
    sums: Mapping[str, Mapping[str, int]]
    numbers: Mapping[str, int] = field(default_factory=dict)


def agree(form: Form, present: int, one: TellerCount, other: TellerCount) -> Tally:
    """The sums, where both tellers have the same; InputError names every difference.

    Hands at one question may not be more than people present, and two counts come from two people.
    """
    problems = _two(one.teller, other.teller)
    for name in NUMBERS:
        if one.numbers.get(name) != other.numbers.get(name):
            problems.append(_differ(
                NUMBERS[name], one.teller, one.numbers.get(name), other.teller, other.numbers.get(name)))
    sums: dict[str, dict[str, int]] = {}
    for question in form.questions:
        counted = sums[question.key] = {}
        for option in question.options:
            first = one.sums.get(question.key, {}).get(option.code)
            second = other.sums.get(question.key, {}).get(option.code)
            where = f"“{question.title}”{option.label}"
            if first != second:
                problems.append(_differ(where, one.teller, first, other.teller, second))
            elif first is None or first < 0:
                problems.append(Problem(where, "" if first is None else str(first), "0 或更大的整数"))
            else:
                counted[option.code] = first
        if question.most == 1 and sum(counted.values()) > present:
            problems.append(Problem(
                f"“{question.title}”", f"各项共 {sum(counted.values())} 人",
                f"不超过到会的 {present} 人", "重新举手，再数一次"))
    favours = sum(s.get(form.favour, 0) for s in sums.values())
    if form.favours_most is not None and favours > form.favours_most * present:
        problems.append(Problem(
            "赞成", f"共 {favours}", f"到会 {present} 人、每人最多 {form.favours_most} 次，共 {form.favours_most * present}"))
    if problems:
        raise InputError(problems)
    return Tally(sums)


@dataclass(frozen=True, slots=True)
class VoidSlip:
    """A paper slip that does not count, and why."""

    reason: str


Entered = Slip | VoidSlip


def entries_agree(
    one_by: str, one: Sequence[Entered], other_by: str, other: Sequence[Entered], form: Form
) -> tuple[tuple[Slip, ...], int]:
    """Paper slips entered by two people, slip by slip as they are numbered on the pile.

    Gives the valid slips (sorted) and the number of void ones; InputError names each slip on which
    the two differ. Why a slip is void may be worded differently.
    """
    problems = _two(one_by, other_by)
    for number, (first, second) in enumerate(zip_longest(one, other), 1):
        if first is None or second is None:
            problems.append(Problem(
                f"第 {number} 张", "", f"{one_by}录了 {len(one)} 张，{other_by}录了 {len(other)} 张，应一样多"))
            break
        same = isinstance(second, VoidSlip) if isinstance(first, VoidSlip) else first == second
        if not same:
            problems.append(Problem(
                f"第 {number} 张", f"{one_by}：{_said(form, first)}；{other_by}：{_said(form, second)}",
                "两人录的一样", "拿出这张票一起看，改对了再比"))
    if problems:
        raise InputError(problems)
    valid = tuple(sorted(slip for slip in one if isinstance(slip, Slip)))
    return valid, len(one) - len(valid)


def stacks_agree(
    one_by: str, one: Sequence[Entered], other_by: str, other: Sequence[Entered], form: Form
) -> tuple[tuple[Slip, ...], int]:
    """Paper slips of which equal ones were counted as a stack: compared by how many of each kind there are.

    Gives the valid slips (sorted) and the number of void ones; InputError names each kind of slip of which
    the two counted different numbers, and says so where they had a different number of slips in all.
    """
    first, second = (_kinds(pile) for pile in (one, other))
    problems = _two(one_by, other_by)
    for kind in sorted({*first, *second}, key=lambda kind: (kind is None, kind or Slip(()))):
        if first[kind] != second[kind]:
            where = "废票" if kind is None else f"“{_said(form, kind)}”"
            problems.append(Problem(
                where, f"{one_by} {first[kind]} 张，{other_by} {second[kind]} 张", "两人数的一样",
                "这一叠一起再数一遍，数错的那位改自己的"))
    if problems:
        raise InputError(problems)
    valid = tuple(sorted(slip for slip in one if isinstance(slip, Slip)))
    return valid, len(one) - len(valid)


def _kinds(pile: Sequence[Entered]) -> Counter[Slip | None]:
    """How many slips of each kind; all void ones are one kind, None."""
    return Counter(entered if isinstance(entered, Slip) else None for entered in pile)


def _said(form: Form, entered: Entered) -> str:
    if isinstance(entered, VoidSlip):
        return f"废票（{entered.reason}）"
    asked = {question.key: question for question in form.questions}
    parts = [
        f"{asked[key].title}{'、'.join(o.label for o in asked[key].options if o.code in codes)}"
        for key, codes in entered.answers
    ]
    parts += [f"另选 {name}" for name in entered.names]
    return "，".join(parts) or "空白"


def _two(one: str, other: str) -> list[Problem]:
    if one != other:
        return []
    return [Problem("计票人", one, "两个人各数一遍", "换一个人再数一遍")]


def _differ(where: str, one: str, first: int | None, other: str, second: int | None) -> Problem:
    def told(number: int | None) -> str:
        return "没有填" if number is None else str(number)
    return Problem(where, f"{one} {told(first)}，{other} {told(second)}", "两人数的一样", "一起再数一遍")
