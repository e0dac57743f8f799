"""Points of one organisation by one scorecard: exact, step by step, with a digest to check them again."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from zhibu.engine.language.points import points_text, rounded, said
from zhibu.engine.scoring.items import ItemPoints, Mark, by_marks, by_verdicts
from zhibu.engine.scoring.scaling import Scaling, scaling

if TYPE_CHECKING:
    from zhibu.engine.language.scorecards import Scorecard, Section
    from zhibu.engine.scoring.periods import Span
    from zhibu.engine.scoring.tally import Tally

__all__ = ["ItemPoints", "Mark", "Scored", "SectionPoints", "scored"]


@dataclass(frozen=True, slots=True)
class SectionPoints:
    """One section: its items, its points after cap and weight, and how they came about."""

    id: str
    title: str
    points: Fraction
    steps: tuple[str, ...]
    items: tuple[ItemPoints, ...]


@dataclass(frozen=True)
class Scored:
    """The points of one organisation by one card in one period, as of a day."""

    directive: str
    card: str
    organisation: str
    span: Span
    as_of: dt.date
    sections: tuple[SectionPoints, ...]
    points: Fraction
    grade: str
    steps: tuple[str, ...]
    vetoed: tuple[str, ...] = ()
    open: tuple[str, ...] = field(default=())  # why the points may still change or say little
    digest: str = ""

    @property
    def items(self) -> list[ItemPoints]:
        """All items, section by section."""
        return [item for section in self.sections for item in section.items]

    @property
    def to_check(self) -> int:
        """How many verdicts could not be given (待核): they cost nothing."""
        return _distinct(self.items, "unknown")

    def item(self, name: str) -> ItemPoints:
        """One item by its id."""
        return next(item for item in self.items if item.id == name)


def scored(
    tally: Tally, organisation: str, marks: Iterable[Mark], as_of: dt.date, version: str = ""
) -> Scored:
    """The points of an organisation from what a tally counted and the marks entered for it.

    `marks`: those of this card, period and organisation; others are passed over. `version`: the digest
    of the pack, which goes into the digest of the result.
    """
    card, span = tally.card, tally.span
    own = sorted((mark for mark in marks if mark.organisation == organisation),
                 key=lambda mark: (mark.on, mark.id, mark))
    sections = tuple(_section(tally, organisation, section, own) for section in card.sections)
    points, steps = _total(card, sections, scaling(card, sections))
    items = [item for section in sections for item in section.items]
    grade, vetoed, grading = _graded(card, points, items)
    still = _still_open(span, as_of, items)
    digest = _digest(tally, organisation, own, as_of, version, points, grade)
    return Scored(tally.directive, card.id, organisation, span, as_of, sections, points, grade,
                  (*steps, *grading), vetoed, still, digest)


def _section(tally: Tally, organisation: str, section: Section, marks: Sequence[Mark]) -> SectionPoints:
    items = tuple(
        by_marks(item, [mark for mark in marks if mark.item == item.id], tally.span)
        if item.mark is not None else by_verdicts(item, tally.of(organisation, item.id), tally.card.scale)
        for item in section.items)
    counted = [item for item in items if not item.is_veto]
    points = sum((item.points for item in counted), Fraction(0))
    steps = [f"各项相加：{_added([item.points for item in counted])}"] if counted else []
    if section.full is not None and points > section.full:
        points = section.full
        steps.append(f"这一部分最多 {points_text(section.full)} 分，取 {points_text(points)}")
    if section.at_least is not None and points < section.at_least:
        points = section.at_least
        steps.append(f"这一部分最少 {points_text(section.at_least)} 分，取 {points_text(points)}")
    if section.weight != 1:
        before, points = points, points * section.weight
        steps.append(
            f"乘权重：{said(before)} × {points_text(section.weight)} = {said(points)}")
    return SectionPoints(section.id, section.title, points, tuple(steps), items)


def _added(parts: Sequence[Fraction]) -> str:
    total = said(sum(parts, Fraction(0)))
    if len(parts) < 2:
        return total
    step = said(parts[0])
    for part in parts[1:]:
        step += f" − {said(-part)}" if part < 0 else f" + {said(part)}"
    return f"{step} = {total}"


def _total(
    card: Scorecard, sections: Sequence[SectionPoints], scaled: Scaling
) -> tuple[Fraction, list[str]]:
    parts = [scaled.points(section) for section in sections]
    points = card.base + sum(parts, Fraction(0))
    base = f"基础分 {points_text(card.base)}，" if card.base else ""
    steps = [*scaled.steps, f"{base}各部分相加：{_added([card.base, *parts] if card.base else parts)}"]
    if card.at_most is not None and points > card.at_most:
        points = card.at_most
        steps.append(f"总分最多 {points_text(card.at_most)} 分，取 {points_text(points)}")
    if points < card.at_least:
        points = card.at_least
        steps.append(f"总分最少 {points_text(card.at_least)} 分，取 {points_text(points)}")
    exact, points = points, rounded(points, card.decimals)
    if exact != points:
        steps.append(f"保留 {card.decimals} 位小数，四舍五入：{points_text(points)}")
    return points, steps


def _graded(
    card: Scorecard, points: Fraction, items: Sequence[ItemPoints]
) -> tuple[str, tuple[str, ...], list[str]]:
    """The grade by the points as shown, and what kept it down."""
    if not card.grades:
        return "", (), []
    labels = [grade.label for grade in card.grades]
    place = next((number for number, grade in enumerate(card.grades)
                  if grade.at_least is None or points >= grade.at_least), None)
    steps = [f"等次：{labels[place]}" if place is not None else "等次：不到最低一等的分数，没有等次"]
    vetoed = []
    for item in items:
        if item.vetoes and (place is not None and place < labels.index(item.vetoes)):
            place = labels.index(item.vetoes)
            steps.append(f"一票否决（{item.title}）：最高到“{item.vetoes}”")
        if item.vetoes:
            vetoed.append(item.id)
    return labels[place] if place is not None else "", tuple(vetoed), steps


def _still_open(span: Span, as_of: dt.date, items: Sequence[ItemPoints]) -> tuple[str, ...]:
    found = []
    if as_of < span.last:
        found.append(f"考评期到 {span.last} 才满")
    for count, what in (
        (_distinct(items, "unknown"), "条结论缺数据，待核，没有扣分"),
        (_distinct(items, "pending"), "条还没有到期"),
        (sum(item.awaited for item in items), "项还没有录入"),
        (sum(item.is_unjudged for item in items), "项没有可以算的结论，按没有扣分计"),
    ):
        if count:
            found.append(f"{count} {what}")
    return tuple(found)


def _distinct(items: Sequence[ItemPoints], status: str) -> int:
    """How many verdicts of a status; one that several items rest on is one."""
    return len({verdict for item in items for verdict in item.named if verdict.status == status})


def _digest(
    tally: Tally, organisation: str, marks: Sequence[Mark], as_of: dt.date, version: str,
    points: Fraction, grade: str,
) -> str:
    """SHA-256 over the pack, every verdict and mark that counted, and what came out; order is no matter."""
    lines = [
        f"verdict {item.id} {' '.join(map(str, verdict[:-1]))}{' late' if verdict.late else ''}"
        for item in tally.card.items
        for counted in [tally.of(organisation, item.id)]
        for verdict in (*counted.met, *counted.named)
    ]
    lines += [f"mark {' '.join(map(str, mark))}" for mark in marks]
    head = (version, tally.directive, tally.card.id, organisation, tally.span.first, tally.span.last,
            as_of, points, grade)
    text = "\n".join([" ".join(map(str, head)), *sorted(lines)])
    return hashlib.sha256(text.encode()).hexdigest()
