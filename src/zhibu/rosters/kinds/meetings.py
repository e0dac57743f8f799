"""A register of meetings (三会一课登记表): one sheet a branch, one row a meeting."""

from __future__ import annotations

import re

from zhibu.rosters.columns import Vocabulary
from zhibu.rosters.context import Context
from zhibu.rosters.findings import Page
from zhibu.rosters.kinds.branch_in_heading import RowBranches
from zhibu.rosters.kinds.kind import Kind
from zhibu.rosters.kinds.meetings_row import MeetingRow
from zhibu.rosters.kinds.meetings_sheet import MeetingSheet
from zhibu.rosters.rowkinds import skip_head, skip_odd, title_year
from zhibu.rosters.sections import heading_in
from zhibu.rosters.values.dates import read_date
from zhibu.rosters.values.months import month_of
from zhibu.rosters.values.text import is_ditto, squash

VOCABULARY = Vocabulary(
    {
        "number": "序号 序 编号",
        "month": "月份 月",
        "date": "日期 会议日期 召开日期 活动日期 开会日期 *日期*",
        "time": "时间 会议时间 召开时间 活动时间 开会时间 开始时间 时刻",
        "branch": "党支部 所在党支部 所属党支部 党支部名称 支部名称 党组织 党组织名称",
        "type": "会议类别 会议类型 活动类别 活动类型 类别 类型 会议名称 活动名称 会议种类 形式",
        "place": "地点 会议地点 活动地点 召开地点 场所",
        "host": "主持人 主持 会议主持人 主持人姓名",
        "recorder": "记录人 记录 记录员 会议记录人",
        "speaker": "主讲人 主讲 授课人 讲课人 授课人姓名 党课主讲人 宣讲人",
        "entitled": "应到 应到人数 应参加人数 应到会人数 应参会人数 应出席人数 应出席",
        "present": "实到 实到人数 实际到会人数 实到会人数 参加人数 参会人数 实参会人数 出席人数 实际参加人数",
        "absent": "缺席人员及原因 缺席人员 缺席名单 缺席情况 请假人员 请假人员及原因 缺席人员名单及原因 缺席 未到人员 *缺席* *请假*",
        "theme": "会议主题 主题 议题 会议内容 内容 主要内容 会议议题 活动主题 活动内容 学习内容 主要议题",
        "topics": "议题数 议题个数 议题数量",
        "notice": "通知时间 通知日期 会议通知时间 发通知时间 *通知*",
        "remark": "备注 说明",
    }
)
_TOTAL = re.compile(
    r"(本年度?|全年|累计|年度|合计|总计|共计).{0,8}(召开|开展|举行|共|合计).*次|^(共召开|合计|总计)"
)


def read(page: Page, context: Context) -> None:
    """Read one branch's sheet."""
    layout, sheet = page.layout, page.sheet
    assert layout is not None
    skip_head(page)
    rows = []
    for row in range(layout.first_row, sheet.height + 1):
        if _is_total(page, row):
            page.skip(row, "total")
        elif _is_empty(page, row) and heading_in(sheet, row, layout) is None:
            page.skip(row, "blank")
        elif not skip_odd(page, row):
            rows.append(row)
    if not rows:
        for row in range(1, layout.header_rows[0]):
            if not sheet.is_blank(row):
                page.skip(row, "blank_form")
        return
    year = title_year(sheet, layout) or _usual_year(page, rows)
    branches = RowBranches(page, context)
    meetings: dict[str, MeetingSheet] = {}
    month: int | None = None
    for row in rows:
        if branches.takes_heading(row):
            continue
        month = _month(page, row, month)
        branch = branches.at(row)
        if branch is None:
            branches.settle(row, "activity")
            continue
        if branch.key not in meetings:
            meetings[branch.key] = MeetingSheet(page, context, branch, year)
        MeetingRow(meetings[branch.key], row, month).read()


def _is_total(page: Page, row: int) -> bool:
    filled = page.sheet.filled(row)
    return 0 < len(filled) <= 2 and _TOTAL.search(filled[0][1]) is not None


def _is_empty(page: Page, row: int) -> bool:
    """A line of the form with nothing but its number and month."""
    assert page.layout is not None
    told = {page.layout.index("number"), page.layout.index("month")}
    return all(column in told for column, _ in page.sheet.filled(row))


def _month(page: Page, row: int, before: int | None) -> int | None:
    """The month of the row: written, merged down, left out, or a ditto mark."""
    assert page.layout is not None
    column = page.layout.index("month")
    if column < 0:
        return None
    value = page.sheet.spread(row, column)
    if value == "" or (isinstance(value, str) and (not squash(value) or is_ditto(value))):
        return before
    return month_of(value)


def _usual_year(page: Page, rows: list[int]) -> int | None:
    """The year of most full dates, where no title tells it."""
    assert page.layout is not None
    years: dict[int, int] = {}
    for row in rows:
        reading = read_date(page.layout.value(page.sheet, row, "date"))
        if reading.value is not None:
            year = reading.value.first.year
            years[year] = years.get(year, 0) + 1
    return max(years, key=lambda year: years[year], default=None)


KIND = Kind(
    "meetings", "三会一课登记表", 70, VOCABULARY,
    required=(("date", "time", "month"), ("type",)), read=read,
    telling=("host", "entitled", "present", "absent"), title_words=("三会一课", "会议登记", "会议记录", "组织生活"),
    tables=("activities", "attendance"),
)  # fmt: skip
