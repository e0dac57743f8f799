"""Reads answers that come in pieces."""

from __future__ import annotations

from typing import Any


def read(answer: Any) -> str:
    """The page of an answer, also where it comes in pieces."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return bytes(content).decode()
