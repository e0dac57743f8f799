"""Imports, their files, the answers of the person who imports, what was written for undo."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.utils.timezone import localtime
from encrypted_fields.fields import EncryptedTextField

from zhibu.domain.imports.choices import Deed, State
from zhibu.kernel.ids import new_id

new_import_id = partial(new_id, "imp")


class Import(models.Model):
    """One taking-in of one or several workbooks, confirmed or undone as a whole."""

    id = models.CharField(primary_key=True, max_length=40, default=new_import_id, editable=False)
    organisation = models.ForeignKey(
        "organisations.Organisation",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="在哪个组织之下",
    )
    made_by = models.ForeignKey(
        "accounts.User",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="empty: the machine's keeper, at the command line",
    )
    made_at = models.DateTimeField("上传时间")
    day = models.DateField("截至哪一天", help_text="名册说的是哪一天的情况")
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT)
    mapping = models.JSONField("改过的列", default=dict)
    summary = models.JSONField("结果", default=dict)
    confirmed_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField("写入时间", null=True)
    undo_until = models.DateTimeField("可撤销到", null=True)
    closed_at = models.DateTimeField("撤销或放弃时间", null=True)

    class Meta:
        verbose_name = "导入"
        ordering = ["-made_at", "id"]

    def __str__(self) -> str:
        return f"导入 {localtime(self.made_at):%Y-%m-%d %H:%M}"


class ImportFile(models.Model):
    """One uploaded workbook; its bytes lie encrypted in the data folder until undo has ended."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="files")
    order = models.PositiveSmallIntegerField()
    name = models.CharField("文件名", max_length=200)
    size = models.PositiveIntegerField("字节数")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the bytes as uploaded")
    stored_as = models.CharField(max_length=80, blank=True, help_text="empty once deleted")

    class Meta:
        verbose_name = "导入的文件"
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["of", "order"], name="import_file_order")]

    def __str__(self) -> str:
        return self.name


class Answer(models.Model):
    """What the person chose for one question; the key is the roster reader's, stable on re-reading.

    A choice may be a key that the reader gave a person or body of the sheets; such keys are counted
    anew on every reading, so `means` says where that person or body stands. `remember`: the name
    is to be taken for the same organisation in later imports.
    """

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="answers")
    key = models.CharField(max_length=200)
    choice = EncryptedTextField("选定")
    means = models.CharField(max_length=300, blank=True, default="")
    remember = models.BooleanField("下次不再问", default=False)
    answered_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField()

    class Meta:
        verbose_name = "回答"
        constraints = [models.UniqueConstraint(fields=["of", "key"], name="answer_once")]

    def __str__(self) -> str:
        return self.key


class RememberedColumn(models.Model):
    """A heading that a person matched to a field by hand; used from then on, there and below."""

    organisation = models.ForeignKey(
        "organisations.Organisation",
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="empty: for all, as the machine's keeper said",
    )
    kind = models.CharField("表的种类", max_length=40)
    heading = models.CharField("列名", max_length=100)
    field = models.CharField("读作", max_length=40, blank=True, help_text="empty: not taken in")
    remembered_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    remembered_at = models.DateTimeField()

    class Meta:
        verbose_name = "记住的列"
        ordering = ["kind", "heading"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "heading"], name="column_remembered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.heading} → {self.field}"


class RememberedName(models.Model):
    """Another name under which sheets know an organisation: a former one, or one a person explained."""

    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField("写法", max_length=200)
    former = models.BooleanField("旧名", default=False)
    remembered_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    remembered_at = models.DateTimeField()

    class Meta:
        verbose_name = "记住的名称"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="name_remembered_once")
        ]

    def __str__(self) -> str:
        return self.name


class Change(models.Model):
    """One row that the import created or changed, with what stood there before."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="changes")
    order = models.PositiveIntegerField()
    table = models.CharField(max_length=60, help_text="app_label.Model")
    row = models.CharField(max_length=64, help_text="primary key")
    deed = models.CharField(max_length=8, choices=Deed)
    before = EncryptedTextField(
        blank=True, null=True, help_text="JSON of the fields changed, as they were"
    )
    after = models.CharField(max_length=64, help_text="digest of the row as it was written")

    class Meta:
        verbose_name = "写入的行"
        ordering = ["order"]
        indexes = [models.Index(fields=["table", "row"], name="change_row")]

    def __str__(self) -> str:
        return f"{self.get_deed_display()} {self.table} {self.row}"
