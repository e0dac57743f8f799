"""Columns of persons: encrypted ones, and the blind index of a number beside it."""

from __future__ import annotations

from django.conf import settings
from encrypted_fields.fields import EncryptedCharField

from zhibu.domain.organisations.derived import DERIVED, DerivedField
from zhibu.kernel import crypto

INDEXED = ("id_number", "phone")
ENCRYPTED = (*INDEXED, "address")


def encrypted_column(label: str) -> EncryptedCharField:
    """Encrypted at rest; None where nothing is recorded."""
    return EncryptedCharField(label, max_length=255, null=True, blank=True)


def index_of(column: str, value: str | None) -> str:
    """What to look for in `<column>_index`."""
    key: str = settings.ZHIBU_SECRETS["index_key"]
    return crypto.blind_index(key, column, value or "")


DERIVED |= {
    "id_number": {"id_number_index": lambda value: index_of("id_number", value)},
    "phone": {"phone_index": lambda value: index_of("phone", value)},
}


def index_column(label: str) -> DerivedField:
    """The mark of the encrypted value beside it."""
    return DerivedField(
        label, max_length=64, blank=True, default="", db_index=True, editable=False
    )
