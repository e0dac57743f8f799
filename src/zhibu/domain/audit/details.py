"""What an entry says, in words: its details as they are read on the page and in the workbook."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from zhibu.kernel.masking import masked_numbers

WORDS = {
    "offered": "给下级作样本", "taken_from": "取自哪个组织", "hours": "学时", "manner": "方式", "month": "月份", "people": "人数", "topic": "学习内容",
    "count": "几个", "reason": "原因", "since": "从", "until": "到", "role": "角色", "name": "名称",
    "username": "用户名", "member": "党员", "before": "原来", "after": "现在", "changes": "改动",
    "entries": "条数", "problems": "问题", "digest": "摘要", "device": "设备", "way": "方式",
    "rows": "行数", "counts": "各表行数", "directive": "制度", "parameter": "参数", "value": "取值",
    "from": "从", "to": "到", "items": "几件", "kind": "种类", "on": "日期", "what": "什么",
    "receiver": "收文组织", "sender": "发文组织", "number": "编号", "basis": "按什么分", "one": "一方",
    "other": "另一方", "post": "任职", "improve_by": "改进期限", "decided_on": "决定日期",
    "decided_by": "谁决定的", "change": "变动", "case": "事项", "why": "原因", "changed": "改动",
    "version": "第几版", "base": "从第几版写起", "clashes": "几处不同", "take": "用哪一个", "restored": "恢复第几版",
    "code": "核对码", "field": "哪一格", "answer": "答复", "type": "类型",
    "step": "步骤", "title": "标题", "matter": "什么事", "group": "党小组", "how": "怎样", "with_keys": "带密钥",
    "provider": "哪个系统", "expires_at": "失效", "users": "账号", "revision": "第几稿",
    "about": "关于", "activities": "活动", "adoptions": "执行", "again": "再来一次", "agrees": "同意",
    "approved_by": "谁批准的", "area": "面积", "as_of": "截至", "attendance": "到会", "audit_number": "日志第几条",
    "by": "由", "candidates": "候选人", "card": "评分表", "carried": "沿用", "checklist": "清单", "class": "资料类别",
    "cleared": "清除", "closed": "封箱", "columns": "列", "corrects": "更正", "days": "天数", "days_back": "往前几天",
    "decided": "定下几人", "deviations": "偏离", "dues": "党费", "duty": "分工", "entitled": "有表决权",
    "evidence": "依据", "files": "文件", "fingerprint": "密钥指纹", "format": "格式", "gone": "并掉的",
    "groups": "小组", "held": "有效", "in_place_of": "替谁", "issued_electronic": "发电子票",
    "issued_paper": "发纸票", "item": "项目", "largest": "最多几人", "late": "逾期", "left_out": "不计入",
    "letter": "介绍信", "made_at": "做成于", "means": "投法", "members": "党员", "memberships": "组织关系",
    "new": "新的", "note": "说明", "numbers": "带号码", "ok": "通过", "opened_on": "开始", "options": "候选人",
    "organisations": "组织", "outcome": "结果", "pack": "制度包", "papers": "材料", "penalties": "处分",
    "period": "期间", "personal": "带个人资料", "planned": "预定", "planned_until": "任期到", "points": "分",
    "posts": "职务", "present": "到会", "procedure": "手续", "reading": "读法", "returned_electronic": "收电子票",
    "returned_paper": "收纸票", "rule": "规则", "rules": "规则", "same": "没有变", "seats": "名额", "seed": "种子",
    "short_name": "简称", "slips": "票数", "state": "状态", "states": "状态", "subject": "对象",
    "teller": "监票、计票", "text": "内容", "units": "单位", "valid": "有效票", "void": "废票", "votes": "票数",
    "waivers": "豁免", "cabinet": "柜子", "flag": "党旗", "furniture": "桌椅", "notice_board": "公示栏",
    "periodicals": "报刊", "says": "回复", "answers_by": "回复截止", "approved": "准假",
    "part": "其中的活动", "day": "日期", "sent": "由这里发通知", "months": "月份", "year": "年度",
    "for_period": "所属期间", "level": "谁的问题", "channels": "通知渠道", "channel": "通知渠道", "rhythm": "多久一次",
    "meeting": "哪次会", "unit": "哪个单位", "messages": "几条通知", "label": "名称", "noun": "附在哪里",
}  # fmt: skip
# What says where to find a row or that nothing was altered; for programs, not for readers.
FOR_PROGRAMS = frozenset({"activity", "appraisal", "measure", "commitment", "report", "joined", "transfer", "factor", "form", "roll", "road", "correction", "reply", "filing", "poll", "vote"})
CHANNELS = {
    "mail": "邮件", "wecom": "企业微信", "wecom_robot": "企业微信群机器人", "dingtalk_robot": "钉钉群机器人",
    "feishu_robot": "飞书群机器人",
}  # fmt: skip
VALUES = {  # words of closed lists, under these keys
    "role": {
        "clerk": "党务工作者", "secretary": "支部书记", "commissioner": "支部委员", "leader": "党小组长",
        "member": "党员",
    },
    "way": {
        "paper": "纸票", "electronic": "电子票",
        "password": "密码", "totp": "动态码", "recovery": "恢复码", "passkey": "通行密钥",
        "invitation": "邀请码", "oidc": "单位统一登录", "wecom": "企业微信", "dingtalk": "钉钉",
    },
    "provider": {"oidc": "单位统一登录", "wecom": "企业微信", "dingtalk": "钉钉"},
    "means": {"hands": "举手", "paper": "纸票", "electronic": "电子票", "mixed": "纸票和电子票并用"},
    "basis": {"team": "班组", "unit": "单位", "village": "村"},
    "level": {"unit": "班子或组织", "person": "个人"},
    "rhythm": {"at_once": "随时", "daily": "每天一次", "weekly": "每周一次"},
    "channel": CHANNELS,
    "channels": CHANNELS,
    "noun": {
        "bylaw": "规章制度", "life": "生活会材料", "task": "任务", "material": "学习材料",
    },
    "duty": {"watch": "监票人", "count": "计票人"},
    "kind": {"report": "报告", "file": "备案", "review": "审核", "request": "请示", "reply": "批复"},
    "changes": {"contact": "联系人", "phone": "电话", "seat": "地址", "unit_situation": "单位情况"},
}  # fmt: skip
MOST = 600  # signs of one entry on the page
CODED = ("papers", "channels")  # lists of codes, explained by packs or above
MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d):\d\d(\.\d+)?([+-]\d\d:\d\d)?")
MADE_ID = re.compile(r"[a-z]{2,4}_[0-9a-z]{16}|poll-[0-9a-z]{16}")


@dataclass(frozen=True, slots=True)
class Known:
    """What words stand for codes: names of rows by their ids, and the words that packs add (`Rulebook.words`)."""

    names: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


NOTHING = Known()


def said(details: str, known: Known = NOTHING) -> str:
    """`原因：调走；从：2026-11-22`; numbers of persons are covered whatever was put there."""
    text = masked_numbers(_text(_read(details), known))
    return text if len(text) <= MOST else f"{text[:MOST]}……"


def mentioned(details: str) -> set[str]:
    """Every text in the details that may be the id of a row."""
    return set(_texts(_read(details)))


def _read(details: str) -> Any:
    try:
        return json.loads(details)
    except ValueError:
        return details


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def _word(key: str, value: Any, known: Known, procedure: str = "") -> str:
    """A value under its key: words of closed lists in Chinese."""
    if isinstance(value, str):
        word = VALUES.get(key, {}).get(value) or known.words.get(f"{key}.{value}")
        return word or (key == "step" and known.words.get(f"{procedure}.{value}")) or _text(value, known)
    if key in CODED and isinstance(value, list):
        words = VALUES.get(key, {})
        return "、".join(words.get(str(one)) or known.words.get(str(one), str(one)) for one in value)
    if isinstance(value, dict) and set(value) == {"before", "after"}:
        before, after = (_word(key, value[one], known) for one in ("before", "after"))
        return f"{before or '空'} → {after or '空'}"
    return _text(value, known)


def _text(value: Any, known: Known) -> str:
    if isinstance(value, dict):
        procedure = str(value.get("procedure", ""))
        shown = (
            (WORDS.get(key) or known.names.get(key, key), _word(key, one, known, procedure))
            for key, one in value.items() if key not in FOR_PROGRAMS
        )  # fmt: skip
        return "；".join(f"{key}：{one}" for key, one in shown if one)
    if isinstance(value, list):
        if len(value) == 2 and all(one is None or isinstance(one, str | int | float) for one in value):
            return f"{_text(value[0], known) or '空'} → {_text(value[1], known) or '空'}"
        shown_all = [_text(one, known) for one in value[:20]]
        return "、".join(one for one in shown_all if one) + ("……" if len(value) > 20 else "")
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str):
        if moment := MOMENT.fullmatch(value):
            return f"{moment[1]} {moment[2]}"
        return known.names.get(value) or ("" if MADE_ID.fullmatch(value) else value)
    return "" if value is None else str(value)
