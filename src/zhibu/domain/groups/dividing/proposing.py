"""Looks for divisions: the best by each taste, none at all, and what to do where rules contradict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhibu.domain.groups.dividing.asking import MOST_GROUPS, TASTES, Taste, Wish
from zhibu.domain.groups.dividing.demands import Demand, applies, unread
from zhibu.domain.groups.dividing.people import Division, Setting
from zhibu.domain.groups.dividing.solving import POLISH, Found, applies_alike, found

LEAST_GROUPS = 2  # one group would be the branch itself


@dataclass(frozen=True, slots=True)
class Offer:
    """One division on offer: by which taste, and whether the search ended by itself."""

    label: str
    division: Division
    best: bool = True
    nearest: bool = False  # hard demands contradict each other: this misses as little as can be


@dataclass(frozen=True, slots=True)
class Proposal:
    """The offers, the best first; `conflict`: demands of which any could hold without the others."""

    offers: tuple[Offer, ...]
    conflict: tuple[Demand, ...] = ()
    wish_conflicts: bool = False  # the person's own wish is one of what cannot hold together


ANY = Taste("any", "", far=0, split=0, uneven=0, moved=0, group=0)
UNDIVIDED = Offer("不分组", Division())


def propose(setting: Setting, demands: Sequence[Demand], wish: Wish) -> Proposal:
    """Divisions of a branch that keep every hard demand, cheapest by each taste; or the nearest there is.

    「不分组」 is always among the offers: whether a branch is divided at all is for people to decide.
    """
    most = min(MOST_GROUPS, len(setting.people))
    low, high = (wish.groups, wish.groups) if wish.groups else (LEAST_GROUPS, most)
    if len(setting.people) < LEAST_GROUPS or high < low:
        return Proposal((UNDIVIDED,))
    offers: list[Offer] = []
    for taste in _tastes(setting):
        one = (
            _evened(setting, demands, wish, taste, offers[0].division)
            if taste.key == "even" and offers
            else best(setting, demands, wish, taste, low, high)
        )
        if one is not None and all(not _alike(one.division, other.division) for other in offers):
            offers.append(Offer(taste.label, one.division, one.best))
    if offers:
        return Proposal((*offers, UNDIVIDED))
    nearest = best(setting, demands, wish, TASTES[0], low, high, elastic=True)
    conflict, wished = _conflict(setting, demands, wish, low, high)
    near = () if nearest is None else (Offer("最接近的分法", nearest.division, nearest.best, nearest=True),)
    return Proposal((*near, UNDIVIDED), conflict, wished)


def _tastes(setting: Setting) -> list[Taste]:
    """Who moves matters only where there are groups; then it comes first."""
    divided = any(one.group for one in setting.people)
    return [TASTES[2], TASTES[0], TASTES[1]] if divided else [TASTES[0], TASTES[1]]


def best(
    setting: Setting, demands: Sequence[Demand], wish: Wish, taste: Taste, low: int, high: int,
    *, elastic: bool = False,
) -> Found | None:
    """The cheapest of all numbers of groups; those to which the same rules apply are searched together.

    Once the number is known it is searched again for groups of even sizes.
    """
    answers = []
    for first, last in _stretches(demands, low, high):
        asked = _asked(setting, demands, first)
        one = found(setting, asked, wish, taste, first, last, elastic=elastic)
        if one is not None:
            answers.append(one)
    cheapest = min(answers, key=lambda one: one.cost, default=None)
    if cheapest is None or low == high:
        return cheapest
    number = len(cheapest.division.parts)
    asked = _asked(setting, demands, number)
    return found(setting, asked, wish, taste, number, number, elastic=elastic, seconds=POLISH) or cheapest


def _evened(
    setting: Setting, demands: Sequence[Demand], wish: Wish, taste: Taste, like: Division
) -> Found | None:
    """As many groups as another offer has, of sizes as even as can be: so that the two compare."""
    number = len(like.parts)
    asked = _asked(setting, demands, number)
    return found(setting, asked, wish, taste, number, number, seconds=POLISH)


def possible(setting: Setting, demands: Sequence[Demand], wish: Wish, low: int, high: int) -> bool:
    """Whether any division keeps all the hard demands."""
    return any(
        found(setting, _asked(setting, demands, first), wish, ANY, first, last) is not None
        for first, last in _stretches(demands, low, high)
    )


def _asked(setting: Setting, demands: Sequence[Demand], groups: int) -> list[Demand]:
    return [one for one in demands if not unread(one) and applies(one, setting, groups)]


def _stretches(demands: Sequence[Demand], low: int, high: int) -> list[tuple[int, int]]:
    stretches, first = [], low
    for number in range(low, high + 1):
        if number == high or not applies_alike(demands, number, number + 1):
            stretches.append((first, number))
            first = number + 1
    return stretches


def _conflict(
    setting: Setting, demands: Sequence[Demand], wish: Wish, low: int, high: int
) -> tuple[tuple[Demand, ...], bool]:
    """A smallest set of hard demands that cannot hold together, and whether the wish is part of it.

    One after the other is left out; what is still impossible without it did not need it.
    """
    hard = [one for one in demands if one.hard and not unread(one)]
    free = Wish(wish.basis)
    wished = (wish.groups or wish.largest) is not None or bool(wish.pins)
    top = min(MOST_GROUPS, len(setting.people))
    if wished and not possible(setting, hard, free, LEAST_GROUPS, top):
        wish, low, high, wished = free, LEAST_GROUPS, top, False
    for one in list(hard):
        others = [other for other in hard if other is not one]
        if not possible(setting, others, wish, low, high):
            hard = others
    return tuple(hard), wished


def _alike(one: Division, other: Division) -> bool:
    return {frozenset(p.members) for p in one.parts} == {frozenset(p.members) for p in other.parts}
