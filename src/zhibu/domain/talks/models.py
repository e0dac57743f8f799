"""A heart-to-heart talk (谈心谈话): who with whom, why; what was said is sealed for those who took part."""

from __future__ import annotations

from django.db import models

from zhibu.domain.organisations.columns import text_column


class Talk(models.Model):
    """A talk, planned or held; day, place and state stand in its activity, which carries neither theme nor contents."""

    activity = models.OneToOneField(
        "activities.Activity", models.CASCADE, primary_key=True, related_name="talk", verbose_name="活动"
    )
    reason = text_column("为什么谈", 40)  # a code of rulepacks/talk_reasons.yaml
    made_by = text_column("谁记的", 100)  # member id; empty for somebody who is none
    made_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "谈心谈话"
        ordering = ["-activity"]

    def __str__(self) -> str:
        return self.activity_id


class TalkPerson(models.Model):
    """Somebody who talks or is to talk."""

    talk = models.ForeignKey(Talk, models.CASCADE, related_name="people", verbose_name="谈话")
    member = models.ForeignKey("members.Member", models.PROTECT, related_name="talks", verbose_name="党员")

    class Meta:
        verbose_name = verbose_name_plural = "谈话的人"
        ordering = ["talk", "id"]
        constraints = [models.UniqueConstraint(fields=["talk", "member"], name="talk_person")]

    def __str__(self) -> str:
        return f"{self.talk_id} {self.member_id}"


class TalkNote(models.Model):
    """What one of them wrote down; sealed for all who took part and for nobody else."""

    talk = models.ForeignKey(Talk, models.CASCADE, related_name="notes", verbose_name="谈话")
    writer = models.ForeignKey("members.Member", models.PROTECT, related_name="talk_notes", verbose_name="写的人")
    letter = models.OneToOneField("letters.Letter", models.PROTECT, related_name="talk_note", verbose_name="内容")

    class Meta:
        verbose_name = verbose_name_plural = "谈话内容"
        ordering = ["talk", "id"]
        constraints = [models.UniqueConstraint(fields=["talk", "writer"], name="talk_note")]

    def __str__(self) -> str:
        return f"{self.talk_id} {self.writer_id}"
