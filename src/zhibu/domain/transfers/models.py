"""A transfer of membership from one branch to another (组织关系转接)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhibu.domain.organisations.columns import id_column, one_of, text_column
from zhibu.domain.transfers.choices import UNDER_WAY, State, Way


class Transfer(models.Model):
    """One transfer; until it is received the branch of origin answers for the member.

    Of a way out only the name of the place is known, of a way in only that of the origin; the items of
    somebody who comes in are written when he is received, never before.
    """

    id = id_column()
    way = models.CharField("方向", max_length=10, choices=Way)
    member = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, blank=True, related_name="transfers",
        verbose_name="党员",
    )  # fmt: skip
    name = models.CharField("姓名", max_length=60)
    origin = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="transfers_out",
        db_index=False, verbose_name="转出支部",
    )  # fmt: skip
    origin_name = text_column("转出组织", 200)
    destination = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="transfers_in",
        db_index=False, verbose_name="转入支部",
    )  # fmt: skip
    destination_name = text_column("转入组织", 200)
    reason = text_column("原因", 300)
    case = models.OneToOneField(
        "procedures.Case", models.PROTECT, null=True, blank=True, related_name="transfer",
        verbose_name="办件",
    )  # fmt: skip
    state = models.CharField("进行到", max_length=12, choices=State, default=State.REQUESTED)
    requested_on = models.DateField("提出日期")
    dues_paid_to = text_column("党费交到", 7)  # YYYY-MM
    letter_number = text_column("介绍信编号", 60)
    letter_on = models.DateField("开信日期", null=True, blank=True)
    letter_by = text_column("开信组织", 200)
    valid_until = models.DateField("有效期到", null=True, blank=True)  # the last day
    arrived_on = models.DateField("报到日期", null=True, blank=True)
    received_on = models.DateField("接收日期", null=True, blank=True)
    acknowledged_on = models.DateField("回执日期", null=True, blank=True)
    ended_on = models.DateField("退回或撤销日期", null=True, blank=True)
    ended_reason = text_column("退回或撤销的原因", 300)

    class Meta:
        verbose_name = verbose_name_plural = "组织关系转接"
        ordering = ["-requested_on", "-id"]
        constraints = [
            one_of("way", Way.values, name="transfer_way"),
            one_of("state", State.values, name="transfer_state"),
            models.CheckConstraint(
                condition=Q(way=Way.INSIDE, origin__isnull=False, destination__isnull=False)
                | Q(way=Way.OUT, origin__isnull=False, destination__isnull=True)
                | Q(way=Way.IN, origin__isnull=True, destination__isnull=False),
                name="transfer_ends",
            ),
            models.CheckConstraint(
                condition=Q(way=Way.IN) | Q(member__isnull=False), name="transfer_of_a_member"
            ),
            models.UniqueConstraint(
                fields=["member"], condition=Q(state__in=[state.value for state in UNDER_WAY]),
                name="transfer_one_at_a_time",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["origin", "-requested_on"], name="transfer_origin"),
            models.Index(fields=["destination", "-requested_on"], name="transfer_destination"),
            models.Index(fields=["-requested_on", "-id"], name="transfer_order"),
            models.Index(fields=["state", "valid_until"], name="transfer_state"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.get_state_display()}"

    @property
    def start(self) -> str:
        """Where from, as it is written."""
        return self.origin.name if self.origin else self.origin_name

    @property
    def goal(self) -> str:
        """Where to, as it is written."""
        return self.destination.name if self.destination else self.destination_name

    @property
    def start_short(self) -> str:
        """Where from, as pages call it; letters write it in full."""
        return str(self.origin or self.origin_name)

    @property
    def goal_short(self) -> str:
        """Where to, as pages call it."""
        return str(self.destination or self.destination_name)
