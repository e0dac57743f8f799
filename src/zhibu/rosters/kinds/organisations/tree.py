"""Which body a row of an organisation list belongs under: indents, names, 系统, neighbours."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from zhibu.rosters.orgnames import core_of
from zhibu.rosters.values.text import squash

RANK = {"work_committee": 0, "committee": 1, "general_branch": 2, "branch": 3, "party_group": 4}
# How deep a kind may lie below a work committee.
_DEPTHS = {"work_committee": {0}, "committee": {1, 2}, "general_branch": {1, 2, 3},
           "branch": {1, 2, 3, 4}, "party_group": {2, 3, 4, 5}}  # fmt: skip
_USUAL = {"wide": 1, "ascii": 4, "indent": 2}


@dataclass
class Line:
    """One row as far as its place in the tree is concerned."""

    row: int
    key: str
    kind: str
    name: str
    blanks: dict[str, int]
    system: str = ""  # what the 系统 column says in this row
    block: int = 0  # the first row of the merged 系统 block the row lies in
    ordinal: str = ""
    depth: int = 0


@dataclass
class Place:
    """Where a row belongs; `doubt` are other parents that fit as well; `odd_indent` is told."""

    parent: str = ""
    doubt: list[str] = field(default_factory=list)
    odd_indent: bool = False


def blanks_of(text: str, indent: int) -> dict[str, int]:
    """The leading blanks of a name by kind: full-width, ASCII, and the cell's own indent."""
    lead = text[: len(text) - len(text.lstrip(" \t\u3000\u00a0\u2002\u2003"))]
    wide = sum(char in "\u3000\u2003" for char in lead)
    return {"wide": wide, "ascii": len(lead) - wide, "indent": indent}


def units_of(lines: Iterable[Line], shift: int) -> dict[str, int]:
    """How many blanks of each kind make one level, so that most rows lie at a depth that can be."""
    units = {}
    for kind, usual in _USUAL.items():
        counts = Counter((line.kind, line.blanks[kind]) for line in lines if line.blanks[kind])
        best = (-1.0, usual)
        for unit in sorted(range(1, 9), key=lambda one: (one != usual, one)):
            fits = sum(
                number for (what, count), number in counts.items()
                if count % unit == 0 and count // unit + shift in _DEPTHS.get(what, set())
            )  # fmt: skip
            if fits > best[0]:
                best = (fits, unit)
        units[kind] = best[1]
    return units


class Tree:
    """Places the rows of a list one by one, from top to bottom."""

    def __init__(self, lines: list[Line], place: str) -> None:
        self.place = place
        self.shift = 0 if any(line.kind == "work_committee" for line in lines) else 1
        self.units = units_of(lines, self.shift)
        self.bodies = [line for line in lines if line.kind != "party_group"]
        indented = sum(self.level(line) > 0 for line in self.bodies[1:])
        self.indented = len(self.bodies) > 1 and indented >= 0.3 * (len(self.bodies) - 1)
        self.numbered = any(line.ordinal == "chief" for line in lines)
        self.next = dict(zip((line.row for line in self.bodies), self.bodies[1:], strict=False))
        self.open: list[Line] = []
        self.before: Line | None = None
        self.last_branch: Line | None = None
        self.last_parent = ""

    def level(self, line: Line) -> int:
        """The depth that the row's blanks say."""
        return sum(round(count / self.units[kind]) for kind, count in line.blanks.items())

    def put(self, line: Line) -> Place:
        """Find the row's parent and remember the row for those below it."""
        if line.kind == "party_group":
            return Place(self.last_branch.key) if self.last_branch else Place()
        place = self._put_body(line)
        self.before = line
        self.last_branch = line if line.kind == "branch" else None
        self.last_parent = place.parent
        return place

    def _put_body(self, line: Line) -> Place:
        choices = [one for one in self.open if _may_hold(one, line)]
        scored = sorted(((self._score(line, one), one.depth, one) for one in choices),
                        key=lambda item: (-item[0], -item[1]))  # fmt: skip
        if not scored:
            line.depth = 0
            self.open = [line] if line.kind != "branch" else []
            return Place()
        best = scored[0][2]
        line.depth = best.depth + 1
        self.open = self.open[: self.open.index(best) + 1]
        if line.kind != "branch":
            self.open.append(line)
        doubt = [one.key for score, _, one in scored if score > scored[0][0] - 0.4]
        odd = self.indented and self.level(line) != line.depth
        return Place(best.key, doubt if len(doubt) > 1 else [], odd)

    def _trusted(self, line: Line) -> bool:
        """Whether the row's indent can be right between the rows before and after it."""
        level, before, after = self.level(line), self.before, self.next.get(line.row)
        if not self.indented or not level:
            return False
        if before is not None:
            container = before.kind != "branch"
            if level > before.depth + container or (container and before.depth and level <= before.depth):
                return False
        return not (line.kind == "branch" and after is not None and self.level(after) > level)

    def _score(self, line: Line, parent: Line) -> float:
        """How well a body fits as the parent of a row."""
        score = 0.5 if parent is self.open[-1] else 0.0
        if self._trusted(line):
            score += 3.0 if self.level(line) == parent.depth + 1 else 0.0
        named = self._named_after(line, parent)
        score += 2.5 + 0.2 * named if named else 0.0
        if line.kind == parent.kind and not named:
            score -= 3.0
        if parent.key == self.last_parent or parent is self.before:
            score += 1.0
        return score + self._by_system(line, parent) + self._by_ordinal(line, parent)

    def _named_after(self, line: Line, parent: Line) -> int:
        """How many characters of the parent's unit the row's name begins with; 0 for: not after it."""
        core = core_of(line.name, self.place)
        unit = core_of(parent.name, self.place).removesuffix("机关")
        return len(unit) if len(unit) >= 2 and core.startswith(unit) and core != unit else 0

    def _by_system(self, line: Line, parent: Line) -> float:
        """A row with a 系统 of its own begins a new one: it lies right under the root."""
        if line.system:
            return 3.0 if parent.depth == 0 else -3.0
        if line.block:
            return -4.0 if parent.row < line.block else 1.5
        return 0.0

    def _by_ordinal(self, line: Line, parent: Line) -> float:
        """一, 二, 三 number what lies right under the root; (一) and 1 what lies below that."""
        if not self.numbered or not line.ordinal:
            return 0.0
        return 1.5 if (line.ordinal == "chief") == (parent.depth == 0) else -1.5


def _may_hold(parent: Line, line: Line) -> bool:
    """A body lies below one of a higher kind; a committee also below a committee."""
    above, below = RANK.get(parent.kind, 1), RANK.get(line.kind, 3)
    return above < below or (parent.kind == line.kind == "committee")


def ordinal_style(text: str) -> str:
    """`chief` for 一, 十二, 一、; `lesser` for (一), 1, 1.2; "" for none."""
    bare = squash(text)
    if re.fullmatch(r"[一二三四五六七八九十]{1,3}[、.．]?", bare):
        return "chief"
    return "lesser" if re.fullmatch(r"[(（]?[一二三四五六七八九十\d]{1,4}(\.\d+)*[)）]?[、.．]?", bare) else ""
