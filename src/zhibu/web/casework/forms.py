"""Forms of this area: shape and wording; what may be done is checked by the service."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.urls import reverse
from django.utils.html import format_html

from zhibu.domain.accounts import scope
from zhibu.domain.casework.meetings import deciding_body
from zhibu.domain.casework.policies import OWN_ROOM
from zhibu.domain.casework.selectors import Road, StepState, meetings_fit, procedures, types_wanted
from zhibu.domain.rulebook.selectors import activity_labels, meeting_choices, paper_labels
from zhibu.kernel import clock
from zhibu.kernel.actor import KEEPERS, Actor
from zhibu.web.components.choosing import OrganisationField
from zhibu.web.components.fields import DayField, select, text_field

if TYPE_CHECKING:
    from zhibu.domain.procedures.models import Case

MOST_BODIES = 2_000


class StartForm(forms.Form):
    """Which procedure, in which organisation: the roads follow from these."""

    procedure = forms.ChoiceField(label="办什么", widget=select(), error_messages={"required": "还没有选办什么。"})
    organisation = OrganisationField(label="哪个组织办")

    def __init__(self, actor: Actor, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        known = [("", "选一项"), *((one.code, one.label) for one in procedures() if one.code not in OWN_ROOM)]
        cast(forms.ChoiceField, self.fields["procedure"]).choices = known
        mine = scope.organisations(actor).filter(scope.reach(actor, roles=KEEPERS), dissolved__isnull=True)
        bodies = list(mine.exclude(kind__in=("party_group", "leading_body"))[:MOST_BODIES])
        cast(forms.ChoiceField, self.fields["organisation"]).choices = [
            *([("", "选一个组织")] if len(bodies) != 1 else []), *((body.pk, str(body)) for body in bodies)]


class OpenForm(forms.Form):
    """By which road, about whom or what, from which day."""

    road = forms.ChoiceField(label="走哪条路径", required=False, widget=forms.RadioSelect())
    subject = text_field("对谁、对什么办", 100, missing="还没有写对谁、对什么办。", help_text="党员或组织的名称、编号；还不是党员的写姓名")
    on = DayField(label="从哪一天开始")
    note = text_field("说明", 500, required=False)

    def __init__(self, offers: list[Road], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        field = cast(forms.ChoiceField, self.fields["road"])
        field.choices = [(one.key, one.label) for one in offers]
        if len(offers) < 2:
            del self.fields["road"]
        else:
            field.required, field.initial = True, None
            field.error_messages["required"] = "还没有选走哪条路径。"


class StepForm(forms.Form):
    """A step: its day, the meeting that decided, papers, the result, why it is done otherwise."""

    on = DayField(label="哪一天办的")
    decided_by = forms.ChoiceField(label="哪次会决定的", required=False, widget=select())
    papers = forms.MultipleChoiceField(label="有了哪些材料", required=False, widget=forms.CheckboxSelectMultiple())
    outcome = text_field("结果", 100, required=False, help_text="如 同意、文号；没有的不填")
    reason = text_field("没有照“一般”的要求办的，写原因", 500, required=False)

    def __init__(self, case: Case, step: StepState, data: Any = None, initial: Any = None, *, voted: bool = False) -> None:
        super().__init__(data, initial=initial)
        if voted:  # day and result are the vote's
            del self.fields["on"], self.fields["outcome"]
        self._meetings(case, step)
        self._papers(step)
        if not any(one.wants_reason for one in step.blocked_by) and not _usual(step):
            del self.fields["reason"]

    def _meetings(self, case: Case, step: StepState) -> None:
        wanted = types_wanted(case.organisation, step.step, clock.today())
        if not wanted:
            del self.fields["decided_by"]
            return
        labels = activity_labels()
        names = "、".join(labels.get(kind, kind) for kind in wanted)
        field = cast(forms.ChoiceField, self.fields["decided_by"])
        said = meeting_choices(meetings_fit(case.organisation, step.step, clock.today()))
        field.choices = [("", "选一次会" if said else f"还没有登记过{names}"), *said]
        where = f"{reverse('meeting-enter')}?organisation={deciding_body(case.organisation).pk}&type={wanted[0]}"
        field.help_text = format_html(
            '要由{}决定，个人不能定；没有列出来的，先<a class="underline" href="{}">在会议活动里登记</a>', names, where
        )

    def _papers(self, step: StepState) -> None:
        labels = paper_labels()
        kinds = dict.fromkeys([*(kind for one in step.step.papers for kind in one.kinds), *step.step.usual_papers])
        if not kinds:
            del self.fields["papers"]
            return
        cast(forms.MultipleChoiceField, self.fields["papers"]).choices = [
            (kind, labels.get(kind, kind)) for kind in kinds]

    def said(self) -> dict[str, Any]:
        """What the service takes."""
        return dict(self.cleaned_data)


def _usual(step: StepState) -> bool:
    """Whether a demand of strength 一般 may have to be explained."""
    found = step.step
    asked = [one.by for group in (found.after, found.times, found.papers, found.meetings) for one in group]
    return any(one.strength == "usual" for one in asked) or step.strength == "usual"



class CloseForm(forms.Form):
    """The day on which a case was settled, and how."""

    on = DayField(label="哪一天办结的")
    outcome = text_field("结果", 100, required=False, help_text="不填就写“办结”")

    @classmethod
    def of(cls, data: Any, today: dt.date) -> CloseForm:
        """The form with today in it."""
        return cls(data, initial={"on": today.isoformat()})
