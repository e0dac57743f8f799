"""Dues (党费): what a member was assessed and paid for one month."""

from __future__ import annotations

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from zhibu.domain.organisations.columns import text_column


class Due(models.Model):
    """One member's month; 0.00 assessed is exempt. `assumed_on`: the day is stated, not written."""

    member = models.ForeignKey(
        "members.Member", models.PROTECT, related_name="dues", db_index=False, verbose_name="党员"
    )
    month = models.CharField("月份", max_length=7)
    assessed = models.DecimalField("应交", max_digits=15, decimal_places=2)
    paid = models.DecimalField("实交", max_digits=15, decimal_places=2, null=True, blank=True)
    paid_on = models.DateField("交清日期", null=True, blank=True)
    assumed = models.BooleanField("交清日期是推定的", default=False)
    note = text_column("备注")

    class Meta:
        verbose_name = verbose_name_plural = "党费"
        ordering = ["member", "month"]
        constraints = [
            models.UniqueConstraint(fields=["member", "month"], name="due_key"),
            models.CheckConstraint(condition=Q(assessed__gte=0), name="due_assessed"),
            models.CheckConstraint(condition=Exact(Length("month"), Value(7)), name="due_month"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.month}"
