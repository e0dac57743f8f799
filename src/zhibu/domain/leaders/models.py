"""Selections of leaders with their candidates, interviews, and what was handed over."""

from __future__ import annotations

from django.db import models

from zhibu.domain.leaders.choices import Outcome, SelectionKind
from zhibu.domain.members.columns import encrypted_column
from zhibu.domain.organisations.columns import ID_LENGTH, id_column, one_of, text_column


class Selection(models.Model):
    """One choosing of a group's leader (产生组长): a case of the procedure `leader_selection`.

    `replaces` is the post that ends with it; `post` the one that came of it; `since` the day from which
    the chosen one is to lead.
    """

    case = models.OneToOneField(
        "procedures.Case", models.PROTECT, primary_key=True, related_name="selection", verbose_name="办件"
    )
    group = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="selections", verbose_name="党小组"
    )
    kind = models.CharField("缘由", max_length=12, choices=SelectionKind)
    replaces = models.ForeignKey(
        "members.Post", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="接替"
    )
    chosen = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="定下的人"
    )
    decided_by = text_column("决定的会议", ID_LENGTH)
    since = models.DateField("任职日期", null=True, blank=True)
    post = models.OneToOneField(
        "members.Post", models.SET_NULL, null=True, blank=True, related_name="selection", verbose_name="任职"
    )

    class Meta:
        verbose_name = verbose_name_plural = "产生组长"
        ordering = ["group", "-case"]
        constraints = [one_of("kind", SelectionKind.values, name="selection_kind")]

    def __str__(self) -> str:
        return f"{self.group_id} {self.case_id}"


class Candidate(models.Model):
    """Somebody who was recommended, and the votes for him where there was a vote (人选)."""

    selection = models.ForeignKey(Selection, models.CASCADE, related_name="candidates", verbose_name="产生组长")
    member = models.ForeignKey("members.Member", models.PROTECT, related_name="+", verbose_name="党员")
    recommended_by = text_column("谁推荐", 200)
    votes = models.PositiveIntegerField("得票", null=True, blank=True)
    ballot = text_column("表决", ID_LENGTH)  # the counted vote among the facts

    class Meta:
        verbose_name = verbose_name_plural = "组长人选"
        ordering = ["selection", "member__name", "member"]
        constraints = [models.UniqueConstraint(fields=["selection", "member"], name="candidate_key")]

    def __str__(self) -> str:
        return f"{self.selection_id} {self.member_id}"


class Interview(models.Model):
    """The branch talked with a leader whose group does not get on (约谈).

    The gist is encrypted and shown to the branch's secretary and commissioners and to himself alone.
    """

    id = id_column()
    post = models.ForeignKey("members.Post", models.PROTECT, related_name="interviews", verbose_name="任职")
    on = models.DateField("日期")
    by = models.CharField("谁谈的", max_length=100)
    gist = encrypted_column("谈了什么")
    improve_by = models.DateField("改进期限", null=True, blank=True)
    outcome = text_column("以后", 10, choices=Outcome)
    outcome_on = models.DateField("哪天看的", null=True, blank=True)
    recorded_by = text_column("谁登记的", 100)

    class Meta:
        verbose_name = verbose_name_plural = "约谈"
        ordering = ["post", "-on", "-id"]
        constraints = [one_of("outcome", Outcome.values, name="interview_outcome")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.on}"


class HandOver(models.Model):
    """What a leader handed to the next, as it stood on the day (交接)."""

    post = models.OneToOneField(
        "members.Post", models.PROTECT, primary_key=True, related_name="hand_over", verbose_name="任职"
    )
    on = models.DateField("日期")
    to = models.ForeignKey("members.Member", models.PROTECT, related_name="+", verbose_name="交给谁")
    items = models.JSONField("交接的事", default=list)
    note = text_column("说明", 500)
    recorded_by = text_column("谁登记的", 100)

    class Meta:
        verbose_name = verbose_name_plural = "交接"

    def __str__(self) -> str:
        return str(self.post_id)
