"""Columns and constraints that the models of all rooms share: ids, partial dates, closed lists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import F, Q

from zhibu.kernel.errors import Refused

ID_LENGTH = 100


class Precision(models.TextChoices):
    """How exactly a date is known; the date stored is then the first day, of an end the day after."""

    DAY = "day", "日"
    MONTH = "month", "月"
    YEAR = "year", "年"


def id_column() -> models.CharField:
    """A text primary key: the id of the exchange form; `kernel.ids.new_id` makes new ones."""
    return models.CharField("编号", primary_key=True, max_length=ID_LENGTH)


def precision_column() -> models.CharField:
    """Stands beside a date that may be known only to the month or the year."""
    return models.CharField("精确到", max_length=5, choices=Precision, default=Precision.DAY)


def text_column(label: str, length: int = 200, **options: Any) -> models.CharField:
    """Text that may be empty; empty means: not recorded."""
    return models.CharField(label, max_length=length, blank=True, default="", **options)


def require_fits(model: type[models.Model], **texts: str) -> None:
    """Refused where a text is longer than its column: PostgreSQL would refuse it without a word to the user."""
    for name, text in texts.items():
        column = model._meta.get_field(name)
        most = getattr(column, "max_length", None)
        if most is not None and len(text) > most:
            raise Refused(f"“{getattr(column, 'verbose_name', name)}”最多 {most} 个字，读到 {len(text)} 个字，写短一些。")


def one_of(
    column: str, values: Iterable[str], *, name: str, empty: bool = False
) -> models.CheckConstraint:
    """The database itself refuses a value outside a closed list."""
    allowed = [*values, ""] if empty else [*values]
    return models.CheckConstraint(condition=Q(**{f"{column}__in": allowed}), name=name)


def exact(*columns: str, name: str) -> models.CheckConstraint:
    """The precision columns hold day, month or year."""
    condition = Q()
    for column in columns:
        condition &= Q(**{f"{column}__in": Precision.values})
    return models.CheckConstraint(condition=condition, name=name)


def ends_after(since: str, until: str, *, name: str) -> models.CheckConstraint:
    """A span ends after it begins; an empty end is open."""
    condition = Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gt": F(since)})
    return models.CheckConstraint(condition=condition, name=name)
