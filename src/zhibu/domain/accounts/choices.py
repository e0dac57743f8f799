"""Closed list of roles that an account can hold at an organisation."""

from __future__ import annotations

from django.db import models


class Role(models.TextChoices):
    """What somebody may see and do, from the organisation at which he holds it."""

    CLERK = "clerk", "党务工作者"
    SECRETARY = "secretary", "支部书记"
    COMMISSIONER = "commissioner", "支部委员"
    LEADER = "leader", "党小组长"
    MEMBER = "member", "党员"


class FactorKind(models.TextChoices):
    """What proves, beside or instead of the password, that it is he."""

    TOTP = "totp", "动态码"
    PASSKEY = "passkey", "通行密钥"
