"""The record (操作日志): one entry an action, each bound to the one before it by a keyed hash."""

from __future__ import annotations

from django.db import models


class AuditEntry(models.Model):
    """What was done. Never changed, never deleted; `verify` finds it if somebody did."""

    number = models.BigIntegerField("序号", primary_key=True)
    at = models.CharField(
        "时间", max_length=32
    )  # ISO text: hashed exactly as stored, on any database
    actor = models.CharField("经办人", max_length=150)
    user = models.CharField("账号", max_length=100, blank=True)
    door = models.CharField("入口", max_length=10)
    action = models.CharField("操作", max_length=60, db_index=True)
    subject = models.CharField("对象", max_length=100, blank=True, db_index=True)
    organisation = models.CharField("组织", max_length=100, blank=True)
    # whom somebody entered for (代办): within the hash where there is one
    on_behalf = models.CharField("代谁办", max_length=100, blank=True, default="", db_index=True)
    details = models.TextField("内容")  # canonical JSON, hashed exactly as stored
    previous = models.CharField("前一条", max_length=64)
    mac = models.CharField("校验", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "操作日志"
        ordering = ["number"]
        indexes = [
            # what somebody may read is found by each of these, the latest first
            models.Index(fields=["user", "number"], name="audit_user"),
            models.Index(fields=["organisation", "number"], name="audit_organisation"),
            models.Index(fields=["at"], name="audit_at"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.action}"


class AuditCheck(models.Model):
    """The chain was gone through (日志核对): what was found, and whether it was told by mail.

    One row a day and way; of the head itself nothing but number and mark leaves the machine.
    """

    at = models.DateTimeField("核对时间")
    entries = models.BigIntegerField("条数")
    head = models.CharField("末端校验", max_length=64, blank=True, default="")
    problems = models.TextField("发现", blank=True, default="")
    mailed_at = models.DateTimeField("寄出时间", null=True, blank=True)
    mail_tries = models.PositiveSmallIntegerField("寄了几次", default=0)
    mail_problem = models.CharField("没寄出的原因", max_length=300, blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = "日志核对"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at} {self.entries}"


class AuditHead(models.Model):
    """The one row that every writer locks: the last number and its hash, under a seal of its own.

    Without the seal whoever holds the database could cut entries off and put the head back to match.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)
    mac = models.CharField(max_length=64, blank=True, default="")
    keys = models.CharField("密钥指纹", max_length=200, blank=True, default="")
    seal = models.CharField("封签", max_length=64, blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = "日志末端"
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="audit_head_is_one_row")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.mac}"
