"""Accounts (账号) and the roles they hold at an organisation, each with its span."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import UserManager
from django.db import models

from zhibu.domain.accounts.choices import Role
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
