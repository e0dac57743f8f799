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


def area(rows: int) -> forms.Textarea:
    """A field of several lines in the style of the site."""
    return forms.Textarea(attrs={"class": "input", "rows": rows})


def select() -> forms.Select:
    """A list to choose from in the style of the site."""
    return forms.Select(attrs={"class": "input"})


def text_field(label: str, most: int = 200, *, missing: str = "", **more: Any) -> forms.CharField:
    """One line of at most so many characters; `missing` is what is told where nothing stands."""
    field = forms.CharField(label=label, max_length=most, widget=text_input(), **more)
    field.error_messages |= {
        "required": missing or f"还没有填{label}。",
        "max_length": f"最多 {most} 个字，现在写了 %(show_value)s 个。",
    }
    return field


def choice_field(label: str, options: Any, *, empty: str = "", **more: Any) -> forms.ChoiceField:
    """One of a list; `empty` is what stands there while nothing is chosen."""
    given = [("", empty), *options] if empty else list(options)
    field = forms.ChoiceField(label=label, choices=given, widget=select(), **more)
    field.error_messages |= {"required": f"还没有选{label}。", "invalid_choice": "从列表里选一项。"}
    return field


class ReasonForm(forms.Form):
    """Why something is done; nothing else."""

    reason = forms.CharField(
        label="原因", max_length=500, widget=area(3), error_messages={"required": "还没有写原因。"}
    )


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
