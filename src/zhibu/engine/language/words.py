"""The closed lists of words that rules may use; the lists of facts come from the facts contract."""

from __future__ import annotations

from typing import Annotated, Any, cast

from pydantic import AfterValidator, WithJsonSchema

from zhibu.engine.language.scalars import among, nearest, wrong
from zhibu.facts import choices
from zhibu.facts.contract import TABLES, Kind

STRENGTHS = {"must": "应当", "usual": "一般", "encouraged": "鼓励", "may": "可以"}
UNITS = {"month": "月", "quarter": "季度", "half_year": "半年", "year": "年", "term": "学期"}
ANSWERS = {
    "rule": "规则核查", "workflow": "系统流程", "record": "系统记录", "judgement": "由人判断",
    "none": "不是要求",
}
# Whose word goes before whose: the constitution first, teaching material after every directive.
LEVELS = {
    "constitution": "党章", "central": "中央党内法规", "central_department": "中央部门规定",
    "province": "省级", "city": "市级", "county": "县级", "town": "乡镇级", "unit": "单位",
    "material": "教材（不是制度）",
}
# Who or what answers a clause of a source.
CLAUSE_ANSWERS = {
    "rule": "规则核查", "workflow": "系统流程", "record": "系统记录", "ledger": "台账", "page": "页面",
    "judgement": "由人判断", "guidance": "不是要求",
}
# All kinds of rule that there are; those written so far are in `zhibu.engine.kinds`.
KINDS = {
    "frequency": "次数", "composition": "构成", "eligibility": "任职资格", "vacancy": "空缺",
    "term": "任期", "notice": "通知", "record": "记录", "attendance": "出席", "deadline": "期限",
    "streak": "连续", "vote": "表决", "sequence": "程序", "checklist": "检查表", "dues": "党费",
    "any_of": "任选其一",
}
STATUSES = {
    "met": "符合", "pending": "待办", "unmet": "未达到", "deviation": "偏离", "advice": "建议",
    "unknown": "缺数据", "waived": "豁免",
}
MEMBER_DATES = {"joined": "入党日期", "full_since": "转正日期"}
ORGANISATION_DATES = {"established": "成立日期"}
# What a composition counts.
COUNTS = {
    "members": "党员人数",
    "full_members": "正式党员人数",
    "probationary_members": "预备党员人数",
    "party_groups": "下设党小组个数",
    "holders": "担任某职务的人数",
    "members_with_post": "党员中担任某职务的人数（在哪里任职都算）",
    "members_under_penalty": "受处分的党员人数",
    "share_in_one_group": "担任某职务的党员中，最多的一个党小组所占的比例",
    "groups_of_only": "成员全部担任某职务（在哪里任职都算）的党小组个数；没有成员的不算",
}

Strength = among(STRENGTHS, "力度")
Counted = among(COUNTS, "计数")
Status = among(STATUSES, "结论")
KindOfRule = among(KINDS, "规则种类")
Unit = among(UNITS, "期间")
Answer = among(ANSWERS, "回答方式")
ClauseAnswer = among(CLAUSE_ANSWERS, "回答方式")
Level = among(LEVELS, "层级")
OrganisationKind = among(choices.ORGANISATION_KINDS, "党组织类别")
Sector = among(choices.SECTORS, "领域")
Post = among(choices.POSTS, "职务")
Penalty = among(choices.PENALTIES, "处分种类")
State = among(choices.STATES, "党员状态")
Form = among(choices.FORMS, "活动形式")
Manner = among(choices.MANNERS, "产生方式")
SubjectDate = among(MEMBER_DATES | ORGANISATION_DATES, "日期")


def column_of(table: str) -> Any:
    """A type for the name of a column of a facts table that may be empty (so that it can be asked for)."""
    columns = {c.name: c.chinese for c in TABLES[table].columns if not c.required}
    return among(columns, f"{table} 表的列")


def is_date(table: str, column: str) -> bool:
    """Whether a column of a facts table holds a day."""
    return TABLES[table].by_name[column].kind in (Kind.DAY, Kind.PARTIAL, Kind.PARTIAL_END)


ActivityColumn = column_of("activities")


def _column_path(value: str) -> str:
    table, _, column = value.partition(".")
    if table not in TABLES:
        raise wrong(f"表名，或 表名.列名；表有 {'、'.join(TABLES)}", nearest(table, TABLES))
    if column and column not in TABLES[table].by_name:
        names = TABLES[table].by_name
        raise wrong(f"{table} 表的列：{'、'.join(names)}", nearest(column, names))
    return value


TableOrColumn = cast(
    Any, Annotated[str, AfterValidator(_column_path), WithJsonSchema({"type": "string"})]
)
