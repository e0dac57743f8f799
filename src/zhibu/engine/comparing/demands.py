"""Whether keeping one rule means keeping another: what each kind demands, compared in exact numbers.

`implies(a, b)`: whoever does all that `a` asks, of the same subject, has done what `b` asks. Strength and
`when` are left out here; the relation weighs them.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from zhibu.engine.calendar.days import MONTHS
from zhibu.engine.language.rule import RuleBase

Test = Callable[[Any, Any], bool]
_LOWER, _UPPER = ("at_least", "more_than"), ("at_most", "less_than")
_COMMON = {"id", "article", "strength", "sentence", "cure", "matter", "when", "in_force"}


def implies(one: RuleBase, other: RuleBase) -> bool:
    """Whether keeping `one` means keeping `other`."""
    if (one.kind, one.subject) != (other.kind, other.subject):
        return False
    test = _TESTS.get(one.kind)
    if test is not None:
        return test(one, other)
    return one.model_dump(exclude=_COMMON) == other.model_dump(exclude=_COMMON)


def contradict(one: RuleBase, other: RuleBase) -> bool:
    """Whether nobody can keep both: too many and too few, or two ways that exclude each other."""
    test = _CONTRADICTIONS.get(one.kind)
    return one.kind == other.kind and test is not None and test(one, other)


def _other_method(one: Any, other: Any) -> bool:
    ways = {one.method, other.method}
    return None not in ways and len(ways) == 2 and bool(set(one.matters) & set(other.matters))


def _other_manner(one: Any, other: Any) -> bool:
    return bool(one.manner and other.manner) and not set(one.manner) & set(other.manner)


def _numbers_apart(one: Any, other: Any) -> bool:
    return _too_many(one, other) or _too_many(other, one)


def _limits_apart(one: Any, other: Any) -> bool:
    return any(_apart(left, right) for left in one.limits for right in other.limits)


def _too_many(one: Any, other: Any) -> bool:
    """`one` asks for more than `other` allows in the same period."""
    return (
        one.at_least is not None and other.at_most is not None and one.period == other.period
        and set(one.types) <= set(other.types) and one.at_least > other.at_most
    )


def _apart(left: Any, right: Any) -> bool:
    if (left.count, left.post) != (right.count, right.post):
        return False
    return _above(left, right) or _above(right, left)


def _above(left: Any, right: Any) -> bool:
    low, high = _bound(left, _LOWER), _bound(right, _UPPER)
    return low is not None and high is not None and (low[0] > high[0] or (low[0] == high[0] and (low[1] or high[1])))


def _bound(limits: Any, names: tuple[str, str]) -> tuple[Fraction, bool] | None:
    """A bound as (number, whether it is strict); the first name is the inclusive one."""
    for name, strict in ((names[1], True), (names[0], False)):
        value = getattr(limits, name, None)
        if value is not None:
            return Fraction(str(value)), strict
    return None


def tighter(one: Any, other: Any) -> bool:
    """Whether bounds lie within other bounds (`at_least`, `more_than`, `at_most`, `less_than`)."""
    if one is None or other is None:
        return other is None
    for names, sign in ((_LOWER, 1), (_UPPER, -1)):
        wanted, has = _bound(other, names), _bound(one, names)
        if wanted is None:
            continue
        if has is None or sign * has[0] < sign * wanted[0]:
            return False
        if has[0] == wanted[0] and wanted[1] and not has[1]:
            return False
    return True


def _narrower(one: Any, other: Any) -> bool:
    """Whether what fits one `where` fits the other as well."""
    if other.months is not None and not (one.months is not None and one.months <= other.months):
        return False
    for name in other.given():
        if name in ("month", "quarter"):
            continue
        mine, theirs = getattr(one, name), getattr(other, name)
        if mine is None:
            return False
        if isinstance(theirs, tuple):
            if not set(mine) <= set(theirs):
                return False
        elif mine != theirs and not (hasattr(theirs, "pairs") and tighter(mine, theirs)):
            return False
    return True


def _frequency(one: Any, other: Any) -> bool:
    if (one.in_, one.as_) != (other.in_, other.as_) or not _narrower(one.where, other.where):
        return False
    if not set(one.types) <= set(other.types) or one.share != other.share:
        return False
    if other.by is not None and one.by != other.by:
        return False
    if other.at_most is not None and not (
        one.period == other.period and one.at_most is not None and one.at_most <= other.at_most
        and set(one.types) == set(other.types)
    ):
        return False
    if other.at_least is None:
        return True
    if one.at_least is None:
        return False
    if one.period == other.period:
        return bool(one.at_least >= other.at_least)
    if one.period not in MONTHS or other.period not in MONTHS:
        return False
    times, rest = divmod(MONTHS[other.period], MONTHS[one.period])
    return rest == 0 and one.at_least * times >= other.at_least


_SAME_COUNT = ("count", "post", "penalties", "compared_with")


def _composition(one: Any, other: Any) -> bool:
    def within(limit: Any) -> bool:
        return any(
            all(getattr(mine, name) == getattr(limit, name) for name in _SAME_COUNT)
            and (mine.odd or not limit.odd) and tighter(mine, limit)
            for mine in one.limits
        )

    return all(within(limit) for limit in other.limits)


def _eligibility(one: Any, other: Any) -> bool:
    places = {None: 0, "branch": 1, "organisation": 2}
    return (
        set(other.posts) <= set(one.posts) and (one.full_member or not other.full_member)
        and set(other.free_of) <= set(one.free_of) and places[one.member_of] >= places[other.member_of]
    )


def _notice(one: Any, other: Any) -> bool:
    return (
        set(other.types) <= set(one.types) and set(other.with_) <= set(one.with_)
        and one.unit == other.unit and tighter(one, other) and _narrower(other.where, one.where)
    )


def _no_later(one: Any, other: Any) -> bool:
    """Whether a time limit is at most as long as another; no limit is the longest."""
    if other is None:
        return True
    if one is None:
        return False
    for unit in ("days", "workdays"):
        mine, theirs = getattr(one, unit, None), getattr(other, unit, None)
        if mine is not None and theirs is not None:
            return bool(mine <= theirs)
    # so many calendar days are never later than as many working days
    return one.days is not None and other.workdays is not None and one.days <= other.workdays


def _record(one: Any, other: Any) -> bool:
    return (
        one.of == other.of and set(other.types or ()) <= set(one.types or ())
        and set(other.posts or ()) <= set(one.posts or ()) and set(other.columns) <= set(one.columns)
        and set(other.papers) <= set(one.papers) and _no_later(one.within, other.within)
        and (other.before is None or (one.before is not None and one.before >= other.before))
        and (other.manner is None or (one.manner is not None and set(one.manner) <= set(other.manner)))
        and _narrower(other.where, one.where)
    )


def _attendance(one: Any, other: Any) -> bool:
    if not set(other.types) <= set(one.types):
        return False
    if other.host_post or one.host_post:
        return bool(one.host_post and other.host_post) and set(one.host_post) <= set(other.host_post)
    if one.entitled != other.entitled or one.excused != other.excused:
        return False
    if other.posts:
        return bool(one.posts) and set(other.posts) <= set(one.posts)
    return not one.posts and tighter(one, other)


def _vacancy(one: Any, other: Any) -> bool:
    if (one.post, one.exactly) != (other.post, other.exactly):
        return False
    return bool(one.days <= other.days and one.or_more <= other.or_more)


def _term(one: Any, other: Any) -> bool:
    return (
        set(other.posts) <= set(one.posts) and one.years <= other.years
        and (other.together_with is None or one.together_with == other.together_with)
    )


def _deadline(one: Any, other: Any) -> bool:
    if (one.paper, one.period, one.due.from_) != (other.paper, other.period, other.due.from_):
        return False
    if one.due.from_ == "start":
        return (one.due.month, one.due.day) <= (other.due.month, other.due.day)
    return _no_later(one.due, other.due)


def _streak(one: Any, other: Any) -> bool:
    return bool(one.thing == other.thing and one.months <= other.months)


def _dues(one: Any, other: Any) -> bool:
    return (one.days or 0) <= (other.days or 0)


def _vote(one: Any, other: Any) -> bool:
    return (
        set(other.matters) <= set(one.matters) and tighter(one.quorum, other.quorum)
        and (other.majority is None or (
            one.majority is not None and one.majority.base == other.majority.base
            and tighter(one.majority, other.majority)))
        and other.method in (None, one.method)
        and Fraction(other.surplus or 0) <= Fraction(one.surplus or 0)
    )


def _checklist(one: Any, other: Any) -> bool:
    least = {item.item: Fraction(item.least or 0) for item in one.items}
    return one.checklist == other.checklist and all(
        item.item in least and least[item.item] >= Fraction(item.least or 0) for item in other.items)


_TESTS: dict[str, Test] = {
    "frequency": _frequency, "composition": _composition, "eligibility": _eligibility,
    "notice": _notice, "record": _record, "attendance": _attendance, "vacancy": _vacancy,
    "term": _term, "deadline": _deadline, "streak": _streak, "dues": _dues, "vote": _vote,
    "checklist": _checklist,
}
_CONTRADICTIONS: dict[str, Test] = {
    "vote": _other_method, "record": _other_manner, "frequency": _numbers_apart,
    "composition": _limits_apart,
}
