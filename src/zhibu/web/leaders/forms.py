"""Forms of this area: shape and wording; what may be done is checked by the services."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from zhibu.domain.casework.selectors import Road, StepState
from zhibu.domain.leaders.choices import Outcome, SelectionKind
from zhibu.domain.leaders.selectors.choosing import SelectionShown
from zhibu.domain.procedures.choices import Method
from zhibu.domain.rulebook.selectors import paper_labels
from zhibu.kernel import clock
from zhibu.web.components.fields import DayField, area, select, text_field, text_input
from zhibu.web.groups.forms import choose_meeting, choose_road


class OpenForm(forms.Form):
    """Why a leader is chosen, and by which road."""

    kind = forms.ChoiceField(label="缘由", choices=SelectionKind.choices, widget=select())
    road = forms.ChoiceField(label="按哪条路产生", widget=forms.RadioSelect, required=False)

    def __init__(self, roads: list[Road], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        choose_road(self, roads)


class StepForm(forms.Form):
    """A step that is simply entered."""

    on = DayField(label="哪天办的")
    outcome = text_field("结果", 100, required=False)
    reason = text_field("同要求不一样的，写明原因", 500, required=False)


def papers_of(step: StepState) -> list[tuple[str, str]]:
    """The papers that the directives in force ask for at a step, to be ticked by who has them: kind, label."""
    labels = paper_labels()
    kinds = dict.fromkeys(kind for asked in step.step.papers for kind in asked.kinds)
    return [(kind, labels.get(kind, kind)) for kind in kinds]


class VoteForm(forms.Form):
    """A vote that was counted by hand: the figures, and the votes of each candidate."""

    on = DayField(label="哪天表决的")
    method = forms.ChoiceField(label="怎样表决", choices=Method.choices, widget=select())
    present = forms.IntegerField(label="实到（有表决权的）", min_value=0, max_value=999, widget=text_input(inputmode="numeric"))
    cast = forms.IntegerField(label="收回的票", min_value=0, max_value=999, widget=text_input(inputmode="numeric"))
    valid = forms.IntegerField(label="有效票", min_value=0, max_value=999, widget=text_input(inputmode="numeric"))

    def __init__(self, shown: SelectionShown, data: Any = None) -> None:
        super().__init__(data, initial={"on": clock.today()})
        self.members = []
        for number, one in enumerate(shown.candidates):
            self.members.append(one.row.member_id)
            self.fields[f"votes{number}"] = forms.IntegerField(
                label=f"{one.row.member}得票", min_value=0, max_value=999, widget=text_input(inputmode="numeric")
            )
        for field in self.fields.values():
            field.error_messages |= {"required": "还没有填。", "invalid": "写整数。"}

    @property
    def votes(self) -> dict[str, int]:
        """Member -> his votes."""
        return {member: self.cleaned_data[f"votes{n}"] for n, member in enumerate(self.members)}


class AppointForm(forms.Form):
    """What the branch decided: who, at which meeting, from which day."""

    member = forms.ChoiceField(label="定了谁", widget=forms.RadioSelect, error_messages={"required": "还没有选人。"})
    decided_by = forms.ChoiceField(
        label="哪次会议决定的", required=False, widget=select(), help_text="组长由支部开会决定，个人不能指定。"
    )
    since = DayField(label="从哪天起任职")
    reason = text_field("同表决结果或要求不一样的，写明理由", 500, required=False)

    def __init__(self, shown: SelectionShown, data: Any = None) -> None:
        super().__init__(data, initial={"since": clock.today()})
        cast(forms.ChoiceField, self.fields["member"]).choices = [(one.row.member_id, str(one.row.member)) for one in shown.candidates]
        choose_meeting(self.fields["decided_by"], shown.meetings)


class ActForm(forms.Form):
    """Who leads for the time being, by which meeting."""

    member = forms.CharField(max_length=100)
    decided_by = forms.CharField(max_length=100, required=False)
    since = DayField(label="从哪天起")


class InterviewForm(forms.Form):
    """Who talked with the leader, when, what about, until when it is to get better."""

    on = DayField(label="哪天谈的")
    by = text_field("谁谈的", 100, missing="还没有写谁谈的。")
    gist = forms.CharField(
        label="谈了什么", max_length=2000, widget=area(4),
        help_text="只有支部书记、委员和他本人看得到；加密保存。", error_messages={"required": "还没有写谈了什么。"},
    )  # fmt: skip
    improve_by = DayField(label="改进期限（可以不写）", required=False)


class CloseForm(forms.Form):
    """What came of an interview."""

    outcome = forms.ChoiceField(choices=[(o.value, o.label) for o in Outcome if o.value])
    on = DayField(label="哪天看的")


class HandOverForm(forms.Form):
    """To whom the work was handed over."""

    to = forms.ChoiceField(label="交给谁", widget=select(), error_messages={"required": "还没有选人。"})
    on = DayField(label="哪天交的")
    note = text_field("说明（可以不写）", 500, required=False)

    def __init__(self, people: list[Any], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        cast(forms.ChoiceField, self.fields["to"]).choices = [("", "选一名党员"), *((one.pk, one.name) for one in people)]
