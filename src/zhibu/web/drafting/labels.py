"""Chinese labels of the keys and words of the rule language, as a form shows them."""

from __future__ import annotations

from collections.abc import Iterable

from zhibu.engine.language import words
from zhibu.engine.sentences.phrases import EACH
from zhibu.facts import choices
from zhibu.facts.contract import TABLES

KEYS = {
    "id": "规则编号", "article": "依据第几条", "strength": "力度", "sentence": "要求（自己的话写一句）",
    "cure": "没做到怎么补", "matter": "说的是哪个问题", "subject": "判断谁", "when": "管哪些对象",
    "in_force": "这一条自己的施行期间", "since": "从哪天起", "until": "到哪天为止（这一天不算）",
    "types": "活动类型", "at_least": "不少于", "at_most": "不多于", "more_than": "多于",
    "less_than": "少于", "share": "至少参加几分之几", "period": "多久一次", "in": "算哪里的活动",
    "as": "党员怎样参加", "by": "期间里的期限", "where": "只算哪些活动", "kind": "类别",
    "sector": "领域", "not_under": "直接上级不是", "marked": "有标记", "members": "党员人数",
    "full_members": "正式党员人数", "probationary_members": "预备党员人数", "party_groups": "党小组个数",
    "has_post": "有人担任（党员：本人担任）", "lacks_post": "没有人担任（党员：本人没有担任）",
    "full": "是正式党员", "in_group": "编入党小组", "in_state": "处于这些状态",
    "not_in_state": "不处于这些状态", "under_penalty": "正受这些处分", "free_of": "没有受这些处分",
    "form": "活动形式", "topics": "议题个数", "host_post": "主持人的职务", "speaker_post": "主讲人的职务",
    "attendee_post": "到会的人里有", "filled": "填好的列", "papers": "材料", "weekday": "星期几",
    "workday": "在工作日", "day_of_month": "当月几日", "quarter": "第几季度",
    "in_term": "在学期里", "limits": "界限", "count": "数什么",
    "post": "职务", "posts": "职务", "penalties": "哪些处分", "compared_with": "同哪个数比",
    "odd": "要是单数", "full_member": "要是正式党员", "member_of": "要是哪里的党员",
    "exactly": "恰好几人", "or_more": "多了也算符合", "days": "天数", "workdays": "工作日数",
    "months": "月数", "years": "年数", "together_with": "随另一职务届满", "unit": "天数怎么算",
    "with": "通知时填好的列", "of": "几种做法", "procedures": "哪些程序", "columns": "要填好的列",
    "manner": "产生方式", "within": "时限", "before": "至少提前几天", "entitled": "谁应到",
    "excused": "请假的", "matters": "表决事项", "quorum": "到会占应到的", "majority": "赞成占",
    "base": "同什么比", "method": "表决方式", "surplus": "差额至少几分之几", "procedure": "哪种程序",
    "constraints": "对步骤的要求", "order": "依次要有的步骤", "first": "前一步", "then": "后一步",
    "step": "哪一步", "every": "重复的步骤", "from": "从哪里数", "checklist": "检查清单",
    "items": "要符合的各项", "item": "检查项", "least": "数值不小于", "paper": "哪种材料",
    "due": "期限", "month": "第几个月", "day": "几日", "thing": "哪件事", "attended": "哪些活动都算",
    "warn_at": "连续几个月起提醒", "once": "从哪个日期起", "anniversary": "哪个日期的周年",
    "tolerance": "前后放宽几天", "title": "文件名称", "number": "文号", "issuer": "发文机关",
    "level": "层级", "effective": "施行的第一天", "note": "用的人要知道的事", "parameters": "参数",
    "gist": "要义（自己的话写，不抄原文）", "answer": "由什么落实", "rule": "按哪条规则的结论",
    "rules": "按几条规则的结论", "decimals": "总分保留几位小数", "sections": "部分",
    "grades": "等次", "weight": "权重", "points": "满分", "deduct": "没有做到的扣分",
    "award": "做到的一条加几分", "misses": "哪些结论算没做到", "waived": "豁免的", "empty": "没有可算的结论时",
    "reach": "算哪里的结论", "veto": "一票否决，等次最高到", "mark": "录入的分", "each": "每次固定几分",
    "between": "每次几分到几分（写两个数）", "repeat": "一期可以录几次", "evidence": "录入时写明什么依据",
    "name": "参数名（字母）", "label": "说的是什么", "value": "取值", "check": "须核对",
}  # fmt: skip
# Keys that mean something else in one part of the language.
IN_PART = {
    "Parameter": {"note": "为什么取这个值", "article": "出自哪一条"},
    "DirectiveFile": {"id": "制度编号（字母和数字）", "until": "废止日（还在施行的不填）"},
    "Constraint": {"id": "这一项的编号", "at_least": "至少晚", "at_most": "至多晚",
                   "papers": "到那一步要有的材料"},
    "Every": {"from": "从哪一步起", "until": "到哪一步止", "months": "最多隔几个月"},
    "FrequencyRule": {"at_least": "至少几次", "at_most": "至多几次"},
    "NoticeRule": {"at_least": "至少提前几天", "at_most": "至多提前几天"},
    "DuesRule": {"days": "月末以后还可以迟几天"}, "VacancyRule": {"days": "最多连续空缺几天"},
    "TermRule": {"years": "最多任几年"}, "StreakRule": {"months": "连续几个月就算没做到"},
    "AttendanceRule": {"at_least": "到会不少于几分之几", "more_than": "到会多于几分之几",
                       "posts": "这些职务的都要到"},
    "Once": {"of": "从哪个日期起"}, "Anniversary": {"of": "哪个日期"},
    "RecordRule": {"of": "查什么"}, "Where": {"month": "在几月"},
    "Article": {"article": "第几条"},
    "Scorecard": {"id": "计分表编号（字母和数字）", "title": "计分表名称", "when": "给哪些党组织计分", "period": "考评期",
                  "base": "基础分", "at_least": "总分最少几分", "at_most": "总分最多几分",
                  "scale": "不适用的项拿掉，其余折算"},
    "Section": {"id": "部分编号（字母和数字）", "title": "部分名称", "at_least": "最少几分", "full": "最多几分",
                "items": "计分项"},
    "Item": {"id": "计分项编号（字母和数字）", "title": "计分项名称", "by": "怎样给分", "at_least": "最少几分",
             "at_most": "最多几分", "late": "迟办的算几分之几"},
    "Deduct": {"unmet": "未达到一条扣几分", "deviation": "偏离一条扣几分", "advice": "建议一条扣几分"},
    "EnteredMark": {"by": "谁录入"}, "Grade": {"label": "等次名称", "at_least": "总分不少于"},
}  # fmt: skip
WORDS = {
    "self": "本组织的", "subtree": "连同下级的", "attendee": "到会（含线上）", "host": "主持",
    "speaker": "主讲", "start": "从期间开始数", "end": "从期间结束数", "days": "日历天",
    "workdays": "工作日", "organisation": "党组织", "branch": "所在支部", "member": "党员",
    "post": "任职", "activity": "活动", "ballot": "表决", "case": "办理的事项", "activities": "活动",
    "posts": "任职", "cases": "办理的事项", "members": "应到的党员", "voting": "有表决权的党员",
    "leave_out": "不算应到", "entitled": "应到", "present": "实到", "cast": "收回的票",
    "valid": "有效票", "dues": "交党费", "attended": "参加组织生活",
    "once": "从一个日期起，只一次", "anniversary": "每个周年",
    "true": "是", "false": "否",
    "all": "全部做到才得满分", "above": "上级录入", "own": "本组织", "below": "连同下级的",
    "left_out": "不算在内", "met": "算做到", "full": "满分", "zero": "零分", "out": "拿掉，其余折算",
}
LISTS = (
    words.STRENGTHS, words.UNITS, words.LEVELS, words.COUNTS, words.KINDS,
    words.MEMBER_DATES | words.ORGANISATION_DATES, choices.ORGANISATION_KINDS, choices.SECTORS,
    choices.POSTS, choices.PENALTIES, choices.STATES, choices.FORMS, choices.MANNERS,
    choices.METHODS, words.ANSWERS, words.STATUSES,
)  # fmt: skip
WEEKDAYS = {str(n): f"星期{sign}" for n, sign in enumerate("一二三四五六日", start=1)}
MONTHS = {str(n): f"{n} 月" for n in range(1, 13)}
QUARTERS = {str(n): f"第{sign}季度" for n, sign in enumerate("一二三四", start=1)}
NUMBERED = {"weekday": WEEKDAYS, "month": MONTHS, "quarter": QUARTERS}  # numbers that are ticked
COLUMNS = {
    column.name: column.chinese
    for table in ("activities", "posts", "cases")
    for column in TABLES[table].columns
    if not column.required
}
# Each kind of rule in one sentence, with an example.
KINDS = {
    "frequency": ("一段时间里至少（至多）开展或参加几次", "支部每季度至少开一次党员大会"),
    "composition": ("人数、组数、任职的人数在界限之内", "党小组不少于 3 人，至少 1 名正式党员"),
    "eligibility": ("担任某个职务的人要符合条件", "组长是正式党员，没有受留党察看处分"),
    "vacancy": ("某个职务不能长时间空着", "书记空缺最多 60 天"),
    "term": ("某个职务最多任几年", "书记一届最多 3 年"),
    "notice": ("开会、活动要提前通知", "党员大会至少提前 3 天通知，写明时间地点"),
    "record": ("办完以后要留下记录和材料", "党小组会后 3 天内记好记录"),
    "attendance": ("到会的人要够数，或者某些人必须到", "党员大会有表决权的党员过半数到会"),
    "vote": ("表决的到会、赞成、方式符合要求", "选举用无记名投票，赞成过半数"),
    "checklist": ("检查清单上的各项都符合", "活动室有党旗，面积不小于 40 平方米"),
    "streak": ("不能连续几个月不做一件事", "不连续 6 个月不交党费"),
    "dues": ("党费按月交清", "当月最后一天以前交清"),
    "sequence": ("一件事的步骤按顺序、按时间办", "组长任命以后 10 个工作日内备案"),
    "deadline": ("某种材料在一个期限以前要有", "每年 1 月底以前有工作计划"),
    "any_of": ("几种做法，做到一种就行", "每季度学习一次，或者交一份体会"),
}


def key_label(key: str, part: str = "") -> str:
    """The label of a key; `part`: the model in which it stands."""
    return IN_PART.get(part, {}).get(key) or KEYS.get(key, key)


def labels_of(values: Iterable[str], key: str = "") -> list[tuple[str, str]]:
    """Words of a closed list with their labels."""
    found = [str(value) for value in values]
    if key == "period":
        return [(word, EACH.get(word, WORDS.get(word, word))) for word in found]
    if key == "by":
        return [(word, {"share": "按做到的比例", "own": "本组织自己录入"}.get(word, WORDS.get(word, word))) for word in found]
    if key == "member_of":
        return [("organisation", "任职组织的党员"), ("branch", "所在支部的党员")]
    if key in ("filled", "with"):
        return [(word, COLUMNS.get(word, word)) for word in found]
    for known in LISTS:
        if set(found) <= set(known):
            return [(word, known[word]) for word in found]
    return [(word, WORDS.get(word, word)) for word in found]
