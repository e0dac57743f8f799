"""The forms of the area: what a service takes, in the words of users."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms

from zhibu.domain.appraisals.choices import Found, Grade, Source
from zhibu.domain.voting.choices import Means
from zhibu.kernel import clock
from zhibu.web.components.choosing import OrganisationSelect
from zhibu.web.components.fields import DayField, area, choice_field, text_field

if TYPE_CHECKING:
    from zhibu.domain.activities.models import Activity
    from zhibu.domain.appraisals.models import LifeMeeting, Measure
    from zhibu.domain.members.models import Member
    from zhibu.domain.organisations.models import Organisation


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
    done = tick("已经改好，请检查")


class CheckForm(forms.Form):
    """What the check found."""

    passed = choice_field("检查结果", (("yes", "改好了，销号"), ("no", "没有改好，接着改")))
    text = long_text("看到的情况", 500, 4)
    on = DayField(label="检查日期")


class ExtendForm(forms.Form):
    """Another day."""

    due_on = DayField(label="延到哪天")
    reason = long_text("为什么延期", 500, 3)


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


class OnForm(forms.Form):
    """A day."""

    on = DayField(label="日期")
