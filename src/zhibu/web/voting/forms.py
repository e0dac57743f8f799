"""Forms of this area: shape and wording; what may be done is checked by the services."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from zhibu.domain.voting.choices import Kind, Means
from zhibu.domain.voting.people import people_read
from zhibu.domain.voting.roll import Called
from zhibu.domain.voting.services import Person
from zhibu.domain.voting.terms import Terms
from zhibu.engine.language.ballot_ways import EXCLUSIONS
from zhibu.kernel import clock
from zhibu.kernel.errors import InputError
from zhibu.web.components.choosing import OrganisationField
from zhibu.web.components.fields import DayField, select, text_field, text_input

PEOPLE = {
    Kind.ELECTION: ("候选人，一行一个", "姓名，介绍；本支部的党员写姓名就行，次序自动按姓氏笔画排"),
    Kind.APPROVAL: ("表决谁（或什么事），一行一个", "几个人的一行一个，票上一个一个分开表决"),
    Kind.CHOICE: ("可以推选的人，一行一个", "已经列出能当的人；不列的删去那一行"),
    Kind.RECOMMENDATION: ("可以推荐的人，一行一个", "姓名，介绍；票上还能另写别人"),
    Kind.MEASUREMENT: ("测评谁，一行一个", "已经列出正式党员；预备党员参加测评，自己不列"),
    Kind.SURVEY: ("问题，一行一个", "问题 | 回答 | 回答，用竖线隔开，每题至少两个回答"),
}


class StartForm(forms.Form):
    """Which body votes on what."""

    at = OrganisationField(label="哪个组织表决")
    matter = forms.ChoiceField(
        label="表决什么", widget=select(),
        error_messages={"required": "还没有选表决什么。", "invalid_choice": "从列表里选一项。"},
    )  # fmt: skip

    def __init__(self, bodies: Any, matters: dict[str, str], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        cast(OrganisationField, self.fields["at"]).choices = [
            ("", "选一个组织"), *((body.pk, str(body)) for body in bodies)
        ]  # fmt: skip
        cast(forms.ChoiceField, self.fields["matter"]).choices = [("", "选一项"), *matters.items()]


class PollForm(forms.Form):
    """A vote being prepared: name, day, method, seats, who stands on the slip."""

    title = text_field("这次表决叫什么", 100, missing="还没有写名称。")
    on = DayField(label="哪天投票")
    means = forms.ChoiceField(label="怎么投", widget=forms.RadioSelect)
    hidden = forms.ChoiceField(
        label="记不记名", choices=[("1", "无记名"), ("0", "公开")], widget=forms.RadioSelect,
    )  # fmt: skip
    seats = forms.IntegerField(
        label="应选几名", min_value=1, max_value=100, widget=text_input(inputmode="numeric"),
        error_messages={"required": "还没有写应选几名。", "invalid": "写一个数，如 3。"},
    )  # fmt: skip
    people = forms.CharField(
        label="", required=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": "8", "spellcheck": "false"}),
    )  # fmt: skip

    def __init__(self, terms: Terms, called: Sequence[Called], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial={"on": clock.today(), "hidden": "1", **(initial or {})})
        self.kind, self.called = terms.poll, called
        means = cast(forms.ChoiceField, self.fields["means"])
        means.choices = [(key, Means(key).label) for key in Means.values if key in terms.means]
        if len(terms.means) == 1:
            self.initial.setdefault("means", next(iter(terms.means)))
        if terms.secrecy == "always":
            del self.fields["hidden"]
        if terms.poll not in (Kind.ELECTION, Kind.RECOMMENDATION):
            del self.fields["seats"]
        self.fields["people"].label, self.fields["people"].help_text = PEOPLE[Kind(terms.poll)]

    def clean_people(self) -> list[Person]:
        """Who stands on the slip, line by line."""
        try:
            return people_read(self.kind, self.called, self.cleaned_data["people"])
        except InputError as error:
            raise forms.ValidationError(str(error)) from None

    @property
    def given(self) -> dict[str, Any]:
        """What the services take."""
        said = self.cleaned_data
        return {
            "people": said["people"], "title": said["title"], "on": said["on"], "means": said["means"],
            "seats": said.get("seats"), "hidden": said.get("hidden", "1") == "1",
        }  # fmt: skip


class ExcludeForm(forms.Form):
    """Leave somebody out of those called."""

    member = forms.ChoiceField(label="谁", widget=select())
    reason = forms.ChoiceField(label="因为什么", widget=select())
    approved_by = text_field("哪个上级党组织同意的", missing="还没有写哪个上级党组织同意的。")
    resolution = text_field("哪天的哪次大会通过的", missing="还没有写哪次大会通过的。")

    def __init__(self, terms: Terms, called: list[Called], data: Any = None) -> None:
        super().__init__(data)
        people = [(one.member.pk, one.member.name) for one in called if one.entitled]
        cast(forms.ChoiceField, self.fields["member"]).choices = [("", "选一个人"), *people]
        reasons = [(code, EXCLUSIONS[code]) for code in terms.exclusions]
        cast(forms.ChoiceField, self.fields["reason"]).choices = [("", "选一种"), *reasons]
