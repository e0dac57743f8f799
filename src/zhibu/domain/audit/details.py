"""What an entry says, in words: its details as they are read on the page and in the workbook."""

from __future__ import annotations

import json
from typing import Any

from zhibu.kernel.masking import masked_numbers

WORDS = {
    "count": "几个", "reason": "原因", "since": "从", "until": "到", "role": "角色", "name": "名称",
    "username": "用户名", "member": "党员", "before": "原来", "after": "现在", "changes": "改动",
    "entries": "条数", "problems": "问题", "digest": "摘要", "device": "设备", "way": "方式",
    "rows": "行数", "counts": "各表行数", "directive": "制度", "parameter": "参数", "value": "取值",
    "from": "从", "to": "到", "items": "几件", "kind": "种类", "on": "日期", "what": "什么",
    "receiver": "收文组织", "sender": "发文组织", "number": "编号", "basis": "按什么分", "one": "一方",
    "other": "另一方", "post": "任职", "improve_by": "改进期限", "decided_on": "决定日期",
    "decided_by": "谁决定的", "change": "变动", "case": "事项", "why": "原因", "changed": "改动",
    "step": "步骤", "title": "标题", "matter": "什么事", "group": "党小组", "how": "怎样", "with_keys": "带密钥",
    "provider": "哪个系统", "expires_at": "失效", "users": "账号", "revision": "第几稿",
}  # fmt: skip
VALUES = {  # words of closed lists, under these keys
    "role": {
        "clerk": "党务工作者", "secretary": "支部书记", "commissioner": "支部委员", "leader": "党小组长",
        "member": "党员",
    },
    "way": {
        "password": "密码", "totp": "动态码", "recovery": "恢复码", "passkey": "通行密钥",
        "invitation": "邀请码", "oidc": "单位统一登录", "wecom": "企业微信", "dingtalk": "钉钉",
    },
    "provider": {"oidc": "单位统一登录", "wecom": "企业微信", "dingtalk": "钉钉"},
}  # fmt: skip
MOST = 600  # signs of one entry on the page


def said(details: str) -> str:
    """`原因：调走；从：2026-11-22`; numbers of persons are covered whatever was put there."""
    try:
        found = json.loads(details)
    except ValueError:
        found = details
    text = masked_numbers(_text(found))
    return text if len(text) <= MOST else f"{text[:MOST]}……"


def _word(key: str, value: Any) -> str:
    """A value under its key: words of closed lists in Chinese."""
    if isinstance(value, str):
        return VALUES.get(key, {}).get(value, value)
    if isinstance(value, dict) and set(value) == {"before", "after"}:
        return f"{_word(key, value['before']) or '空'} → {_word(key, value['after']) or '空'}"
    return _text(value)


def _text(value: Any) -> str:
    if isinstance(value, dict):
        shown = ((WORDS.get(key, key), _word(key, one)) for key, one in value.items())
        return "；".join(f"{key}：{one}" for key, one in shown if one)
    if isinstance(value, list):
        if len(value) == 2 and all(one is None or isinstance(one, str | int | float) for one in value):
            return f"{_text(value[0]) or '空'} → {_text(value[1]) or '空'}"
        return "、".join(_text(one) for one in value[:20]) + ("……" if len(value) > 20 else "")
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)
