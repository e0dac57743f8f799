"""The tree as a picture: boxes from left to right, drawn as plain SVG without any script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhibu.domain.establishment.selectors.trees import Line

WIDE, GAP, HIGH, ROW = 216, 40, 30, 38
LETTERS = 13  # Chinese characters that fit into a box


@dataclass(frozen=True, slots=True)
class Box:
    """One organisation: where its box lies, its text, and the line from its superior."""

    line: Line
    x: int
    y: float
    text: str
    note: str
    joint: str  # path of the line from the superior; empty at the top

    @property
    def middle(self) -> float:
        """The height of its text."""
        return self.y + HIGH / 2 + 5

    @property
    def end(self) -> int:
        """The right edge."""
        return self.x + WIDE


@dataclass(frozen=True, slots=True)
class Picture:
    """All boxes, and how large the picture is."""

    boxes: list[Box]
    width: int
    height: float


def picture(lines: Sequence[Line]) -> Picture:
    """Each leaf a row; whoever has something below stands at the middle of it."""
    tops: dict[int, float] = {}
    rows = 0
    children: dict[int, list[int]] = {number: [] for number in range(len(lines))}
    parents: dict[int, int] = {}
    stack: list[int] = []
    for number, line in enumerate(lines):
        while stack and lines[stack[-1]].depth >= line.depth:
            stack.pop()
        if stack:
            parents[number] = stack[-1]
            children[stack[-1]].append(number)
        stack.append(number)
    for number in reversed(range(len(lines))):
        below = children[number]
        if below:
            tops[number] = (tops[below[0]] + tops[below[-1]]) / 2
        else:
            tops[number] = -float(rows)
            rows += 1
    shift = rows - 1
    ys = {number: (shift + top) * ROW + 4 for number, top in tops.items()}
    boxes = [_box(line, ys[n], ys.get(parents.get(n, -1))) for n, line in enumerate(lines)]
    deepest = max((line.depth for line in lines), default=0)
    return Picture(boxes, (deepest + 1) * (WIDE + GAP), rows * ROW + 8)


def _box(line: Line, y: float, above: float | None) -> Box:
    x = line.depth * (WIDE + GAP) + 2
    name = str(line.organisation)
    text = name if len(name) <= LETTERS else f"{name[: LETTERS - 1]}…"
    number = f"{line.branches} 支部" if line.branches else f"{line.members}" if line.members else ""
    joint = ""
    if above is not None:
        start, end, half = x - GAP, x, x - GAP / 2
        joint = f"M{start} {above + HIGH / 2}H{half}V{y + HIGH / 2}H{end}"
    return Box(line, x, y, text, f"{number}{' ›' if line.below else ''}", joint)
