"""Fields that the forms of all areas share, and how their faults are told."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from zhibu.web.components.days import read_day

DAY_HINT = "写成 2026-11-20；也认 2026.11.20、20261120"


def mark_errors(form: forms.BaseForm) -> None:
    """Tell readers of the screen which fields are wrong and where the words about it stand."""
    for field in form:
        if field.errors:
            field.field.widget.attrs["aria-invalid"] = "true"
            field.field.widget.attrs["aria-describedby"] = f"{field.id_for_label}_error"
        elif field.help_text:
            field.field.widget.attrs["aria-describedby"] = f"{field.id_for_label}_hint"


def text_input(**attributes: str) -> forms.TextInput:
    """A text field in the style of the site."""
    return forms.TextInput(attrs={"class": "input", **attributes})


class DayField(forms.CharField):
    """A day as people write it; the value is a date."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", DAY_HINT)
        super().__init__(max_length=20, widget=text_input(inputmode="numeric"), **options)
        self.error_messages["required"] = "还没有填日期。"

    def clean(self, value: Any) -> dt.date | None:
        text = super().clean(value)
        if not text:
            return None
        day = read_day(text)
        if day is None:
            raise ValidationError(f"“{text}”不是日期，要写成 2026-11-20。")
        return day
