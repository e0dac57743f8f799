"""Forms of the steps of a case: shape and wording; what may be done is checked by the services."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from zhibu.domain.discipline.choices import Review
from zhibu.domain.discipline.effects import effects
from zhibu.kernel import clock
from zhibu.web.components.fields import DayField, area, select, text_field, text_input


def long_text(label: str, hint: str = "") -> forms.CharField:
    """A text of several lines that must not be empty."""
    return forms.CharField(
        label=label, max_length=20_000, help_text=hint, widget=area(8), error_messages={"required": "这一格要写。"}
    )


def _kinds() -> list[tuple[str, str]]:
    return [("", "选一种"), *((kind, effect.label) for kind, effect in effects().items())]


class StepForm(forms.Form):
    """A step on a day."""

    on = DayField(label="日期", initial=clock.today)


class OpenForm(StepForm):
    """What the case is about."""

    text = long_text("主要事实", "只有支部书记、纪检委员和上级看得到；听取说明以后本人也看得到")


class FactsForm(StepForm):
    """What was found."""

    text = long_text("查清的事实")


class HearForm(StepForm):
    """What he said."""

    text = long_text("本人的说明和申辩", "照他说的写；没有意见的写“没有意见”")


class ReasonForm(StepForm):
    """Where it is done otherwise than usual."""

    reason = text_field("晚了或者没有照一般要求办的原因", 300, required=False)


class WhyForm(StepForm):
    """A step that needs its reason."""

    text = long_text("原因")


class KindForm(StepForm):
    """Which penalty, for how long."""

    kind = forms.ChoiceField(label="处分", widget=select(), error_messages={"required": "还没有选处分。"})
    months = forms.IntegerField(label="影响期（月）", required=False, widget=text_input(inputmode="numeric"), help_text="只有一种长度的空着")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        cast(forms.ChoiceField, self.fields["kind"]).choices = _kinds()


class ResolveForm(KindForm):
    """The meeting that decided."""

    activity = forms.CharField(label="哪次支部大会", widget=select(), error_messages={"required": "还没有选会议；没有登记的先登记会议。"})

    def __init__(self, meetings: list[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data)
        widget = cast(forms.Select, self.fields["activity"].widget)
        widget.choices = [("", "选一次会议"), *meetings]


class ApproveForm(KindForm):
    """Who approved it."""

    approved_by = text_field("批准机关", missing="还没有写批准机关。")
    number = text_field("决定文号", 100, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["kind"].required = False
        self.fields["kind"].help_text = "同支部大会的决定一样的，不用选"


class ReviewForm(KindForm):
    """The answer to an appeal."""

    review = forms.ChoiceField(label="答复", choices=[("", "选一种"), *Review.choices], widget=select(), error_messages={"required": "还没有选答复。"})
    by = text_field("答复机关和文号", missing="还没有写哪个机关答复的。")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["kind"].required = False
        self.fields["kind"].label = "改为哪种处分"
        self.fields["kind"].help_text = "只在改为较轻的处分时选"
