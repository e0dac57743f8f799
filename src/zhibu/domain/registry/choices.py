"""Closed lists of the room: kinds of hardship and care, looks, states of a request and of a clearing."""

from __future__ import annotations

from django.db import models


class HardshipKind(models.TextChoices):
    """Why a member is in need (困难类型)."""

    INCOME = "income", "收入低"
    ILLNESS = "illness", "患重病"
    DISABILITY = "disability", "残疾"
    ALONE = "alone", "独居或无人照料"
    DISASTER = "disaster", "受灾"
    VETERAN = "veteran", "生活困难的老党员"
    OTHER = "other", "其他"


class CareKind(models.TextChoices):
    """What was done for a member (关怀方式)."""

    VISIT = "visit", "走访慰问"
    MONEY = "money", "发放慰问金或补助"
    PAIRING = "pairing", "结对帮扶"
    HELP = "help", "帮助解决具体困难"
    OTHER = "other", "其他"


class LookKind(models.TextChoices):
    """How somebody came to see a member's data (查看方式)."""

    PAGE = "page", "打开党员页面"
    REVEAL = "reveal", "查看完整号码或住址"
    EXPORT = "export", "导出的名单里有你"
    NUMBERS = "numbers", "导出的名单里有你的完整号码"
    PRINT = "print", "打印登记表"


class CorrectionState(models.TextChoices):
    """How far a request to correct has come (更正申请)."""

    OPEN = "open", "等支部处理"
    ACCEPTED = "accepted", "已改"
    REFUSED = "refused", "支部没有同意"
    OBJECTED = "objected", "已向上级提出异议"
    UPHELD = "upheld", "上级维持原来的记录"
    WITHDRAWN = "withdrawn", "本人撤回"


WAITING = (CorrectionState.OPEN, CorrectionState.OBJECTED)


class ClearingState(models.TextChoices):
    """How far the clearing of records due has come (到期清除)."""

    DUE = "due", "等批准"
    CLEARED = "cleared", "已清除"
    KEPT = "kept", "批准继续保存"
