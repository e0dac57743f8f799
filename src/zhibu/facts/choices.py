"""The closed lists of the facts bundle: each value as it is stored, with its Chinese name."""

from __future__ import annotations

YES_NO = {"yes": "是", "no": "否"}

ORGANISATION_KINDS = {
    "work_committee": "工作委员会",
    "committee": "党委",
    "general_branch": "党总支",
    "branch": "党支部",
    "party_group": "党小组",
    "leading_body": "党组",
}
# The bodies above a branch and leading bodies: they have always been there.
MAY_LACK_ESTABLISHED = ("work_committee", "committee", "general_branch", "leading_body")

SECTORS = {
    "organ": "机关",
    "institution": "事业单位",
    "enterprise": "企业",
    "rural": "农村",
    "community": "社区",
    "school": "学校",
    "social": "社会组织",
    "other": "其他",
}

STATES = {"stopped": "停止党籍", "lost": "失联", "floating": "流动"}

POSTS = {
    "secretary": "书记",
    "deputy_secretary": "副书记",
    "organisation_commissioner": "组织委员",
    "publicity_commissioner": "宣传委员",
    "discipline_commissioner": "纪检委员",
    "committee_member": "委员",
    "group_leader": "党小组组长",
    "leading_cadre": "领导干部",
    "instructor": "党建指导员",
}

MANNERS = {"elected": "选举", "designated": "指定", "recommended": "推荐"}

ACTIVITY_STATUSES = {
    "held": "已开展",
    "planned": "计划",
    "postponed": "延期",
    "cancelled": "取消",
}

FORMS = {"in_person": "现场", "online": "线上", "written": "书面"}

ATTENDANCE_STATUSES = {
    "present": "到会",
    "online": "线上到会",
    "excused": "请假",
    "absent": "缺席",
}

PENALTIES = {
    "warning": "警告",
    "serious_warning": "严重警告",
    "removal_from_post": "撤销党内职务",
    "probation_within_party": "留党察看",
    "expulsion": "开除党籍",
}

METHODS = {"secret": "无记名投票", "hands": "举手"}
