"""Every table and column of the facts bundle, declared once: kinds, keys, references, Chinese names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from zhibu.facts import choices


class Kind(StrEnum):
    """What the cells of a column hold."""

    ID = "id"
    IDS = "ids"  # several ids joined by a blank
    TEXT = "text"
    DAY = "day"  # YYYY-MM-DD
    PARTIAL = "partial"  # YYYY-MM-DD, YYYY-MM or YYYY; rules take the first day
    PARTIAL_END = "partial_end"  # the same; rules take the first day after it
    MONTH = "month"  # YYYY-MM
    PERIOD = "period"  # 2024, 2024-H1, 2024-Q2, 2024-05, or the name of a term
    CHOICE = "choice"
    WHOLE = "whole"
    MONEY = "money"  # yuan, two decimals
    TIME = "time"  # HH:MM


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `refers` names the tables in one of which its ids must be found."""

    name: str
    chinese: str
    kind: Kind = Kind.TEXT
    required: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    refers: tuple[str, ...] = ()
    personal: bool = False

    @property
    def is_partial(self) -> bool:
        return self.kind in (Kind.PARTIAL, Kind.PARTIAL_END)


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns in order, and the columns that no two rows may share."""

    name: str
    chinese: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @property
    def is_span(self) -> bool:
        """Whether its rows run from `since` until the day before `until`."""
        return {"since", "until"} <= self.by_name.keys()


def _column(
    name: str,
    chinese: str,
    kind: Kind = Kind.TEXT,
    among: Mapping[str, str] | None = None,
    refers: str = "",
    personal: bool = False,
) -> Column:
    return Column(
        name=name.rstrip("*"),
        chinese=chinese,
        kind=Kind.CHOICE if among else kind,
        required=name.endswith("*"),
        choices=among or {},
        refers=tuple(refers.split()),
        personal=personal,
    )


def _table(name: str, chinese: str, key: str, *columns: Column) -> Table:
    return Table(name, chinese, columns, tuple(key.split()))


_SINCE = _column("since*", "起始日期", Kind.DAY)
_UNTIL = _column("until", "截止日期", Kind.DAY)
_PARTIAL_SINCE = _column("since*", "起始日期", Kind.PARTIAL)
_PARTIAL_UNTIL = _column("until", "截止日期", Kind.PARTIAL_END)
_ID = _column("id*", "编号", Kind.ID)

_TABLES = (
    _table(
        "organisations", "党组织", "id",
        _ID,
        _column("parent", "上级党组织", Kind.ID, refers="organisations"),
        _column("kind*", "类别", among=choices.ORGANISATION_KINDS),
        _column("name*", "名称"),
        _column("sector", "领域", among=choices.SECTORS),
        _column("established*", "成立日期", Kind.PARTIAL),
        _column("dissolved", "撤销日期", Kind.PARTIAL_END),
    ),
    _table(
        "members", "党员", "id",
        _ID,
        _column("name*", "姓名"),
        _column("joined*", "入党日期", Kind.PARTIAL),
        _column("full_since", "转正日期", Kind.PARTIAL),
        _column("left", "离开日期", Kind.PARTIAL_END),
        _column("left_reason", "离开原因"),
        _column("sex", "性别", personal=True),
        _column("birth", "出生日期", Kind.DAY, personal=True),
        _column("id_number", "身份证号", personal=True),
        _column("phone", "手机号码", personal=True),
    ),
    _table(
        "states", "党员状态", "member state since",
        _column("member*", "党员", Kind.ID, refers="members"),
        _column("state*", "状态", among=choices.STATES),
        _SINCE, _UNTIL,
    ),
    _table(
        "memberships", "组织关系", "member organisation since",
        _column("member*", "党员", Kind.ID, refers="members"),
        _column("organisation*", "党组织", Kind.ID, refers="organisations"),
        _PARTIAL_SINCE, _PARTIAL_UNTIL,
    ),
    _table(
        "posts", "任职", "id",
        _ID,
        _column("member*", "党员", Kind.ID),  # may be somebody who is no member: a rule judges it
        _column("organisation*", "党组织", Kind.ID, refers="organisations"),
        _column("post*", "职务", among=choices.POSTS),
        _PARTIAL_SINCE, _PARTIAL_UNTIL,
        _column("manner", "产生方式", among=choices.MANNERS),
        _column("decided_by", "决定的活动", Kind.ID, refers="activities"),
        _column("filed_on", "备案日期", Kind.DAY),
        _column("filing_number", "备案文号"),
        _column("planned_until", "计划届满日期", Kind.DAY),
        _column("acting", "主持工作", among=choices.YES_NO),
    ),
    _table(
        "activities", "活动", "id",
        _ID,
        _column("organisation*", "党组织", Kind.ID, refers="organisations"),
        _column("type*", "类型"),
        _column("on*", "日期", Kind.DAY),
        _column("status*", "状态", among=choices.ACTIVITY_STATUSES),
        _column("start", "开始时间", Kind.TIME),
        _column("place", "地点"),
        _column("theme", "主题"),
        _column("form", "形式", among=choices.FORMS),
        _column("topics", "议题数", Kind.WHOLE),
        _column("host", "主持人", Kind.ID, refers="members"),
        _column("recorder", "记录人", Kind.ID, refers="members"),
        _column("speaker", "主讲人", Kind.IDS, refers="members"),
        _column("part_of", "所属活动", Kind.ID, refers="activities"),
        _column("notice_on", "通知日期", Kind.DAY),
        _column("consulted_on", "请示日期", Kind.DAY),
        _column("approved_on", "批准日期", Kind.DAY),
        _column("reported_on", "上报日期", Kind.DAY),
        _column("recorded_on", "记录完成日期", Kind.DAY),
        _column("declared_entitled", "登记应到人数", Kind.WHOLE),
        _column("declared_present", "登记实到人数", Kind.WHOLE),
    ),
    _table(
        "attendance", "考勤", "activity member",
        _column("activity*", "活动", Kind.ID, refers="activities"),
        _column("member*", "党员", Kind.ID, refers="members"),
        _column("status*", "出席情况", among=choices.ATTENDANCE_STATUSES),
    ),
    _table(
        "papers", "材料", "id",
        _ID,
        _column("kind*", "类别"),
        _column("on*", "日期", Kind.DAY),
        _column("about*", "所属对象", Kind.ID,
                refers="activities organisations members posts cases"),
        _column("for_period", "所属期间", Kind.PERIOD),
    ),
    _table(
        "dues", "党费", "member month",
        _column("member*", "党员", Kind.ID, refers="members"),
        _column("month*", "月份", Kind.MONTH),
        _column("assessed*", "应交金额", Kind.MONEY),
        _column("paid", "实交金额", Kind.MONEY),
        _column("paid_on", "交清日期", Kind.DAY),
    ),
    _table(
        "penalties", "党纪处分", "member kind since",
        _column("member*", "党员", Kind.ID, refers="members"),
        _column("kind*", "处分种类", among=choices.PENALTIES),
        _SINCE, _UNTIL,
    ),
    _table(
        "cases", "事项", "id",
        _ID,
        _column("procedure*", "程序"),
        _column("organisation*", "党组织", Kind.ID, refers="organisations"),
        _column("subject*", "对象", Kind.ID),  # a member, a body or an applicant without a row
        _column("opened*", "启动日期", Kind.DAY),
        _column("closed", "办结日期", Kind.DAY),
        _column("outcome", "结果"),
    ),
    _table(
        "steps", "事项步骤", "case step on",
        _column("case*", "事项", Kind.ID, refers="cases"),
        _column("step*", "步骤"),
        _column("on*", "日期", Kind.DAY),
        _column("outcome", "结果"),
        _column("by", "办理人"),
    ),
    _table(
        "ballots", "表决", "id",
        _ID,
        _column("matter*", "表决事项"),
        _column("activity", "活动", Kind.ID, refers="activities"),
        _column("case", "事项", Kind.ID, refers="cases"),
        _column("method*", "表决方式", among=choices.METHODS),
        _column("entitled*", "应到人数", Kind.WHOLE),
        _column("present*", "实到人数", Kind.WHOLE),
        _column("cast", "收回票数", Kind.WHOLE),
        _column("valid", "有效票数", Kind.WHOLE),
        _column("in_favour", "赞成票数", Kind.WHOLE),
        _column("against", "反对票数", Kind.WHOLE),
        _column("abstained", "弃权票数", Kind.WHOLE),
        _column("seats", "应选名额", Kind.WHOLE),
        _column("candidates", "候选人数", Kind.WHOLE),
    ),
    _table(
        "checks", "检查", "organisation checklist item on",
        _column("organisation*", "党组织", Kind.ID, refers="organisations"),
        _column("checklist*", "检查表"),
        _column("item*", "检查项"),
        _column("on*", "日期", Kind.DAY),
        _column("ok*", "是否符合", among=choices.YES_NO),
        _column("value", "数值"),
    ),
    _table(
        "adoptions", "制度执行", "organisation directive since",
        _column("organisation*", "党组织", Kind.ID, refers="organisations"),
        _column("directive*", "制度", Kind.ID),
        _SINCE, _UNTIL,
    ),
    _table(
        "waivers", "豁免", "directive rule subject since reason approved_by",
        _column("directive*", "制度", Kind.ID),
        _column("rule*", "规则", Kind.ID),
        _column("subject*", "对象", Kind.ID,
                refers="organisations members posts activities ballots cases"),
        _SINCE, _UNTIL,
        _column("reason*", "理由"),
        _column("approved_by*", "批准人"),
    ),
    _table(
        "terms", "学期", "name",
        _column("name*", "名称"),
        _SINCE,
        _column("until*", "截止日期", Kind.DAY),
    ),
    _table(
        "calendar", "工作日历", "date",
        _column("date*", "日期", Kind.DAY),
        _column("workday*", "是否工作日", among=choices.YES_NO),
    ),
)

TABLES: dict[str, Table] = {table.name: table for table in _TABLES}
