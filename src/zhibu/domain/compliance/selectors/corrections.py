"""What was done since a run that touched facts, as the record has it, in plain words."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.compliance.models import Run
from zhibu.domain.organisations.models import Organisation

MOST = 200
ACTIONS = {
    "adoption.activate": "定为执行制度",
    "adoption.retire": "停止执行制度",
    "adoption.withdraw": "撤回执行制度的登记",
    "draft.publish": "发布本单位制度",
    "draft.retire": "停用本单位制度",
    "facts.import": "导入数据包",
    "import.confirm": "导入名册、台账",
    "import.undo": "撤销导入",
    "organisation.change": "更正组织信息",
    "organisation.move": "调整组织隶属",
    "organisation.record": "登记组织",
    "parameter.reset": "恢复参数的原值",
    "parameter.set": "设定参数",
    "waiver.record": "登记豁免",
    "waiver.end": "终止豁免",
}
_WORDS = {
    "count": "个数", "since": "起", "until": "止", "directive": "制度", "rule": "规则", "reason": "原因",
    "before": "原来", "after": "改为", "new": "新写入", "parameter": "参数", "value": "取值",
    "counts": "写入", "rows": "行数", "note": "说明",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Correction:
    """Something done after the run's end of the record that touched facts, in plain words."""

    number: int
    at: str
    who: str
    what: str
    where: str
    details: str


def corrections_since(run: Run) -> list[Correction]:
    """What was done since that touched facts, the earliest first."""
    listed: dict[str, object] = import_string(settings.ZHIBU_OUTBOX)
    rows = [
        entry
        for entry in AuditEntry.objects.filter(number__gt=int(run.facts_at or 0)).order_by("number")
        if entry.action in listed or f"{entry.action.partition('.')[0]}.*" in listed
    ][:MOST]
    named = dict(
        Organisation.objects.filter(pk__in={row.organisation for row in rows}).values_list("pk", "name")
    )
    return [
        Correction(
            row.number,
            row.at.replace("T", " "),
            row.actor,
            ACTIONS.get(row.action, row.action),
            named.get(row.organisation, row.organisation) or row.subject,
            _said(row.details),
        )
        for row in rows
    ]


def _said(details: str) -> str:
    """The details of an entry that a person understands."""
    found = json.loads(details or "{}")
    parts = []
    for key, word in _WORDS.items():
        value = found.get(key)
        if isinstance(value, dict):
            value = "、".join(f"{name} {one}" for name, one in value.items() if one)
        if value not in (None, "", {}):
            parts.append(f"{word} {value}")
    return "，".join(parts)[:200]
