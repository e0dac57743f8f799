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
    "provider": "哪个系统", "expires_at": "失效", "users": "账号", "revision": "第几稿",
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


def _text(value: Any) -> str:
    if isinstance(value, dict):
        if set(value) == {"before", "after"}:
            return f"{_text(value['before']) or '空'} → {_text(value['after']) or '空'}"
        shown = ((WORDS.get(key, key), _text(one)) for key, one in value.items())
        return "；".join(f"{key}：{one}" for key, one in shown if one)
    if isinstance(value, list):
        if len(value) == 2 and all(one is None or isinstance(one, str | int | float) for one in value):
            return f"{_text(value[0]) or '空'} → {_text(value[1]) or '空'}"
        return "、".join(_text(one) for one in value[:20]) + ("……" if len(value) > 20 else "")
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)
