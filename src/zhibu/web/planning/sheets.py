"""The lists of this area as workbooks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from zhibu.engine.forecasting.duties import STATES
from zhibu.web.components.sheets import Column, Sheet

if TYPE_CHECKING:
    from zhibu.domain.planning.selectors import Agenda, WaiverShown


def agenda(title: str, found: Agenda) -> Sheet:
    """An agenda as shown: what is overdue first, then by the latest day."""
    columns = (
        Column("状态", 9, True),
        Column("最迟", 12, True),
        Column("放假提前到", 12, True),
        Column("最早", 12, True),
        Column("组织", 24),
        Column("对象", 24),
        Column("办什么", 34),
        Column("谁来办", 18),
        Column("前后步骤", 60),
        Column("语气", 8, True),
        Column("依据", 30),
    )
    span = f"{found.forecast.today} 至 {found.forecast.horizon}"
    notes = (
        f"{span}。按现在记下的事实和在执行的制度推算；已办 {found.done} 项、已豁免 {found.waived} 项没有列出。",
    )
    return Sheet(f"{title}今后要办的事", columns, _rows(found), notes, landscape=True)


def _rows(found: Agenda) -> Iterator[tuple[object, ...]]:
    for entry in found.entries():
        duty = entry.duty
        steps = "；".join(
            f"{step.place}{step.text}" + (f"（{step.latest} 前）" if step.latest else "")
            for step in entry.steps
        )
        yield (
            STATES[duty.state],
            duty.latest,
            duty.advised if duty.advised != duty.latest else None,
            duty.earliest,
            entry.place,
            "、".join(entry.names),
            duty.what,
            f"{duty.who_text} {entry.holder}".strip(),
            steps,
            entry.citation.strength_word,
            entry.citation.source,
        )


def waivers(found: list[WaiverShown]) -> Sheet:
    """The waivers as listed."""
    columns = (
        Column("现在", 9, True),
        Column("对象", 24),
        Column("组织", 24),
        Column("要求", 44),
        Column("从", 12, True),
        Column("恢复", 12, True),
        Column("原因", 36),
        Column("批准", 24),
        Column("依据", 30),
    )
    rows = [
        (
            "生效" if one.holds else "不生效", one.name, one.body, one.citation.sentence,
            one.waiver.since, one.waiver.until, one.waiver.reason, one.waiver.approved_by,
            one.citation.source,
        )
        for one in found
    ]  # fmt: skip
    return Sheet("豁免", columns, rows, ("“恢复”是照常要求的第一天。",), landscape=True)
