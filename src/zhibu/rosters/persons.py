"""Who is meant by a name written in a sheet that belongs to one branch."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhibu.rosters.register import Member, Register
from zhibu.rosters.values.names import NameReading, read_name
from zhibu.rosters.values.text import BLANK

_SEVERAL = re.compile(
    r"[、,，;；/／\n]+|(?<=\S)\s+和\s*|(?<=[\u3400-\u9fff]{2})[和及](?=[\u3400-\u9fff]{2})"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A name and who it may be.

    `how` is here (one of the branch), elsewhere (only other branches have the name), ambiguous
    (several of the branch) or unknown (nobody has it).
    """

    how: str
    name: NameReading
    member: Member | None = None
    candidates: tuple[Member, ...] = ()

    @property
    def key(self) -> str:
        """The member's key, "" where it is not settled."""
        return self.member.key if self.member else ""

    @property
    def keys(self) -> list[str]:
        """The keys of all who may be meant."""
        return [self.member.key] if self.member else [one.key for one in self.candidates]


class Persons:
    """The people of one branch, found by the names that its sheets use."""

    def __init__(self, register: Register, branch: str) -> None:
        self.register = register
        self.branch = branch
        self._found: dict[tuple[str, str], Found] = {}

    def find(self, text: str, group: str = "") -> Found:
        """The member of the branch that a cell names; a group helps where two have one name."""
        key = (text, group)
        if key not in self._found:
            self._found[key] = self._find(read_name(text.strip()), group)
        return self._found[key]

    def _find(self, name: NameReading, group: str) -> Found:
        match = self.register.find_member(name.name, self.branch, group, name.mark)
        if match.found is not None:
            return Found("here", name, match.found)
        if match.candidates:
            return Found("ambiguous", name, None, match.candidates)
        others = tuple(self.register.named(name.name)) if name.name else ()
        return Found("elsewhere" if others else "unknown", name, None, others)

    def names(self) -> list[str]:
        """The names of the branch, without blanks; those of unsettled people too."""
        people = (*self.register.members_of(self.branch), *self.register.members_of(""))
        return sorted({one.name for one in people if one.name})


def names_of(cell: str) -> list[str]:
    """The names of a cell with one or several; a blank inside a name splits nothing."""
    return [BLANK.sub(" ", part).strip() for part in _SEVERAL.split(cell) if part.strip()]
