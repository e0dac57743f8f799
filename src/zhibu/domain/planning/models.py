"""Calendar feeds: who opened one for what, and the digest of its secret address."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Feed(models.Model):
    """A calendar feed (日历订阅) of an organisation or of a member; its address is known only to who opened it.

    Of the secret only the SHA-256 is stored; of its use only the day. Not deleted: revoked.
    """

    secret_digest = models.CharField("地址摘要", max_length=64, unique=True)
    user = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="feeds", verbose_name="谁开的"
    )
    organisation = models.ForeignKey(
        "organisations.Organisation", models.CASCADE, null=True, blank=True, verbose_name="组织"
    )
    member = models.ForeignKey(
        "members.Member", models.CASCADE, null=True, blank=True, verbose_name="党员"
    )
    opened_on = models.DateField("开通")
    used_on = models.DateField("最近使用", null=True, blank=True)
    revoked_on = models.DateField("停用", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "日历订阅"
        ordering = ["user", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=True, member__isnull=False)
                | Q(organisation__isnull=False, member__isnull=True),
                name="feed_of_one",
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation or self.member)
