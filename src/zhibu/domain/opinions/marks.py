"""The keyed mark by which a receipt code is known again."""

from __future__ import annotations

from django.conf import settings

from zhibu.kernel.crypto import blind_index


def receipt_mark(code: str) -> str:
    """What is kept of a receipt code."""
    return blind_index(settings.ZHIBU_SECRETS["index_key"], "opinion-receipt", code.replace("-", "").lower())
