"""The summary sheet of a dues ledger (党费汇总): totals only, nothing to take in."""

from __future__ import annotations

from zhibu.rosters.columns import Vocabulary
from zhibu.rosters.context import Context
from zhibu.rosters.findings import Page
from zhibu.rosters.kinds.kind import Kind
from zhibu.rosters.rowkinds import skip_head, skip_odd

VOCABULARY = Vocabulary(
    {
        "number": "序号 序 编号",
        "branch": "党支部 党支部名称 支部名称 单位 单位名称 党组织名称 党组织",
        "total": "全年实收 全年实交 实收 实交 实收党费 实交党费 应收 应收党费 全年应收 上缴 上交 合计实收 *实收* *党费*",
        "remark": "备注 说明",
    }
)


def read(page: Page, context: Context) -> None:
    """Every row is told as part of the summary."""
    assert page.layout is not None
    skip_head(page)
    for row in range(page.layout.first_row, page.sheet.height + 1):
        if not skip_odd(page, row):
            page.skip(row, "summary")


KIND = Kind(
    "dues_summary", "党费汇总", 85, VOCABULARY, required=(("branch",), ("total",)), read=read,
    telling=("total",), title_words=("党费", "汇总"),
)  # fmt: skip
