"""The forms of the area: what a service takes, in the words of users."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms

from zhibu.domain.appraisals.choices import Found, Source
from zhibu.web.components.fields import DayField, area, choice_field, text_field

if TYPE_CHECKING:
    from zhibu.domain.activities.models import Activity
    from zhibu.domain.appraisals.models import LifeMeeting, Measure
    from zhibu.domain.members.models import Member


def long_text(label: str, most: int, rows: int = 8, **more: Any) -> forms.CharField:
    """Several lines of at most so many characters."""
    field = forms.CharField(label=label, max_length=most, widget=area(rows), **more)
    field.error_messages |= {"required": f"还没有写{label}。", "max_length": f"最多 {most} 个字，现在写了 %(show_value)s 个。"}
    return field


def tick(label: str, hint: str = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, help_text=hint)


class LifeForm(forms.Form):
    """How the meeting is prepared."""

    source = choice_field("主题来源", Source.choices)
    basis = text_field("上级的通知", 200, required=False, help_text="主题是上级定的才填：发文单位、文号或名称")
    outlines_by = DayField(label="提纲哪天以前交", required=False, help_text="不填就不催")
    talks_since = DayField(label="谈心谈话从哪天算起", required=False, help_text="不填：上一次生活会以后的都算")
    names_critics = tick("记下谁提的批评意见", "不勾只记意见，不记名字")
    studies = forms.MultipleChoiceField(
        label="会前学习是哪几次", required=False, widget=forms.CheckboxSelectMultiple, help_text="从已经登记的学习、党课里勾"
    )

    def __init__(self, data: Any, life: LifeMeeting | None, offered: Sequence[Activity], words: Any) -> None:
        first: dict[str, Any] = {"source": Source.OWN}
        if life is not None:
            first = {name: getattr(life, name) for name in ("source", "basis", "outlines_by", "talks_since", "names_critics")}
            first["studies"] = [one.pk for one in life.studies.all()]
        super().__init__(data, initial=first)
        self.offered = {one.pk: one for one in offered}
        studies = self.fields["studies"]
        assert isinstance(studies, forms.MultipleChoiceField)
        studies.choices = [(one.pk, f"{one.on} {words(one)} {one.theme}".strip()) for one in offered]
        if not offered:
            del self.fields["studies"]


class WriteForm(forms.Form):
    """A paper as text."""

    text = long_text("正文", 20_000, 18)
    on = DayField(label="写成日期")


class NoteForm(forms.Form):
    """A paper that is there."""

    on = DayField(label="材料日期")


class OutlineForm(forms.Form):
    """One's own outline."""

    text = long_text("提纲", 20_000, 16, help_text="问题、原因、怎么改；写一半也能先存")
    shared = tick("会前给支部看", "不勾，开会以前只有你自己看得到")


class CriticismForm(forms.Form):
    """What was said of one member; each line one opinion."""

    own = long_text("他的自我批评", 20_000, 6, required=False)
    received = long_text("别人对他的批评意见", 20_000, 10, required=False, help_text="一条一行")

    def __init__(self, data: Any, first: dict[str, Any], *, names: bool) -> None:
        super().__init__(data, initial=first)
        if names:
            self.fields["received"].help_text = "一条一行；写谁提的：姓名：意见"


class MeasureForm(forms.Form):
    """A problem with its measure."""

    problem = long_text("问题", 500, 3)
    found = choice_field("怎么发现的", Found.choices)
    member = choice_field("谁的问题", (), required=False)
    measure = long_text("整改措施", 500, 3, required=False, help_text="还没想好可以先空着，定清单以前补上")
    owner = choice_field("谁来整改", (), required=False, empty="还没定")
    due_on = DayField(label="哪天以前改好", required=False)

    def __init__(self, data: Any, people: Iterable[Member], row: Measure | None = None) -> None:
        first: dict[str, Any] = {}
        if row is not None:
            first = {"problem": row.problem, "measure": row.measure, "owner": row.owner_id, "due_on": row.due_on}
        super().__init__(data, initial=first)
        self.people = {member.pk: member for member in people}
        named = [(key, member.name) for key, member in self.people.items()]
        for name, empty in (("member", "班子或组织的"), ("owner", "还没定")):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", empty), *named]
        if row is not None:
            del self.fields["found"], self.fields["member"]
        if row is not None and row.due_on is not None:
            del self.fields["due_on"]

    def person(self, name: str) -> Member | None:
        return self.people.get(self.cleaned_data.get(name) or "")


class ProgressForm(forms.Form):
    """How it goes."""

    text = long_text("做了什么", 500, 4)
    on = DayField(label="日期")
    done = tick("已经改好，等检查")


class CheckForm(forms.Form):
    """What the check found."""

    passed = choice_field("检查结果", (("yes", "改好了，销号"), ("no", "没有改好，接着改")))
    text = long_text("看到的情况", 500, 4)
    on = DayField(label="检查日期")


class ExtendForm(forms.Form):
    """Another day."""

    due_on = DayField(label="延到哪天")
    reason = long_text("为什么延期", 500, 3)


class EntrustForm(forms.Form):
    """The word by which the secretary speaks for the committee."""

    word = text_field("谁委托的、哪天、讲什么", 200, required=False, help_text="如：支委会 2026-11-20 委托，传达评议安排；没有委托的空着")


class OnForm(forms.Form):
    """A day."""

    on = DayField(label="日期")
