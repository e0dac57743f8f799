"""Terms of committees (届) with their posts, extensions, reminders of elections, division of work."""

from __future__ import annotations

from django.db import models

from zhibu.domain.organisations.columns import ID_LENGTH, ends_after, id_column, text_column


class CommitteeTerm(models.Model):
    """A term of a committee: it begins with an election (or an appointment from above).

    What was imported has posts and no term; pages show both. `until` is the first day no longer.
    """

    id = id_column()
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="terms", verbose_name="组织"
    )
    number = models.PositiveSmallIntegerField("第几届", null=True, blank=True)
    since = models.DateField("起")
    planned_until = models.DateField("任期届满")
    until = models.DateField("止", null=True, blank=True)
    decided_by = text_column("选举的会议", ID_LENGTH)
    case = text_column("办件", ID_LENGTH)
    posts = models.ManyToManyField(
        "members.Post", through="TermPost", related_name="terms", verbose_name="任职"
    )

    class Meta:
        verbose_name = verbose_name_plural = "届"
        ordering = ["organisation", "-since"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "since"], name="term_of_committee_key"),
            ends_after("since", "until", name="term_of_committee_ends_after"),
            ends_after("since", "planned_until", name="term_of_committee_planned"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.since}"


class TermPost(models.Model):
    """A post of a term (一届的任职)."""

    term = models.ForeignKey(CommitteeTerm, models.CASCADE, db_index=False, verbose_name="届")
    post = models.ForeignKey("members.Post", models.CASCADE, verbose_name="任职")

    class Meta:
        verbose_name = verbose_name_plural = "一届的任职"
        constraints = [models.UniqueConstraint(fields=["term", "post"], name="term_post_key")]

    def __str__(self) -> str:
        return f"{self.term_id} {self.post_id}"


class Extension(models.Model):
    """The end of the posts in office was put off or brought forward, with approval (延期或提前换届)."""

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="extensions", verbose_name="组织"
    )
    before = models.DateField("原来届满")
    after = models.DateField("改为")
    approved_by = models.CharField("批准的党组织", max_length=200)
    number = models.CharField("文号", max_length=100)
    approved_on = models.DateField("批准日期")
    reason = text_column("原因", 500)

    class Meta:
        verbose_name = verbose_name_plural = "延期换届"
        ordering = ["organisation", "-approved_on", "-id"]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.before} {self.after}"


class Reminder(models.Model):
    """A letter that reminds a body of its election (换届提醒函)."""

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="reminders", verbose_name="组织"
    )
    due = models.DateField("届满")
    on = models.DateField("发函日期")
    number = text_column("文号", 100)
    sent_by = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="reminders_sent", verbose_name="发函组织"
    )

    class Meta:
        verbose_name = verbose_name_plural = "换届提醒"
        ordering = ["organisation", "-on"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "due", "on"], name="reminder_key")
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.due}"


class Duty(models.Model):
    """What somebody in a committee answers for (分工)."""

    post = models.OneToOneField(
        "members.Post", models.CASCADE, primary_key=True, related_name="duty", verbose_name="任职"
    )
    words = models.CharField("分工", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "分工"

    def __str__(self) -> str:
        return self.words
