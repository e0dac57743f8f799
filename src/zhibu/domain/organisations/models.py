"""Organisations (党组织): one tree by materialised path; every node with the days it exists."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from zhibu.domain.organisations.choices import (
    Form,
    OrganisationKind,
    Sector,
    UnitNature,
    UnitParty,
    UnitSituation,
)
from zhibu.domain.organisations.columns import (
    ends_after,
    exact,
    id_column,
    one_of,
    precision_column,
    text_column,
)
from zhibu.domain.organisations.derived import MarkedModel, pinyin_column
from zhibu.domain.organisations.paths import SEGMENT, PathField, path_end


class Organisation(MarkedModel):
    """A committee, general branch, branch, party group or leading body."""

    id = id_column()
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    kind = models.CharField("类别", max_length=20, choices=OrganisationKind)
    name = models.CharField("名称", max_length=200)
    short_name = text_column("简称", 60)
    name_pinyin = pinyin_column("名称拼音", 1200)
    name_initials = pinyin_column("名称首字母", 200)
    short_pinyin = pinyin_column("简称拼音", 360)
    short_initials = pinyin_column("简称首字母", 60)
    sector = text_column("领域", 20, choices=Sector)
    form = text_column("设置形式", 20, choices=Form)
    established = models.DateField("成立日期", null=True, blank=True)
    established_precision = precision_column()
    established_assumed = models.BooleanField("成立日期是推定的", default=False)
    dissolved = models.DateField("撤销日期", null=True, blank=True)  # the first day it is no more
    dissolved_precision = precision_column()
    path = PathField("路径", max_length=120, unique=True, editable=False)
    depth = models.PositiveSmallIntegerField("层级", editable=False)
    order = models.PositiveIntegerField("顺序", default=0)
    unit_situation = text_column("单位情况", 20, choices=UnitSituation)
    seat = text_column("所在地", 200)
    address = text_column("地址", 300)
    contact = text_column("联系人", 60)
    phone = text_column("联系电话", 40)  # of the office, not of a person

    class Meta:
        verbose_name = verbose_name_plural = "党组织"
        ordering = ["path"]
        constraints = [
            one_of("kind", OrganisationKind.values, name="organisation_kind"),
            one_of("form", Form.values, name="organisation_form", empty=True),
            one_of(
                "unit_situation", UnitSituation.values, name="organisation_unit_situation", empty=True
            ),
            one_of("sector", Sector.values, name="organisation_sector", empty=True),
            exact("established_precision", "dissolved_precision", name="organisation_precision"),
            models.CheckConstraint(
                condition=Q(established__isnull=False) | ~Q(kind__in=["branch", "party_group"]),
                name="organisation_established",
            ),
            models.CheckConstraint(
                condition=Exact(Length("path"), (F("depth") + Value(1)) * Value(SEGMENT)),
                name="organisation_depth",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "path"], name="organisation_kind_path"),
            models.Index(fields=["name_initials"], name="organisation_initials", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["name_pinyin"], name="organisation_pinyin", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["short_initials"], name="organisation_short_initials", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["short_pinyin"], name="organisation_short_pinyin", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    @property
    def in_full(self) -> str:
        """What it is called in a list of many branches: each has a 第一党小组, so a group has its full name there."""
        return self.name if self.kind == OrganisationKind.PARTY_GROUP else str(self)

    @property
    def path_end(self) -> str:
        """The end of the range of everything below."""
        return path_end(self.path)


class OrganisationPast(models.Model):
    """What an organisation was in earlier days (原来的样子): one row a span; the present is no row.

    `since` empty: from the beginning. `number` is its place below that parent, which nobody else ever
    gets, so that the path of a past day can be made again.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="past", db_index=False, verbose_name="组织"
    )
    parent = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="past_children", verbose_name="上级"
    )
    number = models.PositiveIntegerField("在上级之下的编号")
    kind = models.CharField("类别", max_length=20, choices=OrganisationKind)
    name = models.CharField("名称", max_length=200)
    short_name = text_column("简称", 60)
    sector = text_column("领域", 20, choices=Sector)
    form = text_column("设置形式", 20, choices=Form)
    since = models.DateField("起", null=True, blank=True)
    until = models.DateField("止", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "组织原来的样子"
        ordering = ["organisation", "until"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "until"], name="organisation_past_key"),
            one_of("kind", OrganisationKind.values, name="organisation_past_kind"),
            one_of("sector", Sector.values, name="organisation_past_sector", empty=True),
            one_of("form", Form.values, name="organisation_past_form", empty=True),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__gt=F("since")),
                name="organisation_past_ends_after",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.name} {self.until}"


class Unit(models.Model):
    """A unit (单位) that an organisation covers; a joint branch has several."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="units", verbose_name="组织"
    )
    name = models.CharField("单位名称", max_length=200)
    nature = text_column("单位性质", 30, choices=UnitNature)
    credit_code = text_column("统一社会信用代码", 18)
    party = text_column("建立党组织情况", 10, choices=UnitParty)
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["organisation", "since", "id"]
        constraints = [
            one_of("nature", UnitNature.values, name="unit_nature", empty=True),
            one_of("party", UnitParty.values, name="unit_party", empty=True),
            ends_after("since", "until", name="unit_ends_after"),
        ]

    def __str__(self) -> str:
        return self.name
