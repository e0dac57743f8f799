"""Problems with measures (整改清单): found at a meeting or in an appraisal, followed until they are closed."""

from __future__ import annotations

from django.db import models

from zhibu.domain.appraisals.choices import Deed, Found, Level, MeasureState
from zhibu.domain.organisations.columns import id_column, one_of, text_column


class Measure(models.Model):
    """One problem: until it has a measure, somebody who does it and a day, nobody has promised anything."""

    id = id_column()
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="measures", db_index=False, verbose_name="组织"
    )
    life = models.ForeignKey(
        "appraisals.LifeMeeting", models.PROTECT, null=True, blank=True, related_name="measures",
        verbose_name="哪次生活会",
    )  # fmt: skip
    appraisal = models.ForeignKey(
        "appraisals.Appraisal", models.PROTECT, null=True, blank=True, related_name="measures",
        verbose_name="哪次评议",
    )  # fmt: skip
    before = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="later", verbose_name="从上一份清单转来"
    )
    level = models.CharField("层面", max_length=10, choices=Level)
    member = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, blank=True, related_name="own_measures",
        verbose_name="谁的问题",
    )  # fmt: skip
    found = models.CharField("问题来源", max_length=12, choices=Found)
    problem = text_column("问题", 500)
    measure = text_column("整改措施", 500)
    owner = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, blank=True, related_name="measures_owed",
        verbose_name="责任人",
    )  # fmt: skip
    due_on = models.DateField("整改时限", null=True, blank=True)
    found_on = models.DateField("提出日期")
    state = models.CharField("进行到", max_length=10, choices=MeasureState, default=MeasureState.OPEN)
    closed_on = models.DateField("销号日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "整改事项"
        ordering = ["due_on", "id"]
        constraints = [
            one_of("level", Level.values, name="measure_level"),
            one_of("found", Found.values, name="measure_found"),
            one_of("state", MeasureState.values, name="measure_state"),
            models.CheckConstraint(
                condition=models.Q(level=Level.UNIT, member__isnull=True)
                | models.Q(level=Level.PERSON, member__isnull=False),
                name="measure_of_whom",
            ),
            models.CheckConstraint(
                condition=models.Q(state=MeasureState.CLOSED, closed_on__isnull=False)
                | (~models.Q(state=MeasureState.CLOSED) & models.Q(closed_on__isnull=True)),
                name="measure_closed",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state", "due_on"], name="measure_open")]

    def __str__(self) -> str:
        return self.problem[:30]


class MeasureNote(models.Model):
    """What was done about a measure on a day; never changed (整改记录)."""

    measure = models.ForeignKey(
        Measure, models.PROTECT, related_name="notes", db_index=False, verbose_name="整改事项"
    )
    deed = models.CharField("做了什么", max_length=10, choices=Deed)
    on = models.DateField("日期")
    text = text_column("情况", 500)
    due_before = models.DateField("原来的时限", null=True, blank=True)
    by = text_column("谁记的", 100)

    class Meta:
        verbose_name = verbose_name_plural = "整改记录"
        ordering = ["measure", "on", "pk"]
        constraints = [one_of("deed", Deed.values, name="measure_note_deed")]
        indexes = [models.Index(fields=["measure", "on"], name="measure_note")]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.on} {self.deed}"
