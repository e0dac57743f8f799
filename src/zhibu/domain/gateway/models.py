"""Keys with which a program acts for an account, and calls that must not be done twice."""

from __future__ import annotations

from django.db import models
from encrypted_fields.fields import EncryptedTextField


class ApiKey(models.Model):
    """A key (接口密钥) of an account; of the secret only the SHA-256 is stored. Not deleted: revoked."""

    user = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="api_keys", verbose_name="账号"
    )
    label = models.CharField("用途", max_length=60)
    secret_digest = models.CharField("密钥摘要", max_length=64, unique=True)
    opened_on = models.DateField("开通")
    until = models.DateField("到期")
    used_on = models.DateField("最近使用", null=True, blank=True)
    revoked_on = models.DateField("停用", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "接口密钥"
        ordering = ["user", "pk"]

    def __str__(self) -> str:
        return self.label


class Call(models.Model):
    """A call (接口调用) that named itself, and its answer: said again, it is answered and not done again."""

    user = models.ForeignKey("accounts.User", models.CASCADE, verbose_name="账号")
    key = models.CharField("幂等键", max_length=100)
    action = models.CharField("操作", max_length=60)
    given_digest = models.CharField("内容摘要", max_length=64)
    answer = EncryptedTextField("答复")
    at = models.DateTimeField("时间", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "接口调用"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="call_once")]

    def __str__(self) -> str:
        return f"{self.action} {self.key}"
