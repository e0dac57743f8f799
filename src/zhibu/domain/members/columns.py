"""Encrypted columns with their blind index: an ID number or a phone is found without being readable."""

from __future__ import annotations

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


def index_of(column: str, value: str | None) -> str:
    """What to look for in `<column>_index`."""
    key: str = settings.ZHIBU_SECRETS["index_key"]
    return crypto.blind_index(key, column, value or "")
