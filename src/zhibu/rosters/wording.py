"""How each kind of finding is mended, in Chinese: one sentence a code."""

from __future__ import annotations

MENDS: dict[str, str] = {
    "id_stored_as_number": "把该列设成文本格式，照身份证重填18位号码",
    "id_checksum_wrong": "对照身份证改正号码",
    "id_wrong_length": "对照身份证填全18位号码",
    "id_bad_character": "对照身份证改正号码",
    "id_birth_date_impossible": "对照身份证改正号码",
    "id_15_digits": "对照新身份证确认18位号码",
    "id_missing": "补上身份证号最好",
    "birth_disagrees_with_id": "对照身份证选定出生日期",
    "sex_disagrees_with_id": "对照身份证选定性别",
    "numeric_year_month_ambiguous": "选定月份；表里把该格设成文本，写成1998.10这样的两位月",
    "two_digit_year": "选定年份；表里写足四位年",
    "day_or_month_first": "选定日期；表里按年、月、日写",
    "year_only": "知道月份就补上，不知道就选只记年份",
    "year_missing": "补上年份",
    "approximate_date": "补上确切的年月",
    "two_dates_in_cell": "选定一个日期",
    "date_impossible": "查档案改正日期",
    "date_unreadable": "写成1998.07或1998年7月1日这样",
    "date_in_future": "查档案改正日期",
    "joined_missing": "查档案补上入党日期，只知道年月就写年月",
    "joined_before_18": "核对入党日期和出生日期",
    "full_before_joined": "核对入党日期和转正日期",
    "category_disagrees_with_dates": "选定人员类别；是正式党员就补上转正日期",
    "not_a_member": "从党员名册里移走",
    "branch_unknown": "改成党组织名册里的名称，或先在党组织名册里加上",
    "branch_ambiguous": "选定是哪一个，表里写上级单位名称",
    "branch_missing": "补上所在党支部",
    "group_unknown_in_branch": "选定党小组，或先在党组织名册里加上",
    "membership_suspended": "写明停止党籍的日期",
    "name_missing": "补上姓名",
    "name_character_not_typed": "选定姓名或按身份证补打该字",
    "minority_name_dot_missing": "选定姓名的正确写法",
    "same_id_in_two_branches": "选定现在所在的支部，删去另一行",
    "same_id_two_names": "对照身份证改正号码或姓名",
    "possible_duplicate_no_id": "补上身份证号，或确认是不是同一人",
    "established_missing": "查批复文件补上成立时间，只知道年月就写年月",
    "joined_disagrees_with_other_sheet": "查支部大会记录，选定日期",
    "left_date_missing": "补上减少时间",
    "left_reason_unknown": "改成去世、转出、出党等",
    "member_unknown": "改正姓名或支部，或先在花名册里加上",
    "member_ambiguous": "选定是哪一个人",
    "value_not_in_list": "选定清单里的词",
}
_GENERAL = {"hold": "选定一个，或改表后再读", "reject": "改表后再读", "note": ""}


def mend_of(code: str, severity: str) -> str:
    """What to do about a finding; a note needs nothing done unless its code says more."""
    if severity == "note":
        return ""
    return MENDS.get(code, _GENERAL[severity])
