"""Words of the table of who may do what: rooms, policies that hold for several actions, what is left out."""

from __future__ import annotations

ROOMS = {
    "yearly": "年度报告",
    "opinions": "意见",
    "tasks": "任务",
    "organisations": "组织", "members": "党员", "accounts": "账号", "rulebook": "制度", "drafting": "自拟制度",
    "exchange": "数据进出", "compliance": "核查", "scoring": "考评", "planning": "豁免和日历", "registry": "党员档案",
    "filings": "备案、请示、批复", "casework": "办理事项", "establishment": "组织设置", "voting": "选举表决",
    "transfers": "组织关系转接", "discipline": "处分", "committees": "班子换届", "groups": "党小组划分",
    "appraisals": "生活会和评议",
    "leaders": "党小组长", "procedures": "清单", "imports": "导入", "gateway": "接口",
}  # fmt: skip

# policies whose name is no action of the record
POLICIES = {
    "task_change": "改、撤回、重新打开任务",
    "task_done": "写进展、交出、申请延期",
    "task_owners": "定任务由谁办",
    "opinion_answer": "答复、办结、合并、公开意见",
    "box_open": "开和关意见箱",
    "yearly_change": "写年度报告",
    "appraisal_run": "安排民主评议，登记日期",
    "life_change": "准备生活会",
    "life_narrow": "看提纲，记批评意见",
    "measure_work": "记整改进展",
    "mutual_write": "记互评意见",
    "outline_write": "写发言提纲",
    "self_write": "写自评，提不同意见",
    "calendar_keep": "登记学期和工作日",
    "clearing_decide": "批准清除或暂留到期资料",
    "division_change": "拟党小组划分方案",
    "draft_create": "写自拟制度",
    "imports_see": "看导入页",
    "interview_change": "登记约谈",
    "keeper_only": "在机器上用命令做的事",
    "member_invite": "邀请党员登录",
    "membership_change": "登记组织关系",
    "organisation_adjust": "更名、移动、合并、拆分、撤销",
    "organisation_found": "成立组织",
    "poll_manage": "办理表决",
    "record_check": "核对操作日志，打印末端",
    "record_keep": "登记奖励、困难、帮扶",
    "run_see": "看核查记录",
    "selection_change": "登记组长怎样产生",
    "matter_handle": "登记违纪案件的步骤",
    "case_open": "开事项，记步骤",
    "case_close": "办结事项",
    "case_reopen": "重开事项",
    "case_abandon": "不办了",
    "step_record": "记步骤",
    "step_withdraw": "撤回步骤",
}

# policies that are not asked in the table, and why in Chinese: shown below it
LEFT_OUT = {
    "behalf_begin": "代办：党员所在支部的书记，替没有手机的人办他本人的事；投票和登录不能代办。",
    "import_touch": "处理一次导入：开它的人，或者管辖那个组织的党务工作者。",
    "invitation_send": "换发邀请码：要管得到这个账号能做的全部；自己的密码自己改。",
    "mark_correct": "",
    "mark_enter": "录分：按计分表写明的，由上级党务工作者或者本组织录。",
    "mark_withdraw": "",
    "poll_confirm": "",
    "poll_draft": "发起表决：本支部的书记、委员；制度允许的，也可以是组长。上级只能看。",
    "poll_read": "",
    "user_close": "停用、恢复账号：管得到这个账号全部范围的党务工作者；不能停自己的。",
    "user_reopen": "",
}
