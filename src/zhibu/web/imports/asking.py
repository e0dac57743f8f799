"""How each doubt of the sheets is asked: one plain question a kind of doubt, and what may be answered.

A code that is not here is asked in the reader's own words, with its candidates and 先留着 only.
"""

from __future__ import annotations

from dataclasses import dataclass

# What a person may write or pick besides the candidates.
DATE, DAY, NAME, ID, AMOUNT, NUMBER = "date", "day", "name", "id", "amount", "number"
MEMBER, BRANCH, TYPE = "member", "branch", "type"
FIELD_LABELS = {
    DATE: "别的日期", DAY: "哪一天", NAME: "正确的姓名", ID: "正确的号码", AMOUNT: "几元", NUMBER: "几人",
    MEMBER: "从名册里选", BRANCH: "选支部", TYPE: "选类型",
}  # fmt: skip
FIELD_HINTS = {
    DATE: "如 1998-07-01；只知道年月写 1998-07，只知道年写 1998",
    DAY: "如 2026-11-20",
    ID: "18 位",
}


@dataclass(frozen=True, slots=True)
class Ask:
    """One kind of doubt: the question, a field for another answer, words for candidates.

    `writes` is what may be
    written or picked besides; `every` are words for "the first candidate of each", "the second of each"; `labels` words for
    codes; `template` a frame around a candidate; `shared`: equal words mean the same thing, so
    that rows with the same words and candidates are one question. `first_only`: of the candidates only
    the first can be taken in. `remember`: the words are a name that may be remembered.
    """

    title: str
    writes: str = ""
    every: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    template: str = "{}"
    extra: tuple[str, ...] = ()
    shared: bool = False
    first_only: bool = False
    remember: bool = False


