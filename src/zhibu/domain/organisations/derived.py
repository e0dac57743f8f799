"""Columns that follow from another one of the same row: the pinyin of a name, the blind index of a number.

They are made whenever a row is written, one by one or many at once. A room above adds its own to `DERIVED`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import models

from zhibu.kernel.pinyin import pinyin_full, pinyin_initials

# column -> what is kept beside it, and how it is made of the column's value
DERIVED: dict[str, dict[str, Callable[[str | None], str]]] = {
    "name": {"name_pinyin": pinyin_full, "name_initials": pinyin_initials},
    "short_name": {"short_pinyin": pinyin_full, "short_initials": pinyin_initials},
}


def derived_of(values: Mapping[str, Any]) -> dict[str, str]:
    """What stands beside the named values, by column: for whoever writes many rows past the models."""
    return {
        name: make(values.get(source))
        for source, beside in DERIVED.items()
        if source in values
        for name, make in beside.items()
    }


class DerivedField(models.CharField):
    """Follows from the column beside it (`DERIVED`), made whenever a row is written."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """The mark follows the value: nobody has to think of it."""
        source, make = next((s, beside[self.attname]) for s, beside in DERIVED.items() if self.attname in beside)
        mark = make(getattr(model_instance, source))
        setattr(model_instance, self.attname, mark)
        return mark

    def deconstruct(self) -> Any:
        """For the database it is a text column, and migrations need not know more."""
        name, _, arguments, keywords = super().deconstruct()
        return name, "django.db.models.CharField", arguments, keywords


def pinyin_column(label: str, length: int) -> DerivedField:
    """The name beside it as it is typed; its index is told by the model."""
    return DerivedField(label, max_length=length, blank=True, default="", editable=False)


def with_marks(columns: Iterable[str], model: type[models.Model]) -> list[str]:
    """The columns, each followed by what is derived from it in this model."""
    known = {field.name for field in model._meta.concrete_fields}
    found: list[str] = []
    for name in columns:
        found += [name, *(beside for beside in DERIVED.get(name, ()) if beside in known)]
    return list(dict.fromkeys(found))


class MarkedQuerySet(models.QuerySet[Any]):
    """Writes of many rows at once, which Django makes without asking the fields' `pre_save`."""

    def bulk_update(
        self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None
    ) -> int:
        """As Django's, with what is derived from the columns among `fields`."""
        rows, names = list(objs), with_marks(fields, self.model)
        for row in rows:
            for mark, value in derived_of({n: getattr(row, n) for n in names if n in DERIVED}).items():
                setattr(row, mark, value)
        return super().bulk_update(rows, names, batch_size)

    def update(self, **values: Any) -> int:
        """As Django's, with what is derived from plain values; `bulk_update` brings expressions with marks."""
        plain = {n: v for n, v in values.items() if n in DERIVED and isinstance(v, str | None)}
        return super().update(**values | derived_of(plain))


class MarkedModel(models.Model):
    """A model with such columns."""

    objects = MarkedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """A partial write of a column takes what follows from it along."""
        marked = None if update_fields is None else with_marks(update_fields, type(self))
        super().save(*args, update_fields=marked, **kwargs)
