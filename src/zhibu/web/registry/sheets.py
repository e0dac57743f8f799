"""Doubles, corrections and what is due to be cleared as lists to take along."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.utils import timezone

from zhibu.kernel import clock
from zhibu.papers import Column
from zhibu.web.components.sheets import Sheet

if TYPE_CHECKING:
    from zhibu.domain.registry.models import Clearing, Correction
    from zhibu.domain.registry.selectors.doubles import Pair

MOST = 5_000


def doubles(pairs: Sequence[Pair]) -> Sheet:
    """Pairs that may be one person; an empty column for what was found out."""
    columns = [
        Column("序号", 6, True), Column("姓名", 10), Column("另一条的姓名", 12), Column("为什么列出", 24), Column("所在支部", 24),
        Column("另一条所在支部", 24), Column("核对结果", 20),
    ]  # fmt: skip
    rows = [
        (number, pair.first.name, pair.second.name, pair.ground, pair.places[0] or "没有支部", pair.places[1] or "没有支部", "")
        for number, pair in enumerate(pairs, 1)
    ]  # fmt: skip
    return Sheet("可能重复的党员", columns, rows, (f"{clock.today()}，共 {len(rows)} 对。",), landscape=True)


def corrections(found: Iterable[Correction]) -> Sheet:
    """Requests and where they stand; never the values, which may be numbers or addresses."""
    columns = [
        Column("姓名", 10), Column("哪一项", 12), Column("提出", 12, True), Column("理由", 30), Column("状态", 12, True),
        Column("处理人", 10), Column("处理", 12, True), Column("答复", 30), Column("异议", 20), Column("复核答复", 20),
    ]  # fmt: skip
    rows = [
        (one.member.name, one.label, timezone.localdate(one.asked_at), one.reason, one.get_state_display(), one.decided_by,
         timezone.localdate(one.decided_at) if one.decided_at else None, one.answer, one.objection, one.review)
        for one in found
    ]  # fmt: skip
    return Sheet("更正申请", columns, rows, (f"{clock.today()}，共 {len(rows)} 项。",), landscape=True)


def clearings(found: Iterable[Clearing]) -> Sheet:
    """What is due: whose, which class, when he left, on what basis."""
    columns = [
        Column("姓名", 10), Column("哪一类", 16), Column("离开", 12, True), Column("怎么离开的", 14), Column("到期", 12, True),
        Column("依据", 40),
    ]  # fmt: skip
    rows = [
        (one.member.name, one.kept.label if one.kept else one.record_class, one.member.left, one.member.left_reason,
         one.due_on, one.kept.basis if one.kept else "")
        for one in found
    ]  # fmt: skip
    return Sheet("到期清除", columns, rows, (f"{clock.today()}，共 {len(rows)} 项，还没有批准清除。",), landscape=True)
