"""The form of a key."""

from __future__ import annotations

from django import forms

from zhibu.kernel import clock
from zhibu.kernel.dates import add_months
from zhibu.web.components.fields import DayField, text_input


class KeyForm(forms.Form):
    """What for, and until when."""

    label = forms.CharField(
        label="给哪个程序用", max_length=60, widget=text_input(),
        error_messages={"required": "还没有写给哪个程序用。"},
    )  # fmt: skip
    until = DayField(label="到期日", initial=lambda: add_months(clock.today(), 6))
