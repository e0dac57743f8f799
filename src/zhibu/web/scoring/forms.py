"""Forms for marks: shape and wording; what may be done is checked by the service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from zhibu.engine.language.points import points_text
from zhibu.web.components.fields import text_field, text_input

if TYPE_CHECKING:
    from zhibu.engine.language.scorecards import Item


class MarkForm(forms.Form):
    """How many points, and on what evidence."""

    points = forms.CharField(
        label="分值", max_length=20, widget=text_input(inputmode="text"),
        error_messages={"required": "还没有填分值。"},
    )  # fmt: skip
    evidence = text_field("依据", 500, missing="还没有写依据。")

    def __init__(self, item: Item, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        assert item.mark is not None
        low, high = item.mark.bounds
        if low == high:
            self.fields["points"].help_text = f"每次固定 {points_text(low)} 分"
            self.initial.setdefault("points", points_text(low))
        else:
            self.fields["points"].help_text = f"{points_text(low)} 到 {points_text(high)}，可以写小数"
        self.fields["evidence"].help_text = f"写明{item.mark.evidence}；不写个人的身份证号、电话"
