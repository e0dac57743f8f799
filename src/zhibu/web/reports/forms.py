"""Forms of reports: shape and wording; what may be done is checked by the services."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from django import forms

from zhibu.kernel import clock
from zhibu.web.components.fields import DayField, choice_field
from zhibu.web.tasks.forms import Several, note_field

if TYPE_CHECKING:
    from zhibu.domain.members.models import Member

PROMISE = "汇报内容不进日志、查找、导出和清单，只有写明的人看得到。保管服务器和密钥的人技术上能解开；不能留下文字的话，当面说。"
MANNERS = (("oral", "口头"), ("written", "纸质的书面汇报（内容不进系统）"))


class WriteForm(forms.Form):
    """What he reports, for which period."""

    period = choice_field("哪一期的", [])
    text = note_field("汇报内容", 20_000, rows=14, missing="还没有写汇报内容。")

    def __init__(self, periods: Sequence[tuple[str, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        cast(forms.ChoiceField, self.fields["period"]).choices = list(periods)


class NoteForm(forms.Form):
    """Who reported on a day."""

    members = Several("谁汇报了", "还没有选谁汇报了。")
    on = DayField(label="哪天", initial=clock.today)
    manner = choice_field("怎么汇报的", MANNERS)

    def __init__(self, people: Sequence[Member], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        cast(Several, self.fields["members"]).choices = [(one.pk, one.name) for one in people]
        self.known = {one.pk: one for one in people}


class AnswerForm(forms.Form):
    """A word back."""

    text = note_field("答复", 20_000, rows=6)


class SureForm(forms.Form):
    """Nothing to fill in."""
