"""Organisations (党组织): one tree by materialised path; every node with the days it exists."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from zhibu.domain.organisations.choices import OrganisationKind, Sector
from zhibu.domain.organisations.columns import (
    exact,
    id_column,
    one_of,
    precision_column,
    text_column,
)
from zhibu.domain.organisations.paths import SEGMENT, PathField, path_end


class Organisation(models.Model):
    """A committee, general branch, branch, party group or leading body."""

    id = id_column()
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    kind = models.CharField("类别", max_length=20, choices=OrganisationKind)
    name = models.CharField("名称", max_length=200)
    short_name = text_column("简称", 60)
    sector = text_column("领域", 20, choices=Sector)
    established = models.DateField("成立日期", null=True, blank=True)
    established_precision = precision_column()
    established_assumed = models.BooleanField("成立日期是推定的", default=False)
    dissolved = models.DateField("撤销日期", null=True, blank=True)  # the first day it is no more
    dissolved_precision = precision_column()
    path = PathField("路径", max_length=120, unique=True, editable=False)
    depth = models.PositiveSmallIntegerField("层级", editable=False)
    order = models.PositiveIntegerField("顺序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "党组织"
        ordering = ["path"]
        constraints = [
            one_of("kind", OrganisationKind.values, name="organisation_kind"),
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
        indexes = [models.Index(fields=["kind", "path"], name="organisation_kind_path")]

    def __str__(self) -> str:
        return self.short_name or self.name

    @property
    def path_end(self) -> str:
        """The end of the range of everything below."""
        return path_end(self.path)
