"""Scaling (缺项折算): what does not apply is taken out, and the rest counts for the full marks of the card."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from zhibu.engine.language.points import points_text, said

if TYPE_CHECKING:
    from zhibu.engine.language.scorecards import Scorecard, Section
    from zhibu.engine.scoring.arithmetic import SectionPoints

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Scaling:
    """By how much the sections that have full marks are multiplied, and how that came about."""

    factor: Fraction
    counted: frozenset[str]  # sections that have full marks; others (bonuses) stay as they are
    steps: tuple[str, ...] = ()

    def points(self, section: SectionPoints) -> Fraction:
        """The points of a section as they go into the total."""
        return section.points * self.factor if section.id in self.counted else section.points


def scaling(card: Scorecard, sections: Sequence[SectionPoints]) -> Scaling:
    """The factor is all full marks of the card over those of the items that apply; 1 where all do."""
    out = {item.id: item.title for section in sections for item in section.items if item.is_out}
    marks = {section.id: (_full(section, frozenset()), _full(section, out.keys()))
             for section in card.sections}
    whole, left = (sum((pair[place] for pair in marks.values()), ZERO) for place in (0, 1))
    counted = frozenset(name for name, pair in marks.items() if pair[0])
    if not out or whole == left:
        return Scaling(Fraction(1), counted)
    named = "、".join(out.values())
    if not left:
        return Scaling(Fraction(1), counted, (f"缺项折算：有满分的项都不适用（{named}），没有可以折算的",))
    achieved = sum((section.points for section in sections if section.id in counted), ZERO)
    factor = whole / left
    step = (f"缺项折算：不适用的拿掉（{named}），满分 {points_text(whole)} 剩 {points_text(left)}，"
            f"{said(achieved)} × {points_text(whole)}/{points_text(left)} = {said(achieved * factor)}")
    return Scaling(factor, counted, (step,))


def _full(section: Section, out: Collection[str]) -> Fraction:
    """The full marks of a section without the items taken out: capped and weighted like its points."""
    points = sum((item.points for item in section.items
                  if item.points is not None and item.id not in out), ZERO)
    return (points if section.full is None else min(points, section.full)) * section.weight
