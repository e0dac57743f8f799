"""The columns of the whole-number program by what they mean."""

from __future__ import annotations

from dataclasses import dataclass, field

from zhibu.domain.groups.dividing.asking import Taste, Wish
from zhibu.domain.groups.dividing.demands import Demand, weigh
from zhibu.domain.groups.dividing.people import Person, Setting
from zhibu.domain.groups.dividing.program import Program
from zhibu.engine.kinds.limits import Limit


@dataclass(frozen=True, slots=True)
class Sort:
    """People whom no rule and no wish tells apart."""

    block: str
    people: tuple[Person, ...]
    group: str
    pin: str = ""  # the group that they are to stay in


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a group may be: a present group with its units, or around one unit."""

    blocks: tuple[str, ...]
    present: str = ""


@dataclass(slots=True)
class Model:
    """The columns by what they mean."""

    setting: Setting
    wish: Wish
    taste: Taste
    low: int
    high: int
    elastic: bool
    program: Program = field(default_factory=Program)
    sorts: list[Sort] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    open: list[int] = field(default_factory=list)
    here: dict[tuple[int, int], int] = field(default_factory=dict)  # sort, seat -> column
    misses: list[tuple[Demand, int]] = field(default_factory=list)

    @property
    def fixed(self) -> bool:
        """Whether the number of groups is settled."""
        return self.low == self.high

    def sum_of(self, seat: int, limit: Limit) -> dict[int, float]:
        """The count of a limit in the group at a seat."""
        return {
            self.here[place, seat]: 1.0 for place, sort in enumerate(self.sorts) if weigh(limit, sort.people[0])
        }  # fmt: skip

    def size(self, seat: int) -> dict[int, float]:
        return {self.here[place, seat]: 1.0 for place in range(len(self.sorts))}
