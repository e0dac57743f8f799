"""Forms of this area: shape and wording; what may be done is checked by the services."""

from __future__ import annotations

from typing import Any

from django import forms

from zhibu.domain.members.choices import Entry, LeaveReason, State
from zhibu.domain.members.items import ITEMS, SENSITIVE, text_of
from zhibu.kernel import clock
from zhibu.web.components.fields import DayField, choice_field, text_field, text_input
from zhibu.web.components.seen import Seen

HINTS = {
    "id_number": "18 位；写错的当场指出来",
    "birth": "只知道年月的写 1990-03",
    "joined": "支部大会通过接收为预备党员的日期，只知道年月的写 2015-07",
    "full_since": "预备党员空着",
}


def item_field(name: str) -> forms.Field:
    """The field of one item of a member."""
    item = ITEMS[name]
    hint = HINTS.get(name, "")
    if item.kind == "choice":
        words = [(word, word) for word in item.choices]
        return choice_field(item.label, words, empty="没有登记", required=False, help_text=hint)
    return text_field(item.label, required=item.required, help_text=hint)


class ItemsForm(Seen):
    """All items of a member who is there; sensitive ones stay empty unless they are to be changed."""

    def __init__(self, member: Any, data: Any = None) -> None:
        super().__init__(data)
        self.member = member
        for name, item in ITEMS.items():
            self.fields[name] = field = item_field(name)
            if name in SENSITIVE:
                there = "已登记，" if getattr(member, name) else "还没有登记，"
                field.help_text = f"{there}不改就空着"
                continue
            value = text_of(member, name)
            field.initial = value
            if item.kind == "choice" and value and value not in item.choices:
                field.choices.append((value, f"{value}（原来的写法）"))  # type: ignore[attr-defined]  # a choice field
        self.watch({name: text_of(member, name) for name in ITEMS if name not in SENSITIVE})
        self.fields["why"] = text_field("为什么改", 200, help_text="本人在自己的页面上看得到，例如“本人换了手机号”")

    def values(self) -> dict[str, str]:
        """The items that were changed; a word from an old workbook that stands as it was is none."""
        given = {name: self.cleaned_data[name] for name in ITEMS}
        kept = {n: v for n, v in given.items() if n not in SENSITIVE or v.strip()}
        return {n: v for n, v in kept.items() if n in SENSITIVE or (v != text_of(self.member, n) and self.touched(n))}


class RecordForm(forms.Form):
    """A new member on the roll of a branch."""

    how = choice_field("怎么进入这个支部", Entry.choices)
    since = DayField(label="从哪一天起在这个支部")

    def __init__(self, groups: list[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data, initial={"since": clock.today().isoformat()})
        for name in ITEMS:
            self.fields[name] = item_field(name)
        self.fields["group"] = choice_field("党小组", groups, empty="还没有编组", required=False)
        self.fields["unit"] = text_field("单位", 100, required=False)
        self.fields["team"] = text_field("科室、班组或村组", 100, required=False)

    def values(self) -> dict[str, str]:
        """The items that were filled in."""
        return {name: self.cleaned_data[name] for name in ITEMS if self.cleaned_data[name]}


class PlaceForm(forms.Form):
    """Unit and team from a day on."""

    unit = text_field("单位", 100, required=False)
    team = text_field("科室、班组或村组", 100, required=False, help_text="划分党小组时按它分")
    since = DayField(label="从哪一天起")


class StateForm(forms.Form):
    """Floating, lost or stopped from a day on."""

    state = choice_field("状态", State.choices)
    since = DayField(label="从哪一天起", help_text="失联的，写最后一次参加组织生活或者交党费的日期")
    details = text_field("流向或原因", 200, required=False, help_text="流动的写去了哪里；失联、停止党籍的写原因")


class DayForm(forms.Form):
    """The day on which something ends."""

    until = DayField(label="从哪一天起不再是", help_text="登记错了的，填它开始的那天，就当没有登记过")


class LeaveForm(forms.Form):
    """Leaving for good."""

    reason = choice_field("离开原因", LeaveReason.choices)
    on = DayField(label="哪一天离开")
    note = text_field("说明", 50, required=False, help_text="转到哪里、哪次会议决定的；不写病情")


class WhyForm(forms.Form):
    """A reason, nothing else."""

    why = text_field("原因", 200)


class RosterForm(forms.Form):
    """How a roster is cut and put in order; everything may stay empty."""

    q = text_field("姓名或拼音", 60, required=False)
    standing = choice_field("类别", [("full", "正式党员"), ("probationary", "预备党员")], empty="正式和预备", required=False)
    state = choice_field("状态", State.choices, empty="各种状态", required=False)
    sex = choice_field("性别", [(s, s) for s in ITEMS["sex"].choices], empty="男女", required=False)
    education = choice_field("学历", [(s, s) for s in ITEMS["education"].choices], empty="各种学历", required=False)
    age_from = forms.IntegerField(label="年龄从", required=False, min_value=18, max_value=130, widget=text_input(inputmode="numeric", size="3"))
    age_to = forms.IntegerField(label="到", required=False, min_value=18, max_value=130, widget=text_input(inputmode="numeric", size="3"))
    unit = choice_field("单位班组", [], required=False)
    group = choice_field("党小组", [], required=False)
    order = choice_field("排列", [], required=False)

    def __init__(self, data: Any, *, units: list[str], groups: list[tuple[str, str]], orders: dict[str, str]) -> None:
        super().__init__(data)
        self._choose("unit", [("", "各单位班组"), *((u, u) for u in units)])
        self._choose("group", [("", "各党小组"), *groups, ("none", "没有编组的")])
        self._choose("order", list(orders.items()))
        for name, there in (("unit", units), ("group", groups)):
            if not there:
                del self.fields[name]

    def _choose(self, name: str, options: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = options
