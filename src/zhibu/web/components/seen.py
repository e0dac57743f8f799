"""A form filled in while somebody else changed the same row: nothing of either is lost without a word.

The page bears a mark of each value that it showed. What the sender left as it was keeps what stands there now; what
both changed is told at the field, and sent again it holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django import forms

SEEN = "seen"


class Seen(forms.Form):
    """Call `watch` with the values that stand there now; `touched` says what the sender changed."""

    now: Mapping[str, str] = {}

    def watch(self, now: Mapping[str, str]) -> None:
        """Name of a field -> its value as the form would show it."""
        self.now = now
        self.fields[SEEN] = forms.CharField(required=False, widget=forms.HiddenInput, initial=_marks(now))

    def touched(self, name: str) -> bool:
        """Whether the field was sent with another value than was shown; True where nobody knows what was shown."""
        shown = self._shown()
        return name not in shown or _mark(name, str(self.cleaned_data.get(name) or "")) != shown[name]

    def clean(self) -> dict[str, Any] | None:
        """Fields that the sender and somebody else have both changed meanwhile."""
        super().clean()
        shown = self._shown()
        for name, value in self.now.items():
            given = str(self.cleaned_data.get(name) or "")
            if name not in shown or shown[name] == _mark(name, value) or name in self.errors:
                continue
            if self.touched(name) and _mark(name, given) != _mark(name, value):
                self.add_error(name, f"你打开这一页以后，别人改成了“{value or '空'}”。要用你写的，再点一次保存。")
        if self.errors:
            data: Any = self.data.copy()  # type: ignore[attr-defined]  # what a browser sent
            data[SEEN] = _marks(self.now)  # he has seen it now
            self.data = data
        return self.cleaned_data

    def _shown(self) -> dict[str, str]:
        pairs = str(self.data.get(SEEN, "")).split(" ")
        return dict(pair.split(":", 1) for pair in pairs if ":" in pair)


def _marks(values: Mapping[str, str]) -> str:
    return " ".join(f"{name}:{_mark(name, value)}" for name, value in values.items())


def _mark(name: str, value: str) -> str:
    plain = "".join(value.split())
    return hashlib.sha256(f"{name}\0{plain}".encode()).hexdigest()[:12]
