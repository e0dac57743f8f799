"""The lists of the area as workbooks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from zhibu.domain.appraisals.selectors import line
from zhibu.kernel import clock
from zhibu.papers import Column
from zhibu.web.components.sheets import Sheet

if TYPE_CHECKING:
    from zhibu.domain.activities.models import Activity
    from zhibu.domain.appraisals.models import Appraisal, Measure
    from zhibu.domain.appraisals.selectors.dual import Person


def lives(found: Iterable[Activity], labels: dict[str, str]) -> Sheet:
    """Life meetings, one line each."""
    columns = (Column("序号", 6, True), Column("组织", 26), Column("会议", 14), Column("日期", 12, True), Column("主题", 30),
               Column("状态", 10, True), Column("没有销号", 10, True))  # fmt: skip
    rows = [
        (n, one.organisation.in_full, labels.get(one.type, one.type), one.on, one.theme, one.get_status_display(),
         len(getattr(getattr(one, "life_meeting", None), "open_ones", ())))
        for n, one in enumerate(found, 1)
    ]  # fmt: skip
    return Sheet("组织生活会", columns, rows, (f"截至 {clock.today()}。",), landscape=True)


def measures(found: Iterable[Measure], on: dt.date) -> Sheet:
    """Problems with measures, as shown."""
    columns = (
        Column("序号", 6, True), Column("组织", 20), Column("层面", 10, True), Column("问题", 34), Column("整改措施", 34),
        Column("责任人", 10), Column("时限", 12, True), Column("进行到", 14), Column("超期天数", 8, True),
    )  # fmt: skip
    rows = [
        (n, one.organisation.in_full, one.member.name if one.member else "组织", one.problem, one.measure,
         one.owner.name if one.owner else "", one.due_on, one.get_state_display(), line(one, on).over or "")
        for n, one in enumerate(found, 1)
    ]  # fmt: skip
    return Sheet("整改清单", columns, rows, (f"截至 {on}，共 {len(rows)} 项。",), landscape=True)


def appraisals(found: Iterable[Appraisal]) -> Sheet:
    """Appraisals, one line each; no grades."""
    columns = (Column("序号", 6, True), Column("支部", 26), Column("年度", 8, True), Column("进行到", 14), Column("开会测评", 12, True),
               Column("评定", 12, True), Column("报上级", 12, True))  # fmt: skip
    rows = [
        (n, one.organisation.in_full, one.year, one.get_state_display(), one.meeting_on, one.graded_on, one.reported_on)
        for n, one in enumerate(found, 1)
    ]
    return Sheet("民主评议党员", columns, rows, landscape=True)


def dual(people: Sequence[Person], year: int) -> Sheet:
    """Leading cadres with both sides of the year."""
    columns = (
        Column("序号", 6, True), Column("姓名", 10), Column("职务", 24), Column("所在支部、党小组", 28), Column("应参加", 8, True),
        Column("参加", 8, True), Column("班子的会", 8, True), Column("参加", 8, True), Column("没做到的", 34),
    )  # fmt: skip
    rows = [
        (n, one.member.name, one.post, "、".join(str(home) for home in one.homes), len(one.own), one.own_came,
         len(one.body), one.body_came, "；".join(item.headline for item in one.missed))
        for n, one in enumerate(people, 1)
    ]  # fmt: skip
    return Sheet(f"{year} 年双重组织生活", columns, rows, ("只列登记了到会情况的活动。",), landscape=True)
