"""What casework keeps of a case and its steps beside the facts: the road, reasons, the meeting, papers."""

from __future__ import annotations

from django.db import models

from zhibu.domain.casework.choices import Acts
from zhibu.domain.organisations.columns import ID_LENGTH, one_of, text_column


class CaseRoad(models.Model):
    """By which road a case is run, and how it ended where it was given up (办件的路径)."""

    case = models.OneToOneField(
        "procedures.Case", models.CASCADE, primary_key=True, related_name="road", verbose_name="办件"
    )
    road = text_column("路径", 2 * ID_LENGTH + 1)  # DIRECTIVE/ROAD; empty: the procedure's file alone
    note = text_column("说明", 500)
    opened_by = text_column("谁开的", 100)
    abandoned_on = models.DateField("终止日期", null=True, blank=True)
    abandoned_reason = text_column("终止原因", 500)
    # What is next, as of the last change: lists and desks look here instead of reckoning every case.
    next_step = text_column("下一步", 60)
    acts = text_column("轮到谁", 10, choices=Acts)
    starts_on = models.DateField("最早", null=True, blank=True)
    due_on = models.DateField("期限", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "办件的路径"
        constraints = [one_of("acts", Acts.values, name="case_road_acts")]
        indexes = [
            models.Index(fields=["acts", "due_on"], name="case_road_next"),
            models.Index(fields=["due_on"], name="case_road_due"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.road}"


class StepRecord(models.Model):
    """What was said when a step was recorded (步骤的登记)."""

    step = models.OneToOneField(
        "procedures.Step", models.CASCADE, primary_key=True, related_name="record", verbose_name="步骤"
    )
    decided_by = text_column("决定的会议", ID_LENGTH)
    reason = text_column("偏离的原因", 500)
    deviations = models.JSONField("偏离", default=list)  # texts of what was allowed with the reason
    filing = text_column("报送件", ID_LENGTH)
    vote = text_column("表决", ID_LENGTH)  # the vote of the voting room whose result this is
    figures = text_column("表决的数", 500)  # that result in words, for pages and papers
    recorded_on = models.DateField("登记日期")
    recorded_by = text_column("谁登记的", 100)

    class Meta:
        verbose_name = verbose_name_plural = "步骤的登记"

    def __str__(self) -> str:
        return str(self.step_id)


class StepPaper(models.Model):
    """A paper that came with a step (步骤的材料)."""

    step = models.ForeignKey("procedures.Step", models.CASCADE, related_name="papers", verbose_name="步骤")
    paper = models.ForeignKey("activities.Paper", models.CASCADE, related_name="+", verbose_name="材料")

    class Meta:
        verbose_name = verbose_name_plural = "步骤的材料"
        constraints = [models.UniqueConstraint(fields=["step", "paper"], name="step_paper_key")]

    def __str__(self) -> str:
        return f"{self.step_id} {self.paper_id}"


class WithdrawnStep(models.Model):
    """A step that was recorded and taken back, with the reason; never changed (撤回的步骤)."""

    case = models.ForeignKey(
        "procedures.Case", models.CASCADE, related_name="withdrawn_steps", verbose_name="办件"
    )
    step = models.CharField("步骤", max_length=60)
    on = models.DateField("日期")
    outcome = text_column("结果", 100)
    by = text_column("经办", ID_LENGTH)
    reason = models.CharField("撤回的原因", max_length=500)
    withdrawn_on = models.DateField("撤回日期")
    withdrawn_by = text_column("谁撤回的", 100)

    class Meta:
        verbose_name = verbose_name_plural = "撤回的步骤"
        ordering = ["case", "withdrawn_on", "pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.step} {self.on}"
