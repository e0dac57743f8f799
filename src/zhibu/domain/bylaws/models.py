"""A unit's own rules (规章制度) and their versions, each with the days on which it holds."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhibu.domain.bylaws.choices import State
from zhibu.domain.organisations.columns import ends_after, id_column, one_of, text_column


class Bylaw(models.Model):
    """One system of an organisation; what it says stands in its versions. Never deleted: repealed by an end."""

    id = id_column()
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="bylaws", db_index=False, verbose_name="组织"
    )
    code = text_column("哪一种", 40)  # a code of rulepacks/bylaws.yaml; empty: one of its own
    title = models.CharField("名称", max_length=100)
    order = models.PositiveSmallIntegerField("顺序", default=0)
    offered = models.BooleanField("给下级作样本", default=False)
    made_at = models.DateTimeField("建立时间")

    class Meta:
        verbose_name = verbose_name_plural = "规章制度"
        ordering = ["organisation", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "code"], condition=~Q(code=""), name="bylaw_one_of_each"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "order"], name="bylaw_organisation")]

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """One wording: a draft, or decided and in force from `since` until (not including) `until`.

    `body` is text: a paragraph a line, headings by their numbers (一、 （一） 1.). It is never changed once decided.
    """

    id = id_column()
    bylaw = models.ForeignKey(Bylaw, models.PROTECT, related_name="versions", verbose_name="制度")
    number = models.PositiveSmallIntegerField("第几版")
    body = models.TextField("正文")
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    since = models.DateField("起", null=True, blank=True)
    until = models.DateField("止", null=True, blank=True)
    until_reason = text_column("废止的原因", 300)
    meeting = models.ForeignKey(
        "activities.Activity", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="哪次会议定的"
    )
    decided_on = models.DateField("哪天定的", null=True, blank=True)
    decided_by = text_column("谁定的", 100)
    approved_by = text_column("谁批准", 100)
    approved_on = models.DateField("哪天批准", null=True, blank=True)
    paper_number = text_column("文号", 60)
    taken_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="taken", verbose_name="照着哪一版"
    )
    made_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="谁写的"
    )
    made_at = models.DateTimeField("写的时间")
    changed_at = models.DateTimeField("改的时间")

    class Meta:
        verbose_name = verbose_name_plural = "制度的一版"
        ordering = ["bylaw", "-number"]
        constraints = [
            one_of("state", State.values, name="bylaw_version_state"),
            ends_after("since", "until", name="bylaw_version_ends_after"),
            models.UniqueConstraint(fields=["bylaw", "number"], name="bylaw_version_key"),
            models.UniqueConstraint(fields=["bylaw"], condition=Q(state="draft"), name="bylaw_one_draft"),
            models.CheckConstraint(condition=~Q(state="enacted") | Q(since__isnull=False), name="bylaw_enacted_since"),
        ]

    def __str__(self) -> str:
        return f"{self.bylaw_id} {self.number}"
