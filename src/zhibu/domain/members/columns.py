"""Columns of persons: encrypted ones, the blind index of a number, the pinyin of a name.

What follows from another column (`DERIVED`) is made whenever a row is written, one by one or many at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import models
from encrypted_fields.fields import EncryptedCharField

from zhibu.kernel import crypto
from zhibu.kernel.pinyin import pinyin_full, pinyin_initials

INDEXED = ("id_number", "phone")
ENCRYPTED = (*INDEXED, "address")


def encrypted_column(label: str) -> EncryptedCharField:
    """Encrypted at rest; None where nothing is recorded."""
    return EncryptedCharField(label, max_length=255, null=True, blank=True)


def index_of(column: str, value: str | None) -> str:
    """What to look for in `<column>_index`."""
    key: str = settings.ZHIBU_SECRETS["index_key"]
    return crypto.blind_index(key, column, value or "")


# column -> what is kept beside it, and how it is made of the column's value
DERIVED: dict[str, dict[str, Callable[[str | None], str]]] = {
    "id_number": {"id_number_index": lambda value: index_of("id_number", value)},
    "phone": {"phone_index": lambda value: index_of("phone", value)},
    "name": {"name_pinyin": pinyin_full, "name_initials": pinyin_initials},
}
_SOURCES = {name: source for source, beside in DERIVED.items() for name in beside}


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
        source = _SOURCES[self.attname]
        mark = DERIVED[source][self.attname](getattr(model_instance, source))
        setattr(model_instance, self.attname, mark)
        return mark

    def deconstruct(self) -> Any:
        """For the database it is a text column, and migrations need not know more."""
        name, _, arguments, keywords = super().deconstruct()
        return name, "django.db.models.CharField", arguments, keywords


def index_column(label: str) -> DerivedField:
    """The mark of the encrypted value beside it."""
    return DerivedField(
        label, max_length=64, blank=True, default="", db_index=True, editable=False
    )


def pinyin_column(label: str, length: int) -> DerivedField:
    """The name beside it as it is typed; its index is told by the model."""
    return DerivedField(label, max_length=length, blank=True, default="", editable=False)


def with_marks(columns: Iterable[str]) -> list[str]:
    """The columns, each followed by what is derived from it."""
    found: list[str] = []
    for name in columns:
        found += [name, *DERIVED.get(name, ())]
    return list(dict.fromkeys(found))


class MarkedQuerySet(models.QuerySet[Any]):
    """Writes of many rows at once, which Django makes without asking the fields' `pre_save`."""

    def bulk_update(
        self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None
    ) -> int:
        """As Django's, with what is derived from the columns among `fields`."""
        rows, names = list(objs), with_marks(fields)
        for row in rows:
            for mark, value in derived_of({n: getattr(row, n) for n in names if n in DERIVED}).items():
                setattr(row, mark, value)
        return super().bulk_update(rows, names, batch_size)

    def update(self, **values: Any) -> int:
        """As Django's, with what is derived from plain values; `bulk_update` brings expressions with marks."""
        plain = {n: v for n, v in values.items() if n in DERIVED and isinstance(v, str | None)}
        return super().update(**values | derived_of(plain))
