"""Forms of this area: shape and wording; what may be done is checked by the services."""

from __future__ import annotations

from typing import Any

from django import forms

from zhibu.domain.members.items import ITEMS, SENSITIVE
from zhibu.domain.registry.choices import CareKind, HardshipKind
from zhibu.kernel import clock
from zhibu.web.components.fields import DayField, choice_field, text_field


class RevealForm(forms.Form):
    """Which full values, and why."""

    items = forms.MultipleChoiceField(
        label="看哪几项", choices=[(name, ITEMS[name].label) for name in SENSITIVE],
        widget=forms.CheckboxSelectMultiple, error_messages={"required": "还没有选看哪一项。"},
    )  # fmt: skip
    why = text_field("为什么要看", 200, help_text="例如“核对转接介绍信上的号码”；本人看得到这句话")

    def __init__(self, own: bool, data: Any = None) -> None:
        super().__init__(data)
        if own:
            del self.fields["why"]


class PrintForm(forms.Form):
    """How the form of a member is printed."""

    format = choice_field("文件", [("pdf", "PDF，直接打印"), ("docx", "Word，可以再改")])
    full = forms.BooleanField(label="打印完整的号码和住址", required=False)
    why = text_field("为什么", 200, required=False, help_text="打印别人的完整号码要写；本人看得到")


class CorrectionForm(forms.Form):
    """What is wrong and what it should say."""

    item = choice_field("哪一项", [(name, item.label) for name, item in ITEMS.items()])
    wanted = text_field("应当是", 200, required=False, help_text="日期写 2015-07-01，只知道年月写 2015-07；不该有的空着")
    reason = text_field("哪里不对，为什么", 300)
    evidence = text_field("有什么依据", 300, required=False, help_text="入党志愿书、身份证、任免文件等，支部会来核对原件")


class AnswerForm(forms.Form):
    """Accept or refuse, with the answer."""

    accept = choice_field("怎么处理", [("yes", "同意，照申请改"), ("no", "不同意")], empty="选一项")
    answer = text_field("答复", 300, required=False, help_text="不同意的写明理由，本人看得到")


class ObjectForm(forms.Form):
    """Why the member does not agree."""

    objection = text_field("为什么不同意支部的答复", 300)


class RewardForm(forms.Form):
    """A reward."""

    title = text_field("奖励名称", 100, help_text="例如：优秀共产党员")
    granted_by = text_field("授予单位", 100)
    on = DayField(label="授予日期")
    number = text_field("文号", 100, required=False)


class HardshipForm(forms.Form):
    """A hardship from a day on."""

    kind = choice_field("困难类型", HardshipKind.choices)
    since = DayField(label="从哪一天起")
    details = text_field("情况", 300, required=False, help_text="加密保存，组长看不到；够用就行，不写诊断")


class CareForm(forms.Form):
    """What was done for a member."""

    kind = choice_field("关怀方式", CareKind.choices)
    on = DayField(label="哪一天")
    by = text_field("由谁", 100, help_text="哪个组织或者谁")
    amount = forms.DecimalField(label="金额（元）", required=False, max_digits=10, decimal_places=2, widget=forms.TextInput(attrs={"class": "input", "inputmode": "decimal"}), help_text="没有的空着")
    details = text_field("情况", 300, required=False, help_text="加密保存，组长看不到")


class KeepForm(forms.Form):
    """Keep what is due for longer."""

    until = DayField(label="继续保存到哪一天")
    why = text_field("为什么", 300)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"until": clock.today().replace(month=12, day=31).isoformat()})


class MergeForm(forms.Form):
    """Whose memberships hold, and on what ground the two are one person; the items stand in the table."""

    memberships = choice_field(
        "组织关系有重叠的，以谁的为准", [("kept", "保留的那一条"), ("gone", "并入的那一条")],
        empty="没有重叠，不用选", required=False,
    )  # fmt: skip
    why = text_field("凭什么认定是同一个人", 300, help_text="例如“核对了身份证原件”")
