"""A sealed text (密封内容) and who can open it."""

from __future__ import annotations

from django.db import models

from zhibu.domain.organisations.columns import ID_LENGTH, id_column


class Letter(models.Model):
    """A text, sealed; the rooms point to it and say what it is. Nothing in it is ever searched, listed or counted."""

    id = id_column()
    noun = models.CharField("是什么", max_length=30)
    sealed = models.TextField("密文")
    written_at = models.DateTimeField("写下时间")

    class Meta:
        verbose_name = verbose_name_plural = "密封内容"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.noun} {self.pk}"


class LetterKey(models.Model):
    """Somebody can open a letter. `holder` is the id under which his key was wrapped: it stays when rows are merged."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="keys", verbose_name="密封内容")
    member = models.ForeignKey("members.Member", models.PROTECT, related_name="letter_keys", verbose_name="党员")
    holder = models.CharField("封给谁", max_length=ID_LENGTH)
    wrapped = models.TextField("钥匙")

    class Meta:
        verbose_name = verbose_name_plural = "密封内容的钥匙"
        ordering = ["letter", "id"]
        constraints = [models.UniqueConstraint(fields=["letter", "holder"], name="letter_key")]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.member_id}"
