"""Encrypted columns with their blind index: an ID number or a phone is found without being readable."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from encrypted_fields.fields import EncryptedCharField

from zhibu.kernel import crypto

INDEXED = ("id_number", "phone")


def encrypted_column(label: str) -> EncryptedCharField:
    """Encrypted at rest; None where nothing is recorded."""
    return EncryptedCharField(label, max_length=255, null=True, blank=True)


class BlindIndexField(models.CharField):
    """The keyed mark of the encrypted column beside it (`<column>_index`), made whenever a row is written."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """The mark follows the value: nobody has to think of it."""
        column = self.attname.removesuffix("_index")
        mark = index_of(column, getattr(model_instance, column))
        setattr(model_instance, self.attname, mark)
        return mark

    def deconstruct(self) -> Any:
        """For the database it is a text column, and migrations need not know more."""
        name, _, arguments, keywords = super().deconstruct()
        return name, "django.db.models.CharField", arguments, keywords


def index_column(label: str) -> BlindIndexField:
    """The mark of the encrypted value beside it."""
    return BlindIndexField(
        label, max_length=64, blank=True, default="", db_index=True, editable=False
    )


def with_marks(columns: Iterable[str]) -> list[str]:
    """The columns, each encrypted one followed by its index column."""
    found: list[str] = []
    for name in columns:
        found += [name, f"{name}_index"] if name in INDEXED else [name]
    return list(dict.fromkeys(found))


class MarkedQuerySet(models.QuerySet[Any]):
    """Writes of many rows at once, which Django makes without asking the fields' `pre_save`."""

    def bulk_update(
        self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None
    ) -> int:
        """As Django's, with the marks of the encrypted columns among `fields`."""
        rows, names = list(objs), with_marks(fields)
        for row in rows:
            for column in INDEXED:
                if column in names:
                    setattr(row, f"{column}_index", index_of(column, getattr(row, column)))
        return super().bulk_update(rows, names, batch_size)

    def update(self, **values: Any) -> int:
        """As Django's, with the marks of the encrypted values; `bulk_update` brings expressions with marks."""
        plain = {n: v for n, v in values.items() if n in INDEXED and isinstance(v, str | None)}
        return super().update(**values | {f"{n}_index": index_of(n, v) for n, v in plain.items()})


def index_of(column: str, value: str | None) -> str:
    """What to look for in `<column>_index`."""
    key: str = settings.ZHIBU_SECRETS["index_key"]
    return crypto.blind_index(key, column, value or "")
