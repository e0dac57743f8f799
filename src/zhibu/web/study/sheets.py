"""学习台账, 学时登记表, 学习计划, 公开承诺 as workbook, PDF and Word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from zhibu.domain.rulebook.selectors import activity_labels
from zhibu.papers import Column
from zhibu.web.components.sheets import Sheet

if TYPE_CHECKING:
    from zhibu.domain.organisations.models import Organisation
    from zhibu.domain.study.models import Commitment, Topic
    from zhibu.domain.study.selectors import Hours, LedgerLine, Needed


def ledger(body: Organisation, year: int, found: Iterable[LedgerLine], on: dt.date) -> Sheet:
    """学习台账: day, content, hours, who."""
    labels = activity_labels()
    columns = (
        Column("序号", 5, True), Column("日期", 11, True), Column("类型", 10, True), Column("学习内容", 34), Column("学时", 6, True),
        Column("到会", 6, True), Column("到会的人", 34), Column("在哪次会上学的", 18), Column("补记", 8, True),
    )  # fmt: skip
    lines = [
        (number, one.activity.on, labels.get(one.activity.type, one.activity.type), one.content, one.hours,
         len(one.people), "、".join(one.people), one.carried, f"{one.late_days} 天" if one.late_days else "")
        for number, one in enumerate(found, 1)
    ]  # fmt: skip
    return Sheet(f"{body}{year}年学习台账", columns, lines, (f"截至 {on}，共 {len(lines)} 次。",), landscape=True)


def hours(body: Organisation, year: int, found: Iterable[Hours], needed: Needed | None, on: dt.date) -> Sheet:
    """学时登记表: in the order of names, nobody is compared with another."""
    columns = (
        Column("序号", 5, True), Column("姓名", 10), Column("集体学习", 10, True), Column("自学", 8, True),
        Column("合计", 8, True), Column("要求", 8, True), Column("还差", 8, True), Column("签名", 14),
    )  # fmt: skip
    lines = [
        (number, one.member.name, one.together, one.alone, one.total, one.needed, one.lacking if one.needed else None, "")
        for number, one in enumerate(found, 1)
    ]
    notes = [f"要求按{needed.citation.source}：{needed.citation.sentence}"] if needed else []
    return Sheet(f"{body}{year}年学时登记表", columns, lines, (*notes, f"截至 {on}。"))


def plan(body: Organisation, year: int, found: Iterable[Topic], on: dt.date) -> Sheet:
    """学习计划."""
    labels = activity_labels()
    columns = (
        Column("月份", 8, True), Column("类型", 12, True), Column("学习内容", 36), Column("资料", 24), Column("学时", 6, True),
        Column("领学人", 10), Column("学了没有", 12, True),
    )  # fmt: skip
    lines = [
        (f"{one.month}月" if one.month else "不定", labels.get(one.type, one.type), one.topic, one.materials, one.hours,
         one.lead.name if one.lead else "", one.activity.on if one.activity else "")
        for one in found
    ]  # fmt: skip
    return Sheet(f"{body}{year}年学习计划", columns, lines, (f"截至 {on}。",), landscape=True)


def commitments(body: Organisation | None, year: int, found: Iterable[Commitment], on: dt.date) -> Sheet:
    """The wall sheet: published commitments with what inspections found."""
    columns = (Column("姓名", 10), Column("承诺做什么", 36), Column("怎么做到", 30), Column("兑现情况", 26))
    lines = [
        (one.member.name if one.member else one.organisation.in_full, one.text, one.measures,
         "\n".join(f"{f.activity.on} {f.get_outcome_display()} {f.words}".strip() for f in one.findings.all()))
        for one in found if one.state == "published"
    ]  # fmt: skip
    return Sheet(f"{body or '本支部'}{year}年公开承诺", columns, lines, (f"{on} 公开。",), landscape=True)
