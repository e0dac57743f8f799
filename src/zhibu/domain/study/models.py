"""Study (学习): plan of the year, materials, what was studied, own notes; public commitments (公开承诺)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhibu.domain.organisations.columns import id_column, one_of, text_column
from zhibu.domain.study.choices import CommitmentState, NoteKind, Outcome


def hours_column(label: str, **options: object) -> models.DecimalField:
    """学时, to a tenth."""
    return models.DecimalField(label, max_digits=5, decimal_places=1, **options)  # type: ignore[arg-type]  # null, blank


class Topic(models.Model):
    """One line of the plan of a year: what is to be studied when, by what, who leads."""

    id = id_column()
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="study_topics", db_index=False, verbose_name="组织"
    )
    year = models.PositiveIntegerField("年度")
    month = models.PositiveIntegerField("月份", null=True, blank=True)
    type = models.CharField("类型", max_length=60)
    topic = models.CharField("学习内容", max_length=300)
    materials = text_column("学习资料", 300)
    hours = hours_column("学时", null=True, blank=True)
    lead = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, blank=True, related_name="study_topics", verbose_name="谁领学"
    )
    activity = models.OneToOneField(
        "activities.Activity", models.SET_NULL, null=True, blank=True, related_name="study_topic", verbose_name="哪次学的"
    )

    class Meta:
        verbose_name = verbose_name_plural = "学习计划"
        ordering = ["organisation", "year", "month", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(month__isnull=True) | Q(month__range=(1, 12)), name="topic_month")
        ]
        indexes = [models.Index(fields=["organisation", "year", "month"], name="topic_year")]

    def __str__(self) -> str:
        return f"{self.year} {self.topic}"


class Material(models.Model):
    """Something to study from: a link, or files hung on it (uploads)."""

    id = id_column()
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="study_materials", verbose_name="组织"
    )
    title = models.CharField("名称", max_length=200)
    link = text_column("网址", 500)
    added_on = models.DateField("放上的日期")
    added_by = text_column("谁放的", 60)

    class Meta:
        verbose_name = verbose_name_plural = "学习资料"
        ordering = ["-added_on", "-id"]

    def __str__(self) -> str:
        return self.title


class Session(models.Model):
    """What the ledger says of one study beyond its activity: content and hours."""

    activity = models.OneToOneField(
        "activities.Activity", models.CASCADE, primary_key=True, related_name="session", verbose_name="活动"
    )
    hours = hours_column("学时", null=True, blank=True)
    content = models.TextField("学习内容", blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = "学习记录"
        ordering = ["-activity"]

    def __str__(self) -> str:
        return self.activity_id


class SelfStudy(models.Model):
    """What a member studied by himself; seen by him, his group's leader and his branch."""

    id = id_column()
    member = models.ForeignKey(
        "members.Member", models.PROTECT, related_name="self_studies", db_index=False, verbose_name="党员"
    )
    on = models.DateField("日期")
    what = models.CharField("学了什么", max_length=300)
    hours = hours_column("学时")

    class Meta:
        verbose_name = verbose_name_plural = "自学"
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["member", "on"], name="self_study_member")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.on}"


class Note(models.Model):
    """Notes or a reflection of a member: his own and sealed, until he shares it with his branch."""

    id = id_column()
    member = models.ForeignKey(
        "members.Member", models.PROTECT, related_name="study_notes", db_index=False, verbose_name="党员"
    )
    kind = models.CharField("种类", max_length=20, choices=NoteKind)
    on = models.DateField("日期")
    period = text_column("所属时期", 7)
    activity = models.ForeignKey(
        "activities.Activity", models.SET_NULL, null=True, blank=True, related_name="study_notes", verbose_name="哪次学习"
    )
    letter = models.OneToOneField(
        "letters.Letter", models.PROTECT, null=True, blank=True, related_name="study_note", verbose_name="内容"
    )
    shared_text = models.TextField("公开的内容", blank=True, default="")
    shared_on = models.DateField("公开日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "学习笔记"
        ordering = ["-on", "-id"]
        constraints = [one_of("kind", NoteKind.values, name="note_kind")]
        indexes = [models.Index(fields=["member", "on"], name="note_member")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.on}"


class Commitment(models.Model):
    """A public commitment for a year, of a member or (without a member) of the organisation itself."""

    id = id_column()
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="commitments", db_index=False, verbose_name="支部"
    )
    member = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, blank=True, related_name="commitments", verbose_name="党员"
    )
    year = models.PositiveIntegerField("年度")
    text = models.TextField("承诺")
    measures = models.TextField("怎么做到", blank=True, default="")
    state = models.CharField("进行到", max_length=12, choices=CommitmentState, default=CommitmentState.WRITTEN)
    written_on = models.DateField("写的日期")
    published_on = models.DateField("公开日期", null=True, blank=True)
    returned_why = text_column("退回的原因", 300)

    class Meta:
        verbose_name = verbose_name_plural = "公开承诺"
        ordering = ["organisation", "year", "id"]
        constraints = [
            one_of("state", CommitmentState.values, name="commitment_state"),
            models.UniqueConstraint(fields=["organisation", "year", "member"], name="commitment_of_member"),
            models.UniqueConstraint(
                fields=["organisation", "year"], condition=Q(member__isnull=True), name="commitment_of_body"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.member_id or self.organisation_id}"


class Finding(models.Model):
    """What an inspection found of one commitment, told to whoever made it."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="findings", verbose_name="承诺")
    activity = models.ForeignKey("activities.Activity", models.PROTECT, related_name="findings", verbose_name="哪次督查")
    outcome = models.CharField("结果", max_length=10, choices=Outcome)
    words = text_column("说明", 300)
    followed_on = models.DateField("补做完的日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "承诺兑现情况"
        ordering = ["commitment", "activity"]
        constraints = [
            one_of("outcome", Outcome.values, name="finding_outcome"),
            models.UniqueConstraint(fields=["commitment", "activity"], name="finding_key"),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.outcome}"
