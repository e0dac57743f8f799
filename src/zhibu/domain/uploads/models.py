"""One file that somebody uploaded; its bytes lie sealed in the data folder, its rights with the room of `noun`."""

from __future__ import annotations

from django.db import models

from zhibu.domain.organisations.columns import ID_LENGTH, id_column, text_column


class StoredFile(models.Model):
    """A file (文件) about a row of another room (`noun`, `about`).

    The row is never deleted: one that was taken away keeps its name and digest, and its bytes for the
    days in which that can be undone. `purged_at`: since when there are no bytes any more.
    """

    id = id_column()
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="files", db_index=False, verbose_name="组织"
    )
    noun = models.CharField("属于哪一类", max_length=40)
    about = models.CharField("属于哪一件", max_length=ID_LENGTH)
    name = models.CharField("文件名", max_length=200)
    kind = models.CharField("类型", max_length=10)
    size = models.PositiveBigIntegerField("字节数")
    digest = models.CharField("内容摘要", max_length=64)  # SHA-256 of what is served
    stored_as = text_column("存放位置", 120)
    uploaded_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="谁上传"
    )
    uploaded_at = models.DateTimeField("上传时间")
    removed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="谁删除"
    )
    removed_at = models.DateTimeField("删除时间", null=True, blank=True)
    purged_at = models.DateTimeField("清除时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "文件"
        ordering = ["noun", "about", "uploaded_at", "id"]
        constraints = [
            # the same content twice at one place is one file: a form that was sent twice stores nothing twice
            models.UniqueConstraint(
                fields=["noun", "about", "digest"], condition=models.Q(removed_at__isnull=True), name="file_once",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["noun", "about", "uploaded_at"], name="file_about"),
            models.Index(fields=["organisation", "purged_at"], include=["size"], name="file_quota"),
            models.Index(fields=["removed_at"], condition=models.Q(purged_at__isnull=True), name="file_removed"),
        ]

    def __str__(self) -> str:
        return self.name
