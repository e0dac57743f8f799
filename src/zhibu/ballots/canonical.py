"""One way to write data as bytes, so that two who hold the same data hold the same digest."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical(data: Any) -> bytes:
    """JSON with sorted names, no blanks, UTF-8 as it is; no fractions, so that no reader rounds."""
    _without_floats(data)
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def digest(data: Any) -> str:
    """SHA-256 of the canonical form, in hex."""
    return hashlib.sha256(canonical(data)).hexdigest()


def _without_floats(data: Any) -> None:
    if isinstance(data, float):
        raise TypeError("a number with a point has no canonical form: write it as text")
    if isinstance(data, dict):
        for name, value in data.items():
            if not isinstance(name, str):
                raise TypeError(f"a name of a canonical form is text, not {name!r}")
            _without_floats(value)
    elif isinstance(data, list | tuple):
        for value in data:
            _without_floats(value)
