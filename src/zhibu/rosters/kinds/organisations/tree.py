"""Which body a row of an organisation list belongs under: indents, names, 系统, neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from zhibu.rosters.orgnames import core_of

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
    block: int = 0  # the first row of the merged 系統 block the row lies in
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
        below = [line for line in lines[1:] if line.kind != "party_group"]
        indented = sum(self.level(line) > 0 for line in below)
        self.indented = bool(below) and indented >= 0.3 * len(below)
        self.open: list[Line] = []
        self.last_branch: Line | None = None
        self.last_parent = ""

    def level(self, line: Line) -> int:
        """The depth that the row's blanks say."""
        return sum(round(count / self.units[kind]) for kind, count in line.blanks.items())

    def put(self, line: Line) -> Place:
        """Find the row's parent and remember the row for those below it."""
        if line.kind == "party_group":
            return self._put_group(line)
        choices = [one for one in self.open if RANK.get(one.kind, 1) <= RANK.get(line.kind, 3)
                   and (RANK.get(one.kind, 1) < RANK.get(line.kind, 3) or line.kind == "committee")]  # fmt: skip
        scored = sorted(((self._score(line, one), one.depth, one) for one in choices),
                        key=lambda item: (-item[0], -item[1]))  # fmt: skip
        if not scored:
            line.depth = 0
            self.open = [line] if line.kind != "branch" else []
            self.last_branch = line if line.kind == "branch" else None
            self.last_parent = ""
            return Place()
        best = scored[0][2]
        line.depth = best.depth + 1
        self.open = self.open[: self.open.index(best) + 1]
        if line.kind != "branch":
            self.open.append(line)
        self.last_branch = line if line.kind == "branch" else None
        self.last_parent = best.key
        doubt = [one.key for score, _, one in scored if score > scored[0][0] - 0.4]
        odd = self.indented and self.level(line) != line.depth
        return Place(best.key, doubt if len(doubt) > 1 else [], odd)

    def _put_group(self, line: Line) -> Place:
        """A group follows its branch."""
        return Place(self.last_branch.key) if self.last_branch else Place()

    def _score(self, line: Line, parent: Line) -> float:
        """How well a body fits as the parent of a row."""
        score = 0.5 if parent is self.open[-1] else 0.0
        level = self.level(line)
        if self.indented and level:
            score += 3.0 if level == parent.depth + 1 else 0.0
        core = core_of(line.name, self.place)
        unit = core_of(parent.name, self.place).removesuffix("机关")
        if len(unit) >= 2 and core.startswith(unit):
            score += 2.0 + 0.2 * len(unit)
        if parent.key == self.last_parent:
            score += 1.0
        return score + self._by_system(line, parent)

    def _by_system(self, line: Line, parent: Line) -> float:
        """A row with a 系统 of its own begins a new one: it lies right under the root."""
        if line.system:
            return 3.0 if parent.depth == 0 else -3.0
        if line.block:
            return -4.0 if parent.row < line.block else 1.5
        return 0.0
