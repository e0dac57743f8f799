"""Forms of this area: the result of an election, an appointment, an end, an extension."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django import forms

from zhibu.domain.committees.choices import COMMITTEE
from zhibu.domain.members.choices import Manner, PostKind
from zhibu.kernel import clock
from zhibu.web.components.choosing import OrganisationField, labels_of
from zhibu.web.components.fields import DayField, select, text_field, text_input

if TYPE_CHECKING:
    from zhibu.domain.organisations.models import Organisation

SEATS = 9
PEOPLE_ERRORS = {"required": "还没有选人。"}


class PersonField(OrganisationField):
    """One of the members that the form offers, by name; the value is the id."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("error_messages", dict(PEOPLE_ERRORS))
        super().__init__(**options)

    def validate(self, value: Any) -> None:
        """As of organisations, in words that fit a person."""
        if value and str(value) not in labels_of(self.choices):
            raise forms.ValidationError(f"“{value}”不在这个组织的党员里，从列表里选一个。")
        if self.required and not value:
            raise forms.ValidationError(PEOPLE_ERRORS["required"])


def _meeting(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, widget=select(),
        help_text="先登记那次会议，这里才选得到",
    )  # fmt: skip


class BeginForm(forms.Form):
    """A new term: when, by which meeting, who was elected to what, approval and filing."""

    since = DayField(label="新一届从哪一天起")
    decided_by = _meeting("哪次会议选举的")
    manner = forms.ChoiceField(label="怎样产生", choices=Manner.choices, widget=select())
    number = forms.IntegerField(label="第几届", required=False, min_value=1, max_value=999, widget=text_input(inputmode="numeric"))
    planned_until = DayField(label="任期届满", required=False, help_text="不填就按执行的制度推算")
    approved_on = DayField(label="书记、副书记批准日期", required=False)
    approval_number = text_field("批准文号", 100, required=False)
    filed_on = DayField(label="委员备案日期", required=False)
    filing_number = text_field("备案号", 100, required=False)

    def __init__(
        self, people: list[tuple[str, str]], meetings: list[tuple[str, str]], data: Any = None, first: Any = (),
        filled: Any = None,
    ) -> None:
        today = clock.today().isoformat()
        super().__init__(data, initial={"since": today, "manner": "elected", **(filled or {})})
        cast(forms.ChoiceField, self.fields["decided_by"]).choices = [("", "没有登记"), *meetings]
        kept = list(first)
        for place in range(SEATS):
            member, post = kept[place] if place < len(kept) else ("", "")
            self.fields[f"post{place}"] = forms.ChoiceField(
                label=f"第{place + 1}个职务", required=False, initial=post, widget=select(),
                choices=[("", "没有"), *((code, PostKind(code).label) for code in COMMITTEE)],
            )  # fmt: skip
            field = PersonField(label=f"第{place + 1}个当选人", required=False)
            field.choices = [("", "没有"), *people]
            field.initial = member
            self.fields[f"member{place}"] = field

    def clean(self) -> dict[str, Any]:
        """A post needs somebody, somebody needs a post."""
        given = super().clean() or {}
        for place in range(SEATS):
            if bool(given.get(f"post{place}")) != bool(given.get(f"member{place}")) and f"member{place}" not in self.errors:
                self.add_error(f"member{place}", "职务和人要一起填。")
        return given

    def chosen(self) -> list[tuple[str, str]]:
        """(member id, post) of the seats that were filled."""
        given = self.cleaned_data
        found = [(given[f"member{n}"], given[f"post{n}"]) for n in range(SEATS)]
        return [(member, post) for member, post in found if member]

    def head(self) -> Iterable[forms.BoundField]:
        """The fields besides the seats."""
        return [self[name] for name in BeginForm.base_fields]

    def seats(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of the seats, pair by pair."""
        return [(self[f"post{n}"], self[f"member{n}"]) for n in range(SEATS)]


class AppointForm(forms.Form):
    """One post: by-election, appointment from above, somebody who acts for the secretary."""

    post = forms.ChoiceField(label="职务", widget=select())
    member = PersonField(label="谁")
    since = DayField(label="从哪一天起")
    decided_by = _meeting("哪次会议定的")
    manner = forms.ChoiceField(label="怎样产生", choices=[("", "没有登记"), *Manner.choices], required=False, widget=select())
    acting = forms.BooleanField(label="主持工作（书记空缺期间临时负责）", required=False)
    filed_on = DayField(label="批准或备案日期", required=False)
    filing_number = text_field("批准或备案文号", 100, required=False)
    planned_until = DayField(label="任期届满", required=False, help_text="补选的，到这一届届满")

    def __init__(
        self, organisation: Organisation, people: list[tuple[str, str]], meetings: list[tuple[str, str]],
        data: Any = None, first: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(data, initial={"since": clock.today().isoformat(), **(first or {})})
        kinds = [choice for choice in PostKind.choices if choice[0] != PostKind.GROUP_LEADER]
        cast(forms.ChoiceField, self.fields["post"]).choices = kinds
        cast(PersonField, self.fields["member"]).choices = [("", "选一个人"), *people]
        cast(forms.ChoiceField, self.fields["decided_by"]).choices = [("", "没有登记"), *meetings]


class RelieveForm(forms.Form):
    """From which day on a post is no longer held."""

    until = DayField(label="从哪一天起不再担任")
    reason = text_field("原因", required=False)



class ExtendForm(forms.Form):
    """Another end of the term, and the approval from above."""

    until = DayField(label="届满改到哪一天", help_text="提前换届的，填提前的日子")
    approved_by = text_field("批准的党组织")
    number = text_field("批复文号", 100)
    approved_on = DayField(label="批复日期")
    reason = text_field("原因", 500, required=False)
