"""Texts about persons, encrypted at rest."""

from __future__ import annotations

from typing import Any

from django.db import models
from encrypted_fields.fields import EncryptedTextField


class SealedTextField(EncryptedTextField):
    """Encrypted; an empty text, which the database keeps as NULL, is read as an empty text."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"null": True, "blank": True, "default": "", **options})

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str:
        return super().from_db_value(value, expression, connection) or ""


def sealed_column(label: str) -> models.TextField:
    """A text about a person; empty where nothing is written."""
    return SealedTextField(label)
