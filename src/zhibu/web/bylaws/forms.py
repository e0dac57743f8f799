"""Forms of the unit's own rules."""

from __future__ import annotations

from typing import Any

from django import forms

from zhibu.kernel import clock
from zhibu.web.components.fields import DayField, area, choice_field, text_field

BODY_HINT = "一段一行；“一、”“（一）”“1.”开头的行排成标题。〔〕里的是要自己填的"


def body_field(rows: int = 24) -> forms.CharField:
    """The wording."""
    return forms.CharField(label="正文", widget=area(rows), error_messages={"required": "正文是空的。"}, help_text=BODY_HINT)


class OwnForm(forms.Form):
    """A rule of one's own."""

    title = text_field("名称", 100, missing="还没有写制度的名称。")
    body = body_field(16)


class DraftForm(forms.Form):
    """The draft; `base` says which state of it was read."""

    body = body_field()
    base = forms.CharField(required=False, widget=forms.HiddenInput)


class TitleForm(forms.Form):
    """Another title."""

    title = text_field("名称", 100, missing="还没有写制度的名称。")


class EnactForm(forms.Form):
    """Which meeting decided on it, who approved it, since when it holds."""

    meeting = choice_field("哪次会议定的", [], empty="会议不在下面", required=False)
    decided_by = text_field("谁定的", 100, required=False, help_text="上面没有那次会议的才写，如“2019年3月党员大会”")
    decided_on = DayField(label="哪天定的", initial=clock.today)
    since = DayField(label="从哪天起执行", initial=clock.today)
    approved_by = text_field("谁批准", 100, required=False, help_text="要上级批准的才填")
    approved_on = DayField(label="哪天批准", required=False)
    paper_number = text_field("文号", 60, required=False)

    def __init__(self, meetings: list[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["meeting"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "会议不在下面"), *meetings]


class RepealForm(forms.Form):
    """From which day it holds no more, and why."""

    until = DayField(label="从哪天起不再执行", initial=clock.today)
    reason = text_field("为什么废止", 300, missing="还没有写为什么废止。")


class DayForm(forms.Form):
    """On which day."""

    on = DayField(label="日期", initial=clock.today)
