"""Filings between two organisations (报送), their papers, their history, and how they are numbered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhibu.domain.filings.choices import OPEN_STATES, FilingAbout, FilingKind, FilingState
from zhibu.domain.organisations.columns import ID_LENGTH, id_column, one_of, text_column


class Filing(models.Model):
    """A report, filing, review, request or reply from one organisation to another (报送件).

    It gets its number when it is sent, so that a draft thrown away leaves no gap. `answers` is the
    filing to which a reply belongs; `key` is the mark of the form it was made with, against double clicks.
    """

    id = id_column()
    kind = models.CharField("方式", max_length=10, choices=FilingKind)
    sender = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="filings_out", db_index=False, verbose_name="发文组织"
    )
    receiver = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="filings_in", db_index=False, verbose_name="收文组织"
    )
    state = models.CharField("状态", max_length=10, choices=FilingState, default=FilingState.DRAFT)
    year = models.PositiveIntegerField("年度", null=True, blank=True)
    serial = models.PositiveIntegerField("序号", null=True, blank=True)
    number = text_column("文号", 100)
    subject = models.CharField("标题", max_length=200)
    body = models.TextField("正文", blank=True, default="")
    about_kind = text_column("事由类别", 20, choices=FilingAbout)
    about = text_column("事由", ID_LENGTH)
    case = models.ForeignKey(
        "procedures.Case", models.PROTECT, null=True, blank=True, related_name="filings", verbose_name="办件"
    )
    step = text_column("步骤", 60)  # of the case: recorded when the filing is accepted
    created_on = models.DateField("起草")
    sent_on = models.DateField("报送日期", null=True, blank=True)
    due_on = models.DateField("办理期限", null=True, blank=True)
    received_on = models.DateField("签收日期", null=True, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)
    reason = text_column("原因", 500)
    filed_number = text_column("备案号", 100)  # given by the receiver
    agreed = models.BooleanField("同意", null=True, blank=True)  # of what was accepted or answered
    sent_user = text_column("报送人账号", ID_LENGTH)  # nobody answers what he sent himself
    answers = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replies", verbose_name="批复的来文"
    )
    signed_by = text_column("签发人", 100)
    contact = text_column("联系人", 100)
    copies_to = text_column("抄送", 300)  # one a line or parted by 、
    drafted_by = text_column("起草人", 100)
    key = text_column("表单标记", 64)

    class Meta:
        verbose_name = verbose_name_plural = "报送件"
        ordering = ["-created_on", "-id"]
        constraints = [
            one_of("kind", FilingKind.values, name="filing_kind"),
            one_of("state", FilingState.values, name="filing_state"),
            one_of("about_kind", FilingAbout.values, name="filing_about"),
            models.CheckConstraint(condition=~Q(sender=models.F("receiver")), name="filing_to_another"),
            models.UniqueConstraint(
                fields=["sender", "year", "serial"], condition=Q(serial__isnull=False), name="filing_serial"
            ),
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="filing_once"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(serial__isnull=False, sent_on__isnull=False), name="filing_numbered"
            ),
        ]
        indexes = [
            models.Index(fields=["receiver", "state", "due_on"], name="filing_inbox"),
            models.Index(fields=["sender", "state", "created_on"], name="filing_outbox"),
            models.Index(fields=["about"], name="filing_about_key"),
            models.Index(fields=["-created_on", "-id"], name="filing_newest"),
            models.Index(fields=["due_on"], condition=Q(state__in=("sent", "received")), name="filing_open"),
        ]

    def __str__(self) -> str:
        return f"{self.number or '（未编号）'} {self.subject}"

    @property
    def is_open(self) -> bool:
        """Whether the receiver has still to do something with it."""
        return self.state in OPEN_STATES


class FilingPaper(models.Model):
    """A paper that goes with a filing, by reference (附件)."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="papers", verbose_name="报送件")
    place = models.PositiveSmallIntegerField("顺序")
    kind = text_column("种类", 60)
    title = models.CharField("名称", max_length=200)
    paper = text_column("材料", ID_LENGTH)  # id of a paper on record, where it is one

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["filing", "place"]
        constraints = [models.UniqueConstraint(fields=["filing", "place"], name="filing_paper_key")]

    def __str__(self) -> str:
        return self.title


class FilingEvent(models.Model):
    """What happened with a filing, shown to both sides; never changed (经过)."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="events", verbose_name="报送件")
    at = models.DateTimeField("时间")
    on = models.DateField("日期")
    what = models.CharField("做了什么", max_length=20)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="哪一方"
    )
    person = text_column("谁", 100)
    note = text_column("说明", 500)

    class Meta:
        verbose_name = verbose_name_plural = "报送经过"
        ordering = ["filing", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.filing_id} {self.what}"


class FilingPrefix(models.Model):
    """How an organisation's numbers begin: 青水支 in 青水支〔2026〕12号 (发文代字)."""

    organisation = models.OneToOneField(
        "organisations.Organisation", models.PROTECT, related_name="filing_prefix", verbose_name="组织"
    )
    text = models.CharField("发文代字", max_length=20)
    set_on = models.DateField("设定日期")

    class Meta:
        verbose_name = verbose_name_plural = "发文代字"

    def __str__(self) -> str:
        return self.text


class FilingSerial(models.Model):
    """The last number that an organisation gave out in a year; locked while the next is given."""

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", db_index=False, verbose_name="组织"
    )
    year = models.PositiveIntegerField("年度")
    last = models.PositiveIntegerField("最后的序号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "文号"
        constraints = [models.UniqueConstraint(fields=["organisation", "year"], name="filing_serial_year")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.year} {self.last}"
