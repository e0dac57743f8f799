"""Small workbooks made in a test, and the few bodies and people they speak of."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable

import openpyxl

from zhibu.rosters import Reading, read

Cells = list[object]

KNOWN: dict[str, list[dict[str, str]]] = {
    "organisations": [
        {"key": "B1", "name": "中共云溪县档案馆支部委员会", "short_name": "县档案馆党支部", "kind": "branch"},
        {"key": "B2", "name": "中共云溪县文化馆支部委员会", "short_name": "县文化馆党支部", "kind": "branch"},
        {"key": "G1", "name": "第一党小组", "kind": "party_group", "parent": "B1"},
        {"key": "G2", "name": "第二党小组", "kind": "party_group", "parent": "B1"},
    ],
    "members": [
        {"key": "M1", "name": "钱一", "branch": "B1", "group": "G1", "joined": "2001-07"},
        {"key": "M2", "name": "孙二", "branch": "B1", "group": "G1", "joined": "2003-05-01"},
        {"key": "M3", "name": "李三", "branch": "B1", "group": "G2", "joined": "2023-04-18"},
        {"key": "M4", "name": "周四", "branch": "B1", "group": "G2", "joined": "1999", "born": "1960-01"},
        {"key": "M5", "name": "吴五", "branch": "B1", "group": "G1", "joined": "1999", "born": "1970-01"},
        {"key": "M6", "name": "吴五", "branch": "B1", "group": "G2", "joined": "1999", "born": "1980-01"},
        {"key": "M7", "name": "郑六", "branch": "B2", "joined": "1990-02"},
    ],
}  # fmt: skip

MEETING_HEADINGS: Cells = [
    "序号", "月份", "日期", "时间", "会议类别", "地点", "主持人", "记录人", "主讲人", "应到", "实到",
    "缺席人员及原因", "会议主题", "议题数", "通知时间", "备注",
]  # fmt: skip
DUES_HEADINGS: Cells = [
    "序号", "姓名", "人员类别", "计算基数（元）", "交纳比例", "月应交额",
    *[f"{month}月" for month in range(1, 13)], "全年合计", "备注",
]  # fmt: skip
FILING_HEADINGS: Cells = [
    "序号", "所属党支部", "党小组名称", "设置时间", "党员数", "小组长", "产生方式", "任职时间", "支委会研究时间",
    "报工委备案时间", "备案文号", "组员名单", "联系电话", "备注",
]  # fmt: skip


def book(*sheets: tuple[str, list[Cells]], merges: Iterable[tuple[str, str]] = ()) -> bytes:
    """A workbook of (sheet name, rows); `merges` are (sheet name, range)."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets:
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    for name, area in merges:
        workbook[name].merge_cells(area)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def read_book(
    content: bytes, decisions: dict[str, str] | None = None, name: str = "表.xlsx"
) -> Reading:
    """Read it with what is known."""
    return read([(name, content)], decisions=decisions, known=KNOWN, today=dt.date(2023, 12, 31))


def meetings(*rows: dict[str, object], title: str = "2023年“三会一课”登记表",
             branch: str = "县档案馆党支部") -> bytes:  # fmt: skip
    """A register of one branch; a row is given by its headings, the rest is ordinary."""
    usual: dict[str, object] = {
        "月份": "3月", "日期": "2023.3.8", "时间": "15:00", "会议类别": "党员大会", "地点": "三楼会议室",
        "主持人": "钱一", "记录人": "孙二", "应到": 6, "实到": 6, "会议主题": "学习",
    }  # fmt: skip
    lines = [[{**usual, **row}.get(str(heading)) for heading in MEETING_HEADINGS] for row in rows]
    head: list[Cells] = [[title], [f"党支部名称：{branch}", None, "书记：钱一"], MEETING_HEADINGS]
    return book(("登记", [*head, *lines]))


def dues(*rows: Cells, title: str = "2023年党费收缴台账", branch: str = "县档案馆党支部") -> bytes:
    """A ledger of one branch; rows as they stand below the headings."""
    head: list[Cells] = [[title], [f"党支部：{branch}", None, None, "单位：元"], DUES_HEADINGS]
    return book(("台账", [*head, *rows]))


def filing(*rows: Cells, title: str = "党小组设置及党小组长备案表") -> bytes:
    """A filing of groups; rows as they stand below the headings."""
    head: list[Cells] = [[title], ["填报单位：县直工委", None, "2023年12月"], FILING_HEADINGS]
    return book(("备案", [*head, *rows]))


def codes(reading: Reading) -> list[tuple[int, str, str]]:
    """(row, severity, code) of every issue."""
    return [(issue.row, issue.severity, issue.code) for issue in reading.issues]


def outcomes(reading: Reading) -> dict[int, str]:
    """Row -> outcome of the data rows."""
    return {fate.row: fate.outcome for fate in reading.rows if fate.outcome != "skip"}
