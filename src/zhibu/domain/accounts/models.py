"""Accounts (账号) and the roles they hold at an organisation, each with its span."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import UserManager
from django.db import models
from encrypted_fields.fields import EncryptedTextField

from zhibu.domain.accounts.choices import FactorKind, Role
from zhibu.domain.organisations.columns import ends_after, id_column, one_of, text_column


class User(AbstractBaseUser):
    """Somebody who signs in with a user name; usually a member, but a clerk need not be one."""

    id = id_column()
    username = models.CharField("用户名", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=60)
    member = models.ForeignKey(
        "members.Member",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="users",
        verbose_name="党员",
    )
    is_active = models.BooleanField("可用", default=True)
    email = text_column("邮箱", 200)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    is_staff = False
    is_superuser = False

    class Meta:
        verbose_name = verbose_name_plural = "账号"
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name


class RoleGrant(models.Model):
    """An account holds a role at an organisation (授权). Not deleted: ended by `until`."""

    user = models.ForeignKey(User, models.PROTECT, related_name="grants", verbose_name="账号")
    role = models.CharField("角色", max_length=20, choices=Role)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="grants", verbose_name="组织"
    )
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "授权"
        ordering = ["user", "role", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "organisation", "since"], name="grant_key"
            ),
            one_of("role", Role.values, name="grant_role"),
            ends_after("since", "until", name="grant_ends_after"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.organisation_id}"


class Invitation(models.Model):
    """A one-time link by which somebody sets his password himself (邀请). Not deleted: used or revoked.

    Of the code only the SHA-256 is stored; whoever holds the whole database cannot use it.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="invitations", verbose_name="账号")
    digest = models.CharField("邀请码摘要", max_length=64, unique=True)
    made_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="谁发的"
    )
    made_at = models.DateTimeField("发出时间")
    expires_at = models.DateTimeField("失效时间")
    used_at = models.DateTimeField("使用时间", null=True, blank=True)
    revoked_at = models.DateTimeField("作废时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "邀请"
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["user", "made_at"], name="invitation_user")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.made_at}"


class SignIn(models.Model):
    """A browser in which an account is signed in (登录): for ending it from another one."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins", verbose_name="账号")
    session = models.CharField("会话", max_length=40, unique=True)
    at = models.DateTimeField("登录时间")
    way = models.CharField("登录方式", max_length=20)
    device = text_column("设备", 60)

    class Meta:
        verbose_name = verbose_name_plural = "登录"
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.at}"


class Factor(models.Model):
    """A one-time code generator (动态码) or a passkey (通行密钥) of an account."""

    user = models.ForeignKey(User, models.CASCADE, related_name="factors", verbose_name="账号")
    kind = models.CharField("种类", max_length=20, choices=FactorKind)
    name = models.CharField("名称", max_length=60)
    secret = EncryptedTextField("密钥", null=True, blank=True)  # of the code generator
    credential = models.TextField("公钥", blank=True, default="")  # of the passkey, base64
    credential_id = models.CharField("凭据摘要", max_length=64, null=True, blank=True, unique=True)
    counter = models.BigIntegerField("计数", default=0)  # the last code's step, the passkey's count
    made_at = models.DateTimeField("添加时间")
    used_on = models.DateField("最近使用", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "登录验证"
        ordering = ["made_at"]
        constraints = [
            one_of("kind", FactorKind.values, name="factor_kind"),
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(kind="totp"), name="factor_one_totp"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """A code that opens the account once where phone or key are lost (恢复码); only its digest is kept."""

    user = models.ForeignKey(
        User, models.CASCADE, related_name="recovery_codes", verbose_name="账号"
    )
    digest = models.CharField("摘要", max_length=64)
    used_at = models.DateTimeField("使用时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "恢复码"
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="recovery_key")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.used_at or ''}"


class Identity(models.Model):
    """How another system calls the holder of an account (外部身份); it never makes an account."""

    user = models.ForeignKey(User, models.CASCADE, related_name="identities", verbose_name="账号")
    provider = models.CharField("哪个系统", max_length=20)
    digest = models.CharField("对方编号摘要", max_length=64)
    linked_at = models.DateTimeField("绑定时间")
    used_on = models.DateField("最近使用", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "外部身份"
        constraints = [
            models.UniqueConstraint(fields=["provider", "digest"], name="identity_key"),
            models.UniqueConstraint(fields=["user", "provider"], name="identity_one_each"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.provider}"


class Handover(models.Model):
    """What was open when somebody's rights ended, and who goes on with it (交接)."""

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="组织"
    )
    role = models.CharField("角色", max_length=20, choices=Role)
    source = models.CharField("凭什么", max_length=110, unique=True)  # `post:...`, `grant:...`
    giver = models.CharField("谁交出", max_length=60)
    ended_on = models.DateField("哪天起不再担任")
    items = models.JSONField("没办完的", default=list)
    taker = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="handovers", verbose_name="谁接"
    )
    given_on = models.DateField("交接日期", null=True, blank=True)
    seen_on = models.DateField("看过", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "交接"
        ordering = ["-ended_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.source} {self.ended_on}"
