"""The lists of this area as workbooks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhibu.domain.compliance.citations import Citation, cite
from zhibu.domain.compliance.selectors.names import names_of, place_names
from zhibu.engine.forecasting.burden import UNITS
from zhibu.engine.forecasting.duties import STATES
from zhibu.engine.forecasting.what_if import FATES
from zhibu.engine.language.words import STATUSES
from zhibu.papers import Column
from zhibu.web.components.sheets import Sheet

if TYPE_CHECKING:
    from zhibu.domain.planning.selectors import Agenda, Trial, WaiverShown
    from zhibu.engine.forecasting import Burden


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


WAIVERS_TOLD = "“恢复”是照常要求的第一天。往回管：登记以前就到期的，是事后豁免。"


def waivers(found: list[WaiverShown]) -> Sheet:
    """The waivers as listed."""
    columns = (
        Column("现在", 9, True),
        Column("对象", 24),
        Column("组织", 24),
        Column("要求", 44),
        Column("从", 12, True),
        Column("恢复", 12, True),
        Column("登记", 12, True),
        Column("往回管的天数", 12, True),
        Column("原因", 36),
        Column("批准", 24),
        Column("依据", 30),
    )
    rows = [
        (
            "生效" if one.holds else "不生效", one.name, one.body, one.citation.sentence,
            one.waiver.since, one.waiver.until, one.recorded_on, one.days_back or "", one.waiver.reason, one.waiver.approved_by,
            one.citation.source,
        )
        for one in found
    ]  # fmt: skip
    return Sheet("豁免", columns, rows, (WAIVERS_TOLD,), landscape=True)


@dataclass(frozen=True, slots=True)
class DemandShown:
    """What one rule asks for in a year, in words."""

    citation: Citation
    unit: str
    count: int
    subjects: int


def demands(found: Burden) -> list[DemandShown]:
    """The demands of a year by article, the largest first."""
    shown = [
        DemandShown(
            cite(one.directive, one.rule, one.article), UNITS[one.unit], one.count, one.subjects
        )
        for one in found.demands
    ]
    return sorted(shown, key=lambda one: -one.count)


def burden(title: str, shown: list[DemandShown], found: Burden) -> Sheet:
    """A year's burden by article; the totals stand below."""
    columns = (
        Column("要求", 50),
        Column("依据", 30),
        Column("语气", 8, True),
        Column("单位", 16),
        Column("一年多少", 10, True),
        Column("涉及几个", 10, True),
    )
    rows = [
        (one.citation.sentence, one.citation.source, one.citation.strength_word, one.unit,
         one.count, one.subjects)
        for one in shown
    ]  # fmt: skip
    total = "，".join(f"{UNITS[unit]} {count}" for unit, count in found.totals.items())
    notes = (
        f"{found.since} 至 {found.last}。合计（几条规则要同一次会的只算一次）：{total or '没有'}。",
    )
    return Sheet(f"{title}一年的负担", columns, rows, notes, landscape=True)


def trial(title: str, found: Trial) -> Sheet:
    """Every verdict that turns."""
    columns = (
        Column("变化", 14, True),
        Column("规则", 44),
        Column("组织", 28),
        Column("对象", 28),
        Column("期间从", 12, True),
        Column("期间到", 12, True),
        Column("到期", 12, True),
        Column("改以前", 9, True),
        Column("改以后", 9, True),
        Column("说明", 50),
    )
    turned = [one.now for one in found.found.turned]
    names = names_of((one.subject_kind, one.subject) for one in turned)
    places = place_names({one.organisation for one in turned})
    rows = [
        (
            FATES[one.fate],
            found.sentences[one.now.directive, one.now.rule],
            places.get(one.now.organisation, one.now.organisation),
            names.get(one.now.subject, one.now.subject),
            one.now.period_start,
            one.now.period_end,
            one.now.due,
            STATUSES[one.before.status] if one.before else "",
            STATUSES[one.after.status] if one.after else "",
            one.now.reason,
        )
        for one in found.found.turned
    ]
    notes = ("试算，没有写入任何数据。",)
    return Sheet(f"试算{title}", columns, rows, notes, landscape=True)
