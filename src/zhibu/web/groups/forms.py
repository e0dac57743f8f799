"""Forms of this area: shape and wording; what may be done is checked by the services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.urls import reverse
from django.utils.html import format_html

from zhibu.domain.casework.selectors import Road
from zhibu.domain.groups.choices import Basis
from zhibu.domain.rulebook.selectors import meeting_choices
from zhibu.web.components.fields import DayField, area, select, text_input

if TYPE_CHECKING:
    from zhibu.domain.activities.models import Activity

NO_MEETING = "在会议活动里登记支委会（没有支委会的登记党员大会），再回来选。"


class NumberField(forms.IntegerField):
    """A small whole number as people write it."""

    def __init__(self, most: int, **options: Any) -> None:
        said = {"invalid": f"写整数，1 到 {most}。", "min_value": f"写 1 到 {most}。", "max_value": f"写 1 到 {most}。"}
        super().__init__(
            min_value=1, max_value=most, error_messages=said, widget=text_input(inputmode="numeric"), **options
        )


class WishForm(forms.Form):
    """What the person wants beside the rules."""

    basis = forms.ChoiceField(
        label="按什么分", choices=Basis.choices, widget=select()
    )
    groups = NumberField(20, label="想分几组（不写就由系统看）", required=False)
    largest = NumberField(200, label="一组最多几人（不写就不限）", required=False)


class DecideForm(forms.Form):
    """By which meeting the branch decided, from which day, by which road, and why where a rule is missed."""

    decided_by = forms.ChoiceField(
        label="哪次会议决定的", widget=select(), required=False,
        help_text="党小组怎样分由支部开会定，个人不能定。",
    )  # fmt: skip
    since = DayField(label="从哪天起执行")
    road = forms.ChoiceField(label="按哪条路走", widget=forms.RadioSelect, required=False)
    reason = forms.CharField(
        label="还有没做到的要求时，支部为什么这样定", max_length=500, required=False,
        widget=area(2),
    )  # fmt: skip

    def __init__(self, meetings: list[Activity], roads: list[Road], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        choose_meeting(self.fields["decided_by"], meetings)
        choose_road(self, roads)


def choose_meeting(field: Any, meetings: list[Activity]) -> None:
    """The meetings of the branch to choose from, the latest first."""
    field.choices = [("", "选一次会议"), *meeting_choices(meetings)]
    if not meetings:
        field.help_text = format_html('先<a class="underline" href="{}">{}</a>', reverse("meeting-enter"), NO_MEETING)


def choose_road(form: forms.Form, roads: list[Road]) -> None:
    """A choice where there are several roads; with one there is nothing to choose."""
    if len(roads) < 2:
        del form.fields["road"]
        return
    field = cast(forms.ChoiceField, form.fields["road"])
    field.choices = [(one.key, one.label) for one in roads]
    form.initial.setdefault("road", roads[0].key)
