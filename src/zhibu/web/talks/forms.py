"""Forms of talks: shape and wording; what may be done is checked by the services."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from django import forms

from zhibu.domain.talks.reasons import reasons
from zhibu.kernel import clock
from zhibu.web.components.fields import DayField, choice_field, text_field, text_input
from zhibu.web.tasks.forms import Several, note_field

if TYPE_CHECKING:
    from zhibu.domain.members.models import Member

PROMISE = "谈话内容不进日志、查找、导出和清单，只有谈的人看得到，别的账号什么权限都看不到。保管服务器和密钥的人技术上能解开；不能留下文字的话，不要写。"


class TalkForm(forms.Form):
    """Who talked, on which day; the rest may stay empty."""

    people = Several("谁同谁谈", "还没有选人，至少选两个。")
    on = DayField(label="哪天", initial=clock.today, help_text="今天或以前：记成谈过了；以后的日子：排进计划。写成 2026-11-20")
    place = text_field("在哪里", 200, required=False)
    reason = choice_field("为什么谈", [], required=False, empty="平时谈心，不写原因")

    def __init__(self, people: Sequence[Member], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        cast(Several, self.fields["people"]).choices = [(one.pk, one.name) for one in people]
        known = [(one.code, one.label) for one in reasons().values() if one.code != "usual"]
        cast(forms.ChoiceField, self.fields["reason"]).choices = [("", "平时谈心，不写原因"), *known]
        self.known = {one.pk: one for one in people}

    def chosen(self) -> list[Member]:
        """The members that were ticked, in the order of the list."""
        return [self.known[key] for key in self.cleaned_data["people"]]


class RoundForm(forms.Form):
    """One person and all with whom he is to talk; from which day on, how many a day."""

    who = choice_field("谁去谈", [])
    people = Several("同谁谈", "还没有选要谈的人。")
    on = DayField(label="从哪天起", initial=clock.today)
    a_day = forms.IntegerField(
        label="一天谈几个", min_value=1, max_value=20, initial=2, widget=text_input(inputmode="numeric"),
        help_text="按工作日往后排，排好以后每一次都能改",
        error_messages={"required": "还没有写一天谈几个。", "invalid": "写成数字，如 2。"},
    )  # fmt: skip

    def __init__(self, people: Sequence[Member], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        options = [(one.pk, one.name) for one in people]
        cast(forms.ChoiceField, self.fields["who"]).choices = options
        cast(Several, self.fields["people"]).choices = options
        self.known = {one.pk: one for one in people}


class HoldForm(forms.Form):
    """It was held on this day."""

    on = DayField(label="哪天谈的", initial=clock.today)
    place = text_field("在哪里", 200, required=False)


class MoveForm(HoldForm):
    """Another day or place."""

    on = DayField(label="改到哪天")


class SureForm(forms.Form):
    """Nothing to fill in."""


class NoteForm(forms.Form):
    """What was said."""

    text = note_field("谈了什么", 20_000, rows=8)