MANNERS = (("elected", "选举"), ("designated", "指定"), ("recommended", "推荐"))
AS_PROPOSED = ("都按列出的",)
WHO = "写的是谁？"
ASKS: dict[str, Ask] = {
    # dates
    "numeric_year_month_ambiguous": Ask(
        "数字 1998.1 是 1 月还是 10 月？", DATE, ("都是 1 月", "都是 10 月"), shared=True
    ),
    "two_digit_year": Ask("年份只写了两位，是哪一年？", DATE, AS_PROPOSED, shared=True),
    "day_or_month_first": Ask("日和月分不清，是哪一天？", DATE, shared=True),
    "numeric_day_ambiguous": Ask("写成数字的日期，是哪一天？", DATE),
    "year_only": Ask("只写了年份，知道月份吗？", DATE, ("都只记年份",)),
    "year_missing": Ask("没写年份，是哪一年？", DATE),
    "approximate_date": Ask("日期写得大概，确切是哪天？", DATE),
    "day_missing": Ask("没写是哪一日", DAY),
    "date_missing": Ask("没写日期", DATE),
    "date_unreadable": Ask("日期读不出来，是哪天？", DATE),
    "two_dates_in_cell": Ask(
        "一格写了两个日期，取哪一个？", DATE, ("都取前一个", "都取后一个"), shared=True
    ),
    "joined_before_18": Ask("入党时不满 18 岁，日期对吗？", DATE, template="对，就是{}"),
    "full_before_joined": Ask("转正早于入党，转正是哪天？", DATE, template="没写错，就是{}"),
    "left_before_joined": Ask("减少早于入党，减少是哪天？", DATE, template="没写错，就是{}"),
    "left_date_missing": Ask("没写减少时间，是哪天？", DATE),
    "joined_disagrees_with_other_sheet": Ask(
        "两张表的入党日期不同，按哪个？", DATE, ("都按花名册", "都按这张表")
    ),
    "year_outside_register": Ask(
        "年份和登记表不是同一年，是哪天？", DAY, ("都按登记表的年份", "都按写的年份")
    ),
    "notice_after_meeting": Ask("通知晚于会议，通知是哪天？", DAY),
    "leader_before_group": Ask("任组长早于设小组，任职从哪天起？", DATE),
    "date_after_report_date": Ask("日期晚于填报日，是哪天？", DATE, template="没写错，就是{}"),
    "membership_suspended": Ask(
        "停止党籍从哪天起？", DAY, template="是停止党籍，不算离开", first_only=True
    ),
    # people
    "birth_disagrees_with_id": Ask(
        "出生日期和身份证号里的不同，按哪个？", DATE, ("都按身份证号", "都按写的")
    ),
    "sex_disagrees_with_id": Ask("性别和身份证号不同，按号码的对吗？", "", ("都按身份证号",)),
    "id_15_digits": Ask(
        "15 位旧身份证号，换成这个 18 位号码对吗？", ID, ("都对，都换成列出的",), template="换成 {}"
    ),
    "name_character_not_typed": Ask("打不出的字是哪个？", NAME, AS_PROPOSED),
    "minority_name_dot_missing": Ask("姓名中间是间隔号吗？", NAME, AS_PROPOSED),
    "same_id_in_two_branches": Ask(
        "一个人在两个支部，现在在哪个？", "", ("都按前一行", "都按后一行")
    ),
    "same_id_two_names": Ask("一个身份证号两个姓名，哪个对？"),
    "possible_duplicate_no_id": Ask(
        "姓名和出生日期相同，没有身份证号，是同一人吗？", "", ("都是同一个人", "都是另一个人")
    ),
    "category_disagrees_with_dates": Ask(
        "人员类别和日期对不上，是正式还是预备？", "", ("都是正式党员", "都是预备党员")
    ),
    "left_but_in_roster": Ask("写着已离开，却还在花名册里，还在册吗？", first_only=True),
    "left_reason_unknown": Ask("减少原因不在清单里，是哪一种？", shared=True),
    "value_not_in_list": Ask("写的词不在清单里，是哪一个？", shared=True),
    # bodies
    "branch_ambiguous": Ask("“{raw}”指哪个支部？", remember=True),
    "branch_missing": Ask("没写所在党支部，是哪个？", BRANCH),
    "branch_dissolved": Ask("写的支部已经撤销，按哪个？", BRANCH, template="就是{}"),
    "group_unknown_in_branch": Ask("支部里没有写的党小组，是哪个？", extra=("不编入党小组",)),
    "group_not_told": Ask("没写是哪个党小组开的，是哪个？"),
    # meetings
    "counts_disagree_with_list": Ask(
        "应到、实到和缺席名单对不上，实到几人？", NUMBER, ("都按缺席名单算",), template="{} 人"
    ),
    "count_unreadable": Ask("人数读不出来，是几人？", NUMBER),
    "absence_reason_missing": Ask(
        "没写缺席原因，算哪一种？",
        labels=(("excused", "请假"), ("absent", "缺席（无故）")),
    ),
    "absent_without_names": Ask("缺席只写了人数，没有名单"),
    "absentee_not_in_branch": Ask("缺席的人不在支部名册里，是谁？", MEMBER),
    "absentee_ambiguous": Ask("缺席的人有同名的，是哪一个？", MEMBER),
    "two_hosts": Ask("主持人写了两个，按哪个？", MEMBER),
    "type_not_in_list": Ask("认不出是哪种会议", TYPE, shared=True),
    # posts
    "two_leaders": Ask("小组长写了两个，哪个是组长？", MEMBER),
    "leader_unknown": Ask("小组长不在名册里，是谁？", MEMBER),
    "manner_mixed": Ask("写了两种产生方式，按哪种？", labels=MANNERS, shared=True),
    "manner_not_in_list": Ask("产生方式不在清单里，是哪种？", labels=MANNERS, shared=True),
    "listed_member_of_other_branch": Ask(
        "组员名单里有别的支部的人", "", ("都以花名册为准",), template="以花名册为准，名单不写入"
    ),
    # dues
    "implausible_amount": Ask(
        "金额像是小数点错了位，实交多少？", AMOUNT, AS_PROPOSED, template="{} 元"
    ),
    "letter_o_for_zero": Ask("把字母 O 当成了 0，实交多少？", AMOUNT, template="{} 元"),
    "amount_unreadable": Ask("实交数读不出来，是多少？", AMOUNT, template="{} 元"),
    "assessed_not_derivable": Ask("月应交额空着，应交多少？", AMOUNT, template="{} 元"),
    "rate_disagrees_with_amount": Ask(
        "比例和月应交额对不上，以应交额为准吗？",
        "",
        ("都以月应交额为准",),
        template="以月应交额为准",
        shared=True,
        first_only=True,
    ),
    "member_ambiguous": Ask("有同名的人，是哪一个？", MEMBER),
    "member_of_other_branch": Ask("本支部没有这个人，是谁？", MEMBER),
}
# Families of codes that end alike: the host, recorder, speaker or leader is not clear.
_WHO_ENDINGS = ("_elsewhere", "_ambiguous", "_unknown", "_of_other_branch")
_WHO_BEGINNINGS = {"host": "主持人", "recorder": "记录人", "speaker": "主讲人", "leader": "小组长"}
# Kinds of sheets in which a doubt holds the cell only; elsewhere the row waits.
BY_CELL = ("meetings", "dues")


def ask_for(code: str) -> Ask | None:
    """How a code is asked; None where the reader's own words must do."""
    if code in ASKS:
        return ASKS[code]
    for beginning, label in _WHO_BEGINNINGS.items():
        if code.startswith(f"{beginning}_") and code.endswith(_WHO_ENDINGS):
            return Ask(f"{label}{WHO}", MEMBER)
    return None
