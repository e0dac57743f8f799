"""What a division works with: the people of a branch, what is so of the branch, who sits in which group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

CADRE = "leading_cadre"


@dataclass(frozen=True, slots=True)
class Person:
    """A member who counts in the composition of bodies on the day (whose membership is not stopped)."""

    id: str
    name: str
    unit: str = ""
    team: str = ""
    full: bool = True
    posts: frozenset[str] = frozenset()  # held anywhere
    penalties: frozenset[str] = frozenset()
    group: str = ""  # id of the present group


@dataclass(frozen=True, slots=True)
class Present:
    """A group that exists now."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Setting:
    """What is so of the branch, however it is divided."""

    people: tuple[Person, ...]
    present: tuple[Present, ...] = ()
    sector: str = ""
    upper: str = ""  # kind of the body directly above
    marks: frozenset[str] = frozenset()
    holders: Mapping[str, int] = field(default_factory=dict)  # post -> how many hold it in the branch
    neighbours: frozenset[frozenset[str]] = frozenset()  # pairs of units that somebody entered as near
    name: str = ""  # of the branch, with which names of its groups may begin

    def count(self, name: str) -> int:
        """How many members of a standing (`members`, `full_members`, `probationary_members`)."""
        return sum(standing(one, name) for one in self.people)


@dataclass(frozen=True, slots=True)
class Part:
    """One group of a division; `present` is the id of the group that it goes on from, or empty.

    `leader` is whom somebody has in mind (or who leads it now); a division does not make leaders.
    """

    name: str
    members: tuple[str, ...]
    present: str = ""
    leader: str = ""


@dataclass(frozen=True, slots=True)
class Division:
    """Who sits in which group; no groups: the branch is not divided."""

    parts: tuple[Part, ...] = ()

    @property
    def placed(self) -> dict[str, int]:
        """Member -> place of his group."""
        return {member: place for place, part in enumerate(self.parts) for member in part.members}

    def moved(self, people: Iterable[Person]) -> list[str]:
        """Ids of those who leave a group for another (or for none)."""
        placed = self.placed
        there = {place: part.present for place, part in enumerate(self.parts)}
        return [
            one.id for one in people
            if one.group and there.get(placed.get(one.id, -1), "") != one.group
        ]  # fmt: skip


def standing(person: Person, name: str) -> bool:
    """Whether a person counts among `members`, `full_members` or `probationary_members`."""
    if name == "full_members":
        return person.full
    return not person.full if name == "probationary_members" else True
