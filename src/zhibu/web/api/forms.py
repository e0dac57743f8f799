"""The form of a key."""

from __future__ import annotations

from django import forms

from zhibu.kernel import clock
from zhibu.kernel.dates import add_months
from zhibu.web.components.fields import DayField, text_field


class KeyForm(forms.Form):
    """What for, and until when."""

    label = text_field("给哪个程序用", 60, missing="还没有写给哪个程序用。")
    until = DayField(label="到期日", initial=lambda: add_months(clock.today(), 6))
