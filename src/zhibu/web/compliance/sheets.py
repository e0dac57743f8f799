"""The lists of this area as workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from django.core.paginator import Paginator

from zhibu.domain.compliance import selectors
from zhibu.domain.compliance.choices import SIGNS, Status
from zhibu.domain.compliance.citations import cite
from zhibu.domain.compliance.selectors import Filter
from zhibu.domain.compliance.wording import reason_words
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.papers import Column
from zhibu.web.components.sheets import Sheet

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from zhibu.domain.compliance.grid import Cell
    from zhibu.domain.compliance.models import Verdict
    from zhibu.domain.compliance.selectors.lines import Line
    from zhibu.domain.organisations.models import Organisation

    Found = QuerySet[Verdict] | list[Verdict]

LEGEND = "✓ 符合　○ 待办　✕ 未达到　△ 偏离　◇ 建议　? 缺数据　－ 豁免"
MOST = 20_000  # rows of a list; more is no list that anybody reads
BATCH = 500


def grid(
    actor: Actor,
    top: object,
    organisations: Sequence[Organisation],
    wanted: Filter,
    opened: frozenset[str] = frozenset(),
) -> Sheet:
    """The year by months: a sign for each month of each organisation, and of what is unfolded."""
    columns = (
        Column("组织", 34),
        *(Column(f"{month}月", 6, True) for month in range(1, 13)),
        Column("未达到", 8, True),
        Column("偏离", 8, True),
    )
    lines = selectors.lines_filled(actor, list(organisations), wanted, opened)
    rows = [row for line in lines for row in _line(line)]
    notes = (
        LEGEND,
        f"组织一行是每月最要紧的一项；管几个月的职责写在第一个月，数字是几人、几件。截至 {wanted.past or clock.today()}；空格是当时不适用或还没到。",
    )
    return Sheet(f"{top}履职网格{wanted.year}年", columns, rows, notes, landscape=True)


def _line(line: Line, indent: str = "") -> Iterator[tuple[object, ...]]:
    """A line, its duties below it, then its groups."""
    yield _months(f"{indent}{line.organisation}", line.cells, line.unmet, line.deviation)
    for duty, of in (*((one, "") for one in line.duties), *((one, "对组员本人：") for one in line.of_members)):
        citation = cite(duty.directive, duty.rule)
        title = f"{indent}　{of}{citation.sentence or duty.rule}（{citation.source}）"
        yield _months(title, duty.cells, duty.unmet, duty.deviation, counted=True)
    for group in line.groups:
        yield from _line(group, indent + "　")


def _months(
    title: str, cells: Iterable[Cell], unmet: int, deviation: int, *, counted: bool = False
) -> tuple[object, ...]:
    """Twelve signs; one that covers several months stands in the first of them."""
    signs = [""] * 12
    for cell in cells:
        if cell.status:
            number = str(cell.count) if counted and cell.count > 1 else ""
            signs[cell.first - 1] = SIGNS[Status(cell.status)] + number
    return (title, *signs, unmet or None, deviation or None)


def verdicts(found: Found) -> Sheet:
    """The verdicts as listed."""
    # actual and required are the engine's own notation; the reason says the same in words
    columns = (
        Column("结论", 10, True),
        Column("组织", 26),
        Column("对象", 26),
        Column("要求", 40),
        Column("期间从", 12, True),
        Column("期间到", 12, True),
        Column("到期", 12, True),
        Column("语气", 8, True),
        Column("依据", 30),
        Column("说明", 50),
    )
    return Sheet("核查结论", columns, _rows(found), (LEGEND,), landscape=True)


def _rows(found: Found) -> Iterator[tuple[object, ...]]:
    for start in range(0, min(Paginator(found, 1).count, MOST), BATCH):
        for item in selectors.items_of(found[start : start + BATCH]):
            citation = item.citation
            status = Status(item.status)
            yield (
                f"{SIGNS[status]} {status.label}",
                item.organisation,
                item.name,
                citation.sentence,
                item.period_start,
                item.period_end,
                item.due,
                citation.strength_word,
                citation.source,
                reason_words(item.reason),
            )
