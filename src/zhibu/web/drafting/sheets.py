"""The lists of this area as workbooks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localtime

from zhibu.domain.compliance.choices import Strength
from zhibu.papers import Column
from zhibu.web.components.sheets import Sheet

if TYPE_CHECKING:
    from zhibu.domain.drafting.models import DraftDirective


def drafts(shown: Iterable[DraftDirective]) -> Sheet:
    """The own directives as listed."""
    columns = (Column("名称", 46), Column("编号", 20), Column("制定的组织", 30), Column("状态", 12, True),
               Column("规则", 8, True), Column("版本", 8, True), Column("最近修改", 30))  # fmt: skip
    rows = [
        (
            one.title,
            one.directive,
            str(one.owner),
            str(one.get_state_display()),
            len(one.content.get("rules") or []),
            one.published or "",
            f"{localtime(one.changed_at):%Y-%m-%d} {one.changed_by}",
        )
        for one in shown
    ]
    return Sheet("本单位的制度", columns, rows, landscape=True)


def rules(draft: DraftDirective, shown: Iterable[dict[str, Any]]) -> Sheet:
    """The rules of one with what they say."""
    columns = (Column("编号", 14), Column("条", 12, True), Column("语气", 8, True), Column("要求", 44),
               Column("按参数说出来", 60), Column("要核对的数字", 16))  # fmt: skip
    rows = [
        (
            one["id"],
            one["article"],
            str(Strength(one["strength"]).label) if one["strength"] in Strength else one["strength"],
            one["written"],
            one["said"],
            "、".join(one["unsaid"]),
        )
        for one in shown
    ]
    return Sheet(f"{draft.title}的规则", columns, rows, landscape=True)
