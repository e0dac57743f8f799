"""Changes of the tree (组织变动): what was done from which day on, by which decision, to whom."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhibu.domain.establishment.choices import ChangeKind, Part
from zhibu.domain.organisations.columns import ID_LENGTH, id_column, one_of, text_column


class Change(models.Model):
    """One change with its decision paper. `undo` holds what taking it back needs, `planned` what making it on its day needs."""

    id = id_column()
    kind = models.CharField("变动", max_length=10, choices=ChangeKind)
    on = models.DateField("生效日期")
    decided_by = models.CharField("决定的党组织", max_length=200)
    number = models.CharField("文号", max_length=100)
    decided_on = models.DateField("决定日期")
    filing = text_column("请示或备案", ID_LENGTH)  # id of a filing, of an earlier room
    case = text_column("办件", ID_LENGTH)
    reason = text_column("原因", 500)
    told = models.JSONField("变动内容", default=dict)
    undo = models.JSONField("撤回所需", default=dict)
    recorded_on = models.DateField("登记日期")
    recorded_by = text_column("登记人", 100)
    planned = models.JSONField("到日子再办的", null=True, blank=True)  # all that was said, until its day
    tried_on = models.DateField("上次没办成", null=True, blank=True)
    refused = text_column("没办成的原因", 500)
    undone_on = models.DateField("撤回日期", null=True, blank=True)
    undone_reason = text_column("撤回原因", 500)

    class Meta:
        verbose_name = verbose_name_plural = "组织变动"
        ordering = ["-on", "-id"]
        constraints = [one_of("kind", ChangeKind.values, name="change_kind")]
        indexes = [models.Index(fields=["on", "id"], name="change_on"),
            models.Index(fields=["on"], condition=Q(planned__isnull=False, undone_on=None), name="change_planned"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"


class ChangePart(models.Model):
    """An organisation in a change, and what the change was for it."""

    change = models.ForeignKey(
        Change, models.CASCADE, related_name="parts", db_index=False, verbose_name="变动"
    )
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="changes", verbose_name="组织"
    )
    part = models.CharField("在变动里", max_length=10, choices=Part)

    class Meta:
        verbose_name = verbose_name_plural = "变动涉及的组织"
        constraints = [
            models.UniqueConstraint(
                fields=["change", "organisation", "part"], name="change_part_key"
            ),
            one_of("part", Part.values, name="change_part"),
        ]

    def __str__(self) -> str:
        return f"{self.change_id} {self.organisation_id} {self.part}"
