"""Builds the whole-number program of a division and reads the solver's answer.

People who are alike in all that rules ask (same unit, standing, posts, present group) are one *sort*,
so that the solver decides how many of a sort go where, not who. A group may grow around any unit
(*seat*): taking in people of units far from the seat's costs more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from zhibu.domain.groups.dividing.asking import Taste, Wish
from zhibu.domain.groups.dividing.demands import Demand, unread, within
from zhibu.domain.groups.dividing.limits import demand_rows
from zhibu.domain.groups.dividing.model import Model, Seat, Sort
from zhibu.domain.groups.dividing.nearness import distance
from zhibu.domain.groups.dividing.people import Division, Part, Person, Setting
from zhibu.domain.groups.dividing.program import Solved, solve

# Finding any division must end by itself; making its sizes more even may be cut short.
PATIENCE, POLISH, NODES = 30.0, 0.8, 60


@dataclass(frozen=True, slots=True)
class Found:
    """A division that the solver found, what it costs, and which demands it misses."""

    division: Division
    cost: float
    best: bool
    missed: tuple[Demand, ...]


def block_of(person: Person, basis: str) -> str:
    """By what a person is kept with others: his unit, or his team within it."""
    if basis == "team" and person.team:
        return f"{person.unit}/{person.team}" if person.unit else person.team
    return person.unit


def found(
    setting: Setting, demands: Sequence[Demand], wish: Wish, taste: Taste, low: int, high: int,
    *, elastic: bool = False, seconds: float = PATIENCE,
) -> Found | None:
    """The cheapest division into `low` to `high` groups; None where the hard demands cannot hold together.

    `elastic`: hard demands may be missed at a great cost: the nearest division.
    """
    model = Model(setting, wish, taste, low, high, elastic)
    _columns(model)
    _places(model)
    _pins(model)
    _kin(model)
    _even(model)
    for demand in demands:
        if not unread(demand):
            demand_rows(model, demand)
    solved = solve(model.program, seconds, NODES)
    return None if solved is None else _read(model, solved)


def _columns(model: Model) -> None:
    sorts: dict[tuple[object, ...], list[Person]] = defaultdict(list)
    for one in sorted(model.setting.people, key=lambda p: (p.team, p.id)):
        block = block_of(one, model.wish.basis)
        pin = model.wish.pins.get(one.id, "")
        sorts[block, one.full, tuple(sorted(one.posts)), tuple(sorted(one.penalties)), one.group, pin].append(one)
    for key in sorted(sorts, key=repr):
        model.sorts.append(Sort(str(key[0]), tuple(sorts[key]), str(key[4]), str(key[5])))
    for seat in _seats(model):
        model.seats.append(seat)
        model.open.append(model.program.column(cost=model.taste.group))
    for place, sort in enumerate(model.sorts):
        for number, seat in enumerate(model.seats):
            far = min(distance(sort.block, block, model.setting.neighbours) for block in seat.blocks)
            moved = model.taste.moved if sort.group and sort.group != seat.present else 0
            model.here[place, number] = model.program.column(len(sort.people), far * model.taste.far + moved)


def _seats(model: Model) -> Iterator[Seat]:
    """A present group may go on; around any unit one may grow, around a large one several."""
    sizes: dict[str, int] = defaultdict(int)
    inside: dict[str, set[str]] = defaultdict(set)
    for sort in model.sorts:
        sizes[sort.block] += len(sort.people)
        inside[sort.group].add(sort.block)
    for group in model.setting.present:
        if inside[group.id]:
            yield Seat(tuple(sorted(inside[group.id])), group.id)
    even = len(model.setting.people) // max(model.high if model.fixed else 4, 1)
    for block in sorted(sizes):
        few = 1 + sizes[block] // max(even, 1)
        for _ in range(min(model.high, sizes[block] if model.elastic else few)):
            yield Seat((block,))


def _places(model: Model) -> None:
    """Everybody in one group; so many groups; a group has people of the unit around which it grows."""
    program, people = model.program, len(model.setting.people)
    for place, sort in enumerate(model.sorts):
        program.equal({model.here[place, seat]: 1 for seat in range(len(model.seats))}, len(sort.people))
    program.at_least(dict.fromkeys(model.open, 1.0), model.low)
    program.at_most(dict.fromkeys(model.open, 1.0), model.high)
    largest = min(model.wish.largest or people, people)
    for seat, opened in enumerate(model.open):
        size = model.size(seat)
        program.at_most(size | {opened: -float(largest)}, 0)
        own = [p for p, sort in enumerate(model.sorts) if sort.block in model.seats[seat].blocks]
        program.at_least({model.here[p, seat]: 1.0 for p in own} | {opened: -1.0}, 0)
        if seat and model.seats[seat - 1] == model.seats[seat]:  # which of two alike is nobody's matter
            program.at_least({model.open[seat - 1]: 1.0, opened: -1.0}, 0)
            before = model.size(seat - 1)
            program.at_least(before | {c: -v for c, v in size.items()}, 0)


def _pins(model: Model) -> None:
    """Who is to stay in a group is in it: in the present one, or together in one that no other pins are in."""
    program, pinned = model.program, defaultdict[str, list[int]](list)
    for place, sort in enumerate(model.sorts):
        if sort.pin:
            pinned[sort.pin].append(place)
    present = {seat.present: number for number, seat in enumerate(model.seats) if seat.present}
    taken: dict[int, dict[int, float]] = defaultdict(dict)  # seat -> which pins could be in it
    for pin in sorted(pinned):
        there = [present[pin]] if pin in present else list(range(len(model.seats)))
        chosen = {seat: program.column() for seat in there}
        program.equal(dict.fromkeys(chosen.values(), 1.0), 1)
        for seat, column in chosen.items():
            taken[seat][column] = 1.0
            program.at_most({column: 1.0, model.open[seat]: -1.0}, 0)
            for place in pinned[pin]:
                program.at_least({model.here[place, seat]: 1.0, column: -float(len(model.sorts[place].people))}, 0)
    for columns in taken.values():
        program.at_most(columns, 1)


def _even(model: Model) -> None:
    """What a group has above or below an even share costs, where the number of groups is settled."""
    program, people = model.program, len(model.setting.people)
    if not model.fixed:
        return
    low, high = people // model.high, -(-people // model.high)
    for seat, opened in enumerate(model.open):
        size = model.size(seat)
        off = program.column(people, model.taste.uneven, whole=False)
        program.at_most(size | {opened: -float(high), off: -1.0}, 0)
        program.at_least(size | {opened: -float(low), off: 1.0}, 0)


def _kin(model: Model) -> None:
    """A block that is spread over several groups costs, once for each group beyond the first."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for place, sort in enumerate(model.sorts):
        blocks[sort.block].append(place)
    for block, places in blocks.items():
        people = sum(len(model.sorts[p].people) for p in places)
        for seat, opened in enumerate(model.open):
            inside = opened
            if people > 1 and block:  # people of whom nobody knows the unit are not split
                inside = model.program.column(cost=model.taste.split)
                model.program.at_most({inside: 1.0, opened: -1.0}, 0)
            for place in places:
                few = float(len(model.sorts[place].people))
                model.program.at_most({model.here[place, seat]: 1.0, inside: -few}, 0)


def _read(model: Model, solved: Solved) -> Found:
    """The people of each sort are handed out in their order; those of one team stay together."""
    counts = {key: round(solved.values[column]) for key, column in model.here.items()}
    seats = [seat for seat, opened in enumerate(model.open) if solved.values[opened] > 0.5]
    inside: dict[int, list[str]] = {seat: [] for seat in seats}
    for place, sort in enumerate(model.sorts):
        waiting = list(sort.people)
        for seat in seats:
            taken, waiting = waiting[: counts[place, seat]], waiting[counts[place, seat] :]
            inside[seat] += [one.id for one in taken]
    parts = [
        Part(model.seats[seat].blocks[0], tuple(sorted(inside[seat])), model.seats[seat].present) for seat in seats
    ]
    missed = tuple(demand for demand, column in model.misses if solved.values[column] > 0.5)
    return Found(Division(tuple(parts)), solved.cost, solved.best, missed)


def applies_alike(demands: Iterable[Demand], groups: int, other: int) -> bool:
    """Whether the same rules concern the branch at both numbers of groups."""
    return all(
        within(one.when.party_groups, groups) == within(one.when.party_groups, other)
        for one in demands if not one.of_group
    )  # fmt: skip
