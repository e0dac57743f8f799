"""Points as workbooks: a unit item by item; the units below a body, which a clerk may sort himself."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from zhibu.engine.language.points import rounded
from zhibu.papers import Column
from zhibu.web.components.sheets import Sheet

if TYPE_CHECKING:
    from zhibu.domain.organisations.models import Organisation
    from zhibu.domain.scoring.selectors import Card, Row
    from zhibu.engine.scoring import Scored, Span


def _number(points: Fraction, decimals: int) -> Decimal:
    found = rounded(points, decimals)
    exact = Decimal(found.numerator) / Decimal(found.denominator)
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def unit(body: Organisation, card: Card, span: Span, score: Scored) -> Sheet:
    """One unit item by item, with how each point came about."""
    columns = (
        Column("部分", 20), Column("计分项", 30), Column("满分", 8, True), Column("得分", 8, True),
        Column("怎样得来", 70),
    )  # fmt: skip
    places = card.card.decimals
    rows: list[Sequence[object]] = []
    for section in score.sections:
        for item in section.items:
            full = "" if item.full is None else _number(item.full, places)
            points = "" if item.is_veto else _number(item.points, places)
            rows.append((section.title, item.title, full, points, "；".join(item.steps)))
        rows.append((section.title, "小计", "", _number(section.points, places), "；".join(section.steps)))
    rows.append(("合计", score.grade, "", _number(score.points, places), "；".join(score.steps)))
    notes = [f"截至 {score.as_of}", *score.open, *card.notes, f"摘要 {score.digest}"]
    return Sheet(f"{body} {card.card.title} {span.label}", columns, rows, notes, landscape=True)


def units(top: Organisation, card: Card, span: Span, rows: Sequence[Row]) -> Sheet:
    """The units below a body, in the order of the tree."""
    places = card.card.decimals
    columns = (
        Column("组织", 34), Column("上级", 26),
        *(Column(section.title, 12, True) for section in card.card.sections),
        Column("总分", 10, True), Column("等次", 10, True), Column("待核", 8, True), Column("说明", 40),
    )  # fmt: skip
    listed = [
        (
            str(row.organisation), str(row.organisation.parent or ""),
            *(_number(section.points, places) for section in row.score.sections),
            _number(row.score.points, places), row.score.grade, row.score.to_check,
            "；".join(row.score.open),
        )
        for row in rows
    ]  # fmt: skip
    notes = ["按组织次序排列，不是名次。", *card.notes]
    return Sheet(f"{top} {card.card.title} {span.label}", columns, listed, notes, landscape=True)
