"""Encrypted columns with their blind index: an ID number or a phone is found without being readable."""

from __future__ import annotations

from django.conf import settings
from encrypted_fields.fields import EncryptedCharField

from zhibu.domain.organisations.columns import text_column
from zhibu.kernel import crypto

INDEXED = ("id_number", "phone")


def encrypted_column(label: str) -> EncryptedCharField:
    """Encrypted at rest; None where nothing is recorded."""
    return EncryptedCharField(label, max_length=255, null=True, blank=True)


def index_column(label: str) -> object:
    """The keyed mark of the encrypted value beside it."""
    return text_column(label, 64, db_index=True, editable=False)


def index_of(column: str, value: str | None) -> str:
    """What to look for in `<column>_index`."""
    key: str = settings.ZHIBU_SECRETS["index_key"]
    return crypto.blind_index(key, column, value or "")
