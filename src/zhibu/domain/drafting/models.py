"""Drafts of directives (草稿) as plain data of the pack's files, and every state they were in."""

from __future__ import annotations

from django.db import models

from zhibu.domain.drafting.choices import DraftState
from zhibu.domain.organisations.columns import ID_LENGTH, one_of


class DraftDirective(models.Model):
    """A directive that an organisation writes here; `content` is `{head, rules, articles, cases, ...}`."""

    owner = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="drafts", verbose_name="制定的组织"
    )
    directive = models.CharField("制度编号", max_length=ID_LENGTH, unique=True)
    title = models.CharField("名称", max_length=300)
    content = models.JSONField("内容")
    state = models.CharField("状态", max_length=10, choices=DraftState, default=DraftState.DRAFT)
    revision = models.PositiveIntegerField("改到第几次", default=1)
    published = models.PositiveIntegerField("已发布到第几版", default=0)
    published_revision = models.PositiveIntegerField("发布的是第几次修改", default=0)
    changed_at = models.DateTimeField("修改时间")
    changed_by = models.CharField("谁改的", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "制度草稿"
        ordering = ["-changed_at", "pk"]
        constraints = [one_of("state", DraftState.values, name="draft_state_known")]

    def __str__(self) -> str:
        return self.title

    @property
    def unpublished(self) -> bool:
        """Whether it holds changes that are not published yet."""
        return self.revision != self.published_revision


class DraftRevision(models.Model):
    """One state of a draft (修改记录): kept, so that whatever was changed or deleted can be restored."""

    draft = models.ForeignKey(
        DraftDirective, models.CASCADE, related_name="revisions", verbose_name="草稿"
    )
    number = models.PositiveIntegerField("第几次")
    content = models.JSONField("内容")
    what = models.CharField("改了什么", max_length=300)
    at = models.DateTimeField("时间")
    by = models.CharField("谁改的", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "修改记录"
        ordering = ["draft", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="draft_revision_key")
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.number}"
