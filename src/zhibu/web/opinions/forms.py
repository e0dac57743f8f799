"""Forms of opinions: shape and wording; what may be done is checked by the services."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django import forms

from zhibu.domain.opinions.choices import Kind, Whose
from zhibu.kernel import clock
from zhibu.web.components.fields import DayField, area, choice_field, text_field

if TYPE_CHECKING:
    from zhibu.domain.members.models import Member
    from zhibu.domain.opinions.models import Opinion
    from zhibu.domain.organisations.models import Organisation


def words_field(label: str, most: int, rows: int = 5, *, missing: str = "", **more: Any) -> forms.CharField:
    """Several lines of at most so many characters."""
    field = forms.CharField(label=label, max_length=most, widget=area(rows), **more)
    field.error_messages |= {
        "required": missing or f"还没有写{label}。", "max_length": f"最多 {most} 个字，现在写了 %(show_value)s 个。",
    }  # fmt: skip
    return field


def tick(label: str, hint: str = "") -> forms.BooleanField:
    """A box to tick."""
    return forms.BooleanField(label=label, required=False, help_text=hint)


class TakeForm(forms.Form):
    """What somebody said; a name is never needed."""

    text = words_field("他说了什么", 2000, missing="还没有写内容。")
    whose = choice_field("谁的意见", Whose.choices)
    kind = choice_field("类别", Kind.choices)
    member = choice_field("哪位党员", [], empty="不写名字", required=False)
    speaker = text_field("提的人", 60, required=False, help_text="群众愿意留名才写；可以不写")
    confidential = tick("涉及个人", "勾上以后只有现在处理它的组织的书记、组长或党务工作者看得到内容")
    on = DayField(label="哪天说的", initial=clock.today)

    def __init__(self, people: Iterable[Member], data: Any = None) -> None:
        super().__init__(data)
        self.people = {one.pk: one for one in people}
        cast(forms.ChoiceField, self.fields["member"]).choices = [("", "不写名字"), *((key, one.name) for key, one in self.people.items())]
        if not self.people:
            del self.fields["member"]

    def clean_member(self) -> Member | None:
        """The member that was chosen."""
        return self.people.get(self.cleaned_data["member"])


class PutForm(forms.Form):
    """A member's own opinion."""

    text = words_field("想说的", 2000, missing="还没有写内容。")
    kind = choice_field("类别", Kind.choices)
    body = choice_field("提给谁", [])
    confidential = tick("涉及个人", "勾上以后只有收的组织的书记、组长或党务工作者看得到内容")

    def __init__(self, bodies: Iterable[Organisation], data: Any = None) -> None:
        super().__init__(data)
        self.bodies = {one.pk: one for one in bodies}
        cast(forms.ChoiceField, self.fields["body"]).choices = [(key, str(one)) for key, one in self.bodies.items()]

    def clean_body(self) -> Organisation:
        """The body that was chosen."""
        return self.bodies[self.cleaned_data["body"]]


class PassForm(forms.Form):
    """To whom, and why."""

    to = choice_field("转给", [])
    reason = text_field("说明", 300, required=False)

    def __init__(self, bodies: Iterable[Organisation], data: Any = None) -> None:
        super().__init__(data)
        self.bodies = {one.pk: one for one in bodies}
        cast(forms.ChoiceField, self.fields["to"]).choices = [(key, str(one)) for key, one in self.bodies.items()]

    def clean_to(self) -> Organisation:
        """The body that was chosen."""
        return self.bodies[self.cleaned_data["to"]]


class AnswerForm(forms.Form):
    """The answer."""

    text = words_field("答复", 2000)


class CloseForm(forms.Form):
    """How the answer was told."""

    how = text_field("怎么反馈的", 100, missing="还没有写怎么反馈的。", help_text="比如：当面说了；会上通报；本人凭回执码看")


class ReopenForm(forms.Form):
    """Why again."""

    reason = words_field("为什么重新打开", 500, 3)


class WithdrawForm(forms.Form):
    """Why it is taken back; may be empty."""

    reason = text_field("为什么撤回", 300, required=False)


class MergeForm(forms.Form):
    """Into which one."""

    into = choice_field("并入哪一条", [])

    def __init__(self, found: Iterable[Opinion], data: Any = None) -> None:
        super().__init__(data)
        self.found = {one.pk: one for one in found}
        choices = [(key, f"{one.taken_on} {one.text[:30]}") for key, one in self.found.items()]
        cast(forms.ChoiceField, self.fields["into"]).choices = choices

    def clean_into(self) -> Opinion:
        """The opinion that was chosen."""
        return self.found[self.cleaned_data["into"]]


class PublishForm(forms.Form):
    """What the public page shows: in the unit's own words, without names."""

    public_text = words_field("公开的意见", 500, 3, help_text="用单位自己的话概括，不写名字、电话和能认出人的细节")
    public_answer = words_field("公开的答复", 1000)


class BoxForm(forms.Form):
    """What the page of the box says, and whether it shows answers."""

    words = text_field("写在页面上的话", 300, required=False, help_text="比如：支部每周一看意见箱，十天内答复")
    shows_answers = tick("页面上公开答复", "只显示你逐条公开的，不显示名字")


class SendForm(forms.Form):
    """What anybody sends: no name, no telephone, nothing that is not needed."""

    text = words_field("你想说的", 1000, 7, missing="还没有写内容。", help_text="不用写姓名和电话；最多 1000 字，不要写网址")
    kind = choice_field("这是", Kind.choices)
    whose = choice_field("你是", [(Whose.MASSES, "群众"), (Whose.MEMBER, "党员")], help_text="入党申请人、积极分子选群众")
    above = tick("说的是这个组织的书记或组长", "勾上就直接送上级党组织，这里的人看不到")
    website = forms.CharField(required=False)  # nobody sees it, programs fill it in
    token = forms.CharField(widget=forms.HiddenInput, required=False)


class ReceiptForm(forms.Form):
    """The code by which the sender reads the answer."""

    code = text_field("回执码", 20, missing="还没有写回执码。")
