"""The forms of an appraisal: plan, texts of persons, grades, telling."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms

from zhibu.domain.appraisals.choices import Grade
from zhibu.domain.voting.choices import Means
from zhibu.kernel import clock
from zhibu.web.appraisals.forms import long_text
from zhibu.web.components.choosing import OrganisationSelect
from zhibu.web.components.fields import DayField, choice_field, text_field

if TYPE_CHECKING:
    from zhibu.domain.organisations.models import Organisation


class PlanForm(forms.Form):
    """The plan of an appraisal."""

    organisation = forms.ChoiceField(label="支部", widget=OrganisationSelect())
    year = forms.IntegerField(label="年度", widget=forms.TextInput(attrs={"class": "input", "inputmode": "numeric"}),
                              error_messages={"required": "还没有填年度。", "invalid": "年度写四位数字。"})  # fmt: skip
    self_by = DayField(label="自评哪天以前交")
    mutual_by = DayField(label="互评到哪天")
    meeting_on = DayField(label="哪天开会测评")
    grading_by = DayField(label="哪天以前评定")
    place = text_field("开会地点", 200, required=False)
    plan = long_text("别的要求", 2000, 4, required=False)

    def __init__(self, data: Any, bodies: Sequence[Organisation], first: dict[str, Any]) -> None:
        super().__init__(data, initial=first)
        self.bodies = {body.pk: body for body in bodies}
        if bodies:
            field = self.fields["organisation"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(body.pk, str(body)) for body in bodies]
        else:  # changing one that is there
            for name in ("organisation", "year", "place"):
                del self.fields[name]


def plan_days(today: dt.date) -> dict[str, Any]:
    """A plan as it usually lies: a fortnight for each stage."""
    weeks = [today + dt.timedelta(days=days) for days in (14, 21, 28, 42)]
    return {"year": today.year, **dict(zip(("self_by", "mutual_by", "meeting_on", "grading_by"), weeks, strict=True))}


class LeaveOutForm(forms.Form):
    """Whether somebody is graded."""

    graded = choice_field("这一年定不定等次", (("yes", "定"), ("no", "不定")))
    reason = text_field("不定的原因", 100, required=False)


class SelfForm(forms.Form):
    """One's self-appraisal."""

    text = long_text("自评", 5000, 12, help_text="一年做了什么，差在哪里，怎么改")


class MutualForm(forms.Form):
    """One field a person; the names of the fields are the numbers of the rows."""

    on = DayField(label="互评日期")

    def __init__(self, data: Any, people: Sequence[Any]) -> None:
        super().__init__(data, initial={"on": clock.today()})
        self.people = {f"p{one.pk}": one for one in people}
        for name, one in self.people.items():
            self.fields[name] = long_text(f"对{one.member.name}的意见", 5000, 3, required=False, initial=one.mutual_text)

    def texts(self) -> dict[str, str]:
        """Member -> what was said."""
        return {one.member_id: self.cleaned_data[name] for name, one in self.people.items()}


class StageForm(forms.Form):
    """A stage is done."""

    on = DayField(label="哪天做完的")
    reason = text_field("有人没交的原因", 300, required=False)


class VoteForm(forms.Form):
    """How the measurement is taken."""

    means = choice_field("怎么测评", ())

    def __init__(self, data: Any, means: Iterable[str]) -> None:
        super().__init__(data)
        field = self.fields["means"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one, Means(one).label) for one in means]


class GradeForm(forms.Form):
    """Grade and opinion, one pair a person."""

    def __init__(self, data: Any, people: Sequence[Any]) -> None:
        super().__init__(data)
        self.people = list(people)
        for one in self.people:
            if one.graded:
                self.fields[f"g{one.pk}"] = choice_field(
                    f"{one.member.name}的等次", Grade.choices, empty="还没定", required=False, initial=one.grade
                )
            self.fields[f"c{one.pk}"] = text_field(
                f"对{one.member.name}的支部意见", 1000, required=False, initial=one.comment
            )

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """For the page: person, field of the grade (None where he gets none), field of the opinion."""
        return [(one, self[f"g{one.pk}"] if one.graded else None, self[f"c{one.pk}"]) for one in self.people]

    def grades(self) -> dict[str, tuple[str, str]]:
        """Member -> (grade, opinion)."""
        said = self.cleaned_data
        return {one.member_id: (said.get(f"g{one.pk}", ""), said[f"c{one.pk}"]) for one in self.people}


class SettleForm(forms.Form):
    """The decision on the grades."""

    on = DayField(label="评定日期")
    decided_by = choice_field("哪次会评定的", (), required=False, empty="没有在系统里")
    over_reason = text_field("优秀超出比例的原因", 300, required=False)
    reason = text_field("别的不照规定办的原因", 300, required=False)

    def __init__(self, data: Any, meetings: Sequence[tuple[str, str]], *, over: bool) -> None:
        super().__init__(data, initial={"on": clock.today(), "decided_by": meetings[0][0] if meetings else ""})
        field = self.fields["decided_by"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "没有在系统里"), *meetings]
        if not over:
            del self.fields["over_reason"]


class TellForm(forms.Form):
    """Who is told on which day."""

    on = DayField(label="告知日期")
    members = forms.MultipleChoiceField(
        label="告知哪些人", widget=forms.CheckboxSelectMultiple, error_messages={"required": "还没有选人。"}
    )

    def __init__(self, data: Any, people: Sequence[tuple[str, str]]) -> None:
        super().__init__(data, initial={"on": clock.today(), "members": [key for key, _ in people]})
        field = self.fields["members"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = people


class ObjectForm(forms.Form):
    """One does not agree."""

    text = long_text("不同意见", 5000, 6)


class AnswerForm(forms.Form):
    """The branch answers."""

    answer = long_text("答复", 5000, 6)
    grade = choice_field("等次", Grade.choices, empty="维持原来的", required=False)
