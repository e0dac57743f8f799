"""Points of one item: by the verdicts of its rules, or by the marks entered for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from zhibu.engine.language.points import said
from zhibu.engine.language.words import STATUSES

if TYPE_CHECKING:
    from zhibu.engine.language.scorecards import Item
    from zhibu.engine.scoring.periods import Span
    from zhibu.engine.scoring.tally import Counted, Judged

ZERO = Fraction(0)


class Mark(NamedTuple):
    """One entered mark; `id` tells several of one item apart."""

    organisation: str
    item: str
    points: Fraction
    evidence: str
    on: dt.date
    id: str = ""


@dataclass(frozen=True, slots=True)
class ItemPoints:
    """One item: points, how they came about, and what it rests on."""

    id: str
    title: str
    points: Fraction
    full: Fraction | None
    steps: tuple[str, ...]
    counts: tuple[tuple[str, int], ...] = ()  # status -> number of verdicts
    named: tuple[Judged, ...] = ()  # verdicts that are not simply met
    marks: tuple[Mark, ...] = ()
    to_check: int = 0
    pending: int = 0
    awaited: int = 0  # 1: a mark is expected and not there
    is_unjudged: bool = False  # nothing was there to judge, and it got its points all the same
    is_veto: bool = False
    is_out: bool = False  # does not apply: taken out, the rest is scaled
    vetoes: str = ""  # the grade it allows at most, where it strikes


def by_verdicts(item: Item, counted: Counted, scale: bool = False) -> ItemPoints:
    """The points of an item that rests on rules. What lacks data never costs anything.

    `scale`: the card takes out what does not apply, where the item does not say otherwise.
    """
    statuses = counted.statuses
    met = statuses["met"] + (statuses["waived"] if item.waived == "met" else 0)
    missed = sum(statuses[status] for status in item.misses)
    late = _Late(item.late or ZERO, sum(counted.late[status] for status in item.misses))
    steps = [_counts(statuses) + late.counted(item)]
    points, vetoes, unjudged, out = ZERO, "", False, False
    if item.veto is not None:
        vetoes = item.veto if missed else ""
        steps.append(f"有没做到的，等次最高到“{item.veto}”" if missed else "没有触发一票否决")
    elif item.award is not None:
        points = item.award * (met + late.worth)
        steps.append(f"每条加 {_t(item.award)}：{_t(item.award)} × {late.added(met)} = {_t(points)}")
    elif _is_empty(item, counted, met, missed) and _is_out(item, scale) and not statuses["pending"]:
        out = True
        steps.append(f"没有可以算的结论，不适用，满分 {_t(item.points or ZERO)} 拿掉，其余的折算")
    elif _is_empty(item, counted, met, missed):
        points = ZERO if item.empty == "zero" else item.points or ZERO
        unjudged = points > 0 and not statuses["pending"]
        steps.append(f"没有可以算的结论，按{'零分' if item.empty == 'zero' else '没有扣分'}计：{_t(points)}")
    elif item.deduct is not None:
        points, step = _deducted(item, counted)
        steps.append(step)
    else:
        points, step = _achieved(item, met, missed, late)
        steps.append(step)
    if item.veto is None:
        points = _clamped(item, points, steps)
    return ItemPoints(
        item.id, item.title, points, item.points, tuple(steps), _ordered(statuses),
        tuple(sorted(counted.named)), to_check=statuses["unknown"], pending=statuses["pending"],
        is_unjudged=unjudged, is_out=out,
        is_veto=item.veto is not None, vetoes=vetoes)


@dataclass(frozen=True, slots=True)
class _Late:
    """Misses that were made good after their due day, and what each of them is worth."""

    value: Fraction
    number: int

    @property
    def worth(self) -> Fraction:
        return self.value * self.number

    def added(self, met: int) -> str:
        """`3`, or with those made good too late `(3 + 1/2 × 1)`."""
        return f"({met} + {_t(self.value)} × {self.number})" if self.worth else str(met)

    def counted(self, item: Item) -> str:
        if item.late is None or not self.number:
            return ""
        return f"；没做到的里面，迟了才做到 {self.number} 条，一条按 {_t(self.value)} 条算"


def _is_out(item: Item, scale: bool) -> bool:
    return item.empty == "out" or (scale and item.empty is None and item.points is not None)


def _is_empty(item: Item, counted: Counted, met: int, missed: int) -> bool:
    """Whether nothing was judged: a deduction has nothing to take off, a share nothing to divide."""
    if counted.statuses["unknown"]:
        return False
    if item.deduct is not None:
        missed = sum(counted.statuses[status] for status in type(item.deduct).model_fields)
    return not met and not missed


def _deducted(item: Item, counted: Counted) -> tuple[Fraction, str]:
    assert item.deduct is not None
    points = item.points or ZERO
    step = _t(points)
    for status in type(item.deduct).model_fields:
        each, number = item.deduct.of(status), counted.statuses[status]
        late = counted.late[status] if item.late is not None else 0
        if each and number - late:
            points -= each * (number - late)
            step += f" − {_t(each)} × {number - late}（{STATUSES[status]}）"
        if each and late:
            part = 1 - (item.late or ZERO)
            points -= each * part * late
            step += f" − {_t(each)} × {_t(part)} × {late}（{STATUSES[status]}，迟了才做到）"
    return points, f"{step} = {_t(points)}"


def _achieved(item: Item, met: int, missed: int, late: _Late) -> tuple[Fraction, str]:
    full = item.points or ZERO
    if item.by == "share":
        if not met + missed:
            return full, f"判得出的一条也没有，先按满分 {_t(full)} 计"
        points = full * (met + late.worth) / (met + missed)
        return points, f"按比例：{_t(full)} × {late.added(met)}/{met + missed} = {_t(points)}"
    if missed and missed == late.number and late.value:
        points = full * late.value
        return points, f"都做到了，有 {missed} 条迟了：{_t(full)} × {_t(late.value)} = {_t(points)}"
    if missed:
        return ZERO, f"有 {missed} 条没做到，不得分：0"
    return full, f"都做到了，满分：{_t(full)}"


def by_marks(item: Item, marks: Sequence[Mark], span: Span) -> ItemPoints:
    """The points of an item that rests on entered marks: their sum; of one that is entered once, the last."""
    assert item.mark is not None
    used = list(marks) if item.mark.repeat else list(marks)[-1:]
    steps = [f"{mark.on} 录入 {_t(mark.points)} 分：{mark.evidence}"
             + ("（考评期结束以后录入）" if mark.on > span.last else "") for mark in used]
    points, vetoes, awaited = sum((mark.points for mark in used), ZERO), "", 0
    if item.veto is not None:
        vetoes = item.veto if used else ""
        steps.append(f"有录入，等次最高到“{item.veto}”" if used else "没有触发一票否决")
        points = ZERO
    elif not used and item.empty == "out":
        steps.append(f"没有录入，不适用，满分 {_t(item.points or ZERO)} 拿掉，其余的折算")
    elif not used:
        if item.empty == "full":
            points = item.points or ZERO
        awaited = int(not item.mark.repeat)
        steps.append(f"{'还没有录入' if awaited else '没有录入'}，按 {_t(points)} 分计")
    elif len(used) > 1:
        steps.append(f"相加：{_t(points)}")
    if item.veto is None:
        points = _clamped(item, points, steps)
    return ItemPoints(item.id, item.title, points, item.points, tuple(steps), marks=tuple(used),
                      awaited=awaited, is_out=not used and item.empty == "out",
                      is_veto=item.veto is not None, vetoes=vetoes)


def _clamped(item: Item, points: Fraction, steps: list[str]) -> Fraction:
    least, most = limits(item)
    if most is not None and points > most:
        points = most
        steps.append(f"这一项最多 {_t(most)} 分，取 {_t(most)}")
    if least is not None and points < least:
        points = least
        steps.append(f"这一项最少 {_t(least)} 分，取 {_t(least)}")
    return points


def limits(item: Item) -> tuple[Fraction | None, Fraction | None]:
    """The least and the most points of an item; deducted from full marks, it ends at nothing."""
    least, most = item.at_least, item.at_most
    if least is None and item.points is not None:
        least = ZERO
    if most is None and item.points is not None:
        most = item.points
    return least, most


def _counts(statuses: dict[str, int]) -> str:
    listed = "，".join(f"{STATUSES[status]} {number}" for status, number in _ordered(statuses))
    total = sum(statuses.values())
    return f"{total} 条结论：{listed}" if total else "没有结论"


def _ordered(statuses: dict[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple((status, statuses[status]) for status in STATUSES if statuses.get(status))


_t = said
