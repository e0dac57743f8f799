"""The roster as a workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from zhibu.domain.directory.rosters import RosterRow
from zhibu.kernel.dates import partial_text
from zhibu.papers import Column
from zhibu.web.components.sheets import Sheet

COLUMNS = (
    Column("序号", 6, True),
    Column("姓名", 10),
    Column("性别", 6, True),
    Column("民族", 8, True),
    Column("出生日期", 12, True),
    Column("学历", 12),
    Column("类别", 10, True),
    Column("党支部", 26),
    Column("党小组", 16),
    Column("职务", 18),
    Column("单位", 20),
    Column("科室班组", 14),
    Column("工作岗位", 16),
    Column("入党日期", 12, True),
    Column("转正日期", 12, True),
    Column("状态", 10),
    Column("公民身份号码", 22),
    Column("联系电话", 14),
)


def roster(organisation: object, rows: Iterable[RosterRow], on: dt.date, numbers: bool = False) -> Sheet:
    """The roster as shown; numbers are covered unless somebody gave his reason for taking them out."""
    lines = []
    for number, row in enumerate(rows, 1):
        one = row.member
        lines.append(
            (
                number, one.name, one.sex, one.ethnicity, partial_text(one.birth, one.birth_precision),
                one.education, "正式党员" if row.is_full else "预备党员", row.branch, row.group, row.posts,
                row.unit, row.team, one.job, partial_text(one.joined, one.joined_precision),
                partial_text(one.full_since, one.full_since_precision), row.state,
                one.id_number or "" if numbers else row.id_number, one.phone or "" if numbers else row.phone,
            )
        )  # fmt: skip
    said = "完整号码，导出已记录，用完删除。" if numbers else "身份号码、电话只显示一部分。"
    notes = (f"截至 {on}，共 {len(lines)} 人。{said}",)
    return Sheet(f"{organisation}党员名册", COLUMNS, lines, notes, landscape=True)
