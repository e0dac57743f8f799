"""Forms of tasks: shape and wording; what may be done is checked by the services."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django import forms

from zhibu.kernel import clock
from zhibu.web.components.fields import DayField, area, text_field, text_input

if TYPE_CHECKING:
    from zhibu.domain.members.models import Member
    from zhibu.domain.organisations.models import Organisation

USUAL_DAYS = 14  # what stands in the field at first; changed with one tap


def note_field(label: str, most: int = 500, *, missing: str = "", rows: int = 3, **more: Any) -> forms.CharField:
    """Several lines of at most so many characters."""
    field = forms.CharField(label=label, max_length=most, widget=area(rows), **more)
    field.error_messages |= {
        "required": missing or f"还没有写{label}。", "max_length": f"最多 {most} 个字，现在写了 %(show_value)s 个。",
    }  # fmt: skip
    return field


class Several(forms.MultipleChoiceField):
    """Some of a list, each with a box to tick."""

    def __init__(self, label: str, missing: str, **more: Any) -> None:
        super().__init__(label=label, widget=forms.CheckboxSelectMultiple(), **more)
        self.error_messages |= {"required": missing, "invalid_choice": "从列表里选；刚才有人换了组织的，刷新再选。"}


class WhatForm(forms.Form):
    """What is to be done, and what counts as done."""

    title = text_field("做什么", 200, missing="还没有写做什么。")
    done_means = text_field("做到什么算完成", 300, required=False, help_text="比如：走访 3 户，交走访记录；可以不写")
    note = note_field("要求", 1000, required=False)


class GiveForm(WhatForm):
    """A task for members of one body."""

    owner = Several("谁来办", "还没有选谁来办。")
    due_on = DayField(label="哪天以前完成")
    field_order = ("title", "owner", "due_on", "done_means", "note")

    def __init__(self, people: Iterable[Member], data: Any = None, initial: Any = None) -> None:
        first = {"due_on": clock.today() + dt.timedelta(days=USUAL_DAYS), **(initial or {})}
        super().__init__(data, initial=first)
        cast(Several, self.fields["owner"]).choices = [(one.pk, one.name) for one in people]


class GiveBelowForm(WhatForm):
    """The same task for several bodies below; their heads have it."""

    everybody = forms.BooleanField(label="派给下面列出的全部组织", required=False)
    bodies = Several("派给哪些组织", "还没有选派给哪些组织。", required=False)
    due_on = DayField(label="哪天以前完成")
    field_order = ("title", "everybody", "bodies", "due_on", "done_means", "note")

    def __init__(self, bodies: Iterable[Organisation], data: Any = None) -> None:
        super().__init__(data, initial={"due_on": clock.today() + dt.timedelta(days=USUAL_DAYS)})
        self.all = [one.pk for one in bodies]
        cast(Several, self.fields["bodies"]).choices = [(one.pk, str(one)) for one in bodies]

    def clean(self) -> dict[str, Any]:
        """All of them with one tick; at least one."""
        given = super().clean() or {}
        if given.pop("everybody", False):
            given["bodies"] = self.all
        if not given.get("bodies") and "bodies" not in self.errors:
            self.add_error("bodies", "还没有选派给哪些组织。")
        return given


class SeriesForm(WhatForm):
    """A task that comes back every month."""

    owner = Several("谁来办", "还没有选谁来办。")
    due_day = forms.IntegerField(
        label="每月几号以前", min_value=1, max_value=31, initial=25, widget=text_input(inputmode="numeric"),
        help_text="31 就是每月最后一天",
        error_messages={"required": "还没有写几号。", "invalid": "写成数字，如 25。"},
    )  # fmt: skip
    until = DayField(label="到哪天止", required=False, help_text="空着就一直派下去，随时能停")
    field_order = ("title", "owner", "due_day", "until", "done_means", "note")

    def __init__(self, people: Iterable[Member], data: Any = None) -> None:
        super().__init__(data)
        cast(Several, self.fields["owner"]).choices = [(one.pk, one.name) for one in people]


class OwnersForm(forms.Form):
    """Who does it from now on."""

    owner = Several("谁来办", "还没有选谁来办。")
    reason = text_field("为什么换", 300, required=False)

    def __init__(self, people: Iterable[Member], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        cast(Several, self.fields["owner"]).choices = [(one.pk, one.name) for one in people]


class ChangeForm(WhatForm):
    """What is asked, and until when."""

    due_on = DayField(label="哪天以前完成")
    reason = text_field("期限推后的原因", 300, required=False, help_text="推后才要写")


class TextForm(forms.Form):
    """How it goes."""

    text = note_field("进展", missing="还没有写进展。")


class DoneForm(forms.Form):
    """What was done; may be empty."""

    text = note_field("做了什么", required=False, help_text="可以不写；照片、表格在任务页上添加")


class AcceptForm(forms.Form):
    """A word on what was done; may be empty."""

    reason = text_field("意见", 300, required=False)


class ReturnForm(forms.Form):
    """What is still missing."""

    reason = note_field("还差什么", missing="退回要写明还差什么。")


class AskForm(forms.Form):
    """Until when more, and why."""

    until = DayField(label="延到哪天")
    reason = note_field("为什么要延期", missing="还没有写为什么要延期。")


class ExtendForm(forms.Form):
    """Whether more time is given."""

    granted = forms.TypedChoiceField(
        label="同意不同意", choices=[("yes", "同意"), ("no", "不同意")], coerce=lambda value: value == "yes",
        widget=forms.Select(attrs={"class": "input"}), error_messages={"required": "选同意或者不同意。"},
    )  # fmt: skip
    reason = text_field("说明", 300, required=False, help_text="不同意的写明原因")


class ReopenForm(forms.Form):
    """Why again, and until when."""

    reason = note_field("为什么重新打开", missing="写明为什么重新打开。")
    due_on = DayField(label="新的期限", required=False, help_text="空着就还是原来的期限")
