"""The lists of this area as workbooks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.core.paginator import Paginator

from zhibu.domain.compliance import selectors
from zhibu.domain.compliance.choices import SIGNS, Status
from zhibu.domain.compliance.selectors import Filter
from zhibu.domain.compliance.wording import reason_words
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.web.components.sheets import Column, Sheet

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from zhibu.domain.compliance.models import Verdict
    from zhibu.domain.organisations.models import Organisation

    Found = QuerySet[Verdict] | list[Verdict]

LEGEND = "✓ 符合　○ 待办　✕ 未达到　△ 偏离　◇ 建议　? 缺数据　－ 豁免"
MOST = 20_000  # rows of a list; more is no list that anybody reads
BATCH = 500


def grid(actor: Actor, top: object, organisations: Sequence[Organisation], wanted: Filter) -> Sheet:
    """The year by months: a sign for each month of each organisation."""
    columns = (
        Column("组织", 34),
        *(Column(f"{month}月", 6, True) for month in range(1, 13)),
        Column("未达到", 8, True),
        Column("偏离", 8, True),
    )
    lines = selectors.lines_filled(actor, list(organisations), wanted, frozenset())
    rows = [
        (
            str(line.organisation),
            *(SIGNS[Status(cell.status)] if cell.status else "" for cell in line.cells),
            line.unmet or None,
            line.deviation or None,
        )
        for line in lines
    ]
    notes = (
        LEGEND,
        f"每月最要紧的一项。截至 {wanted.past or clock.today()}；空格是当时不适用或还没到。",
    )
    return Sheet(f"{top}履职网格{wanted.year}年", columns, rows, notes, landscape=True)


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
