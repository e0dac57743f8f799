"""What is kept of a case of discipline beside the case's own steps; its texts are encrypted (违纪案卷)."""

from __future__ import annotations

from django.db import models
from encrypted_fields.fields import EncryptedTextField

from zhibu.domain.discipline.choices import Review
from zhibu.domain.members.choices import PenaltyKind
from zhibu.domain.organisations.columns import one_of, text_column


class DisciplineFile(models.Model):
    """One case: what it is about, what he said to it, what was decided and by whom, and what came after."""

    case = models.OneToOneField(
        "procedures.Case", models.PROTECT, primary_key=True, related_name="discipline_file", verbose_name="办件"
    )
    member = models.ForeignKey(
        "members.Member", models.PROTECT, related_name="discipline_files", verbose_name="党员"
    )
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="discipline_files", db_index=False,
        verbose_name="所在支部",
    )  # fmt: skip
    opened_on = models.DateField("立案日期")
    gist = EncryptedTextField("主要事实")
    heard = models.BooleanField("听取过本人说明", default=False)
    statement = EncryptedTextField("本人的说明和申辩", null=True, blank=True)
    proposed = models.CharField("支部大会决定的处分", max_length=30, choices=PenaltyKind, blank=True, default="")
    months = models.PositiveSmallIntegerField("影响期（月）", null=True, blank=True)
    approved_by = text_column("批准机关", 200)
    decision_number = text_column("决定文号", 100)
    penalty = models.OneToOneField(
        "members.Penalty", models.PROTECT, null=True, blank=True, related_name="discipline_file",
        verbose_name="处分",
    )  # fmt: skip
    appealed_on = models.DateField("申诉日期", null=True, blank=True)
    appeal = EncryptedTextField("申诉的理由", null=True, blank=True)
    reviewed_on = models.DateField("复议复查日期", null=True, blank=True)
    review = models.CharField("复议复查结果", max_length=10, choices=Review, blank=True, default="")
    review_by = text_column("复议复查机关和文号", 200)

    class Meta:
        verbose_name = verbose_name_plural = "违纪案卷"
        ordering = ["-opened_on", "-case"]
        constraints = [
            one_of("proposed", PenaltyKind.values, name="discipline_proposed", empty=True),
            one_of("review", Review.values, name="discipline_review", empty=True),
        ]
        indexes = [models.Index(fields=["organisation", "-opened_on"], name="discipline_organisation")]

    def __str__(self) -> str:
        return f"{self.case_id}"
