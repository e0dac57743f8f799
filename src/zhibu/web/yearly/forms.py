"""Forms of reports of a year: shape and wording."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, cast

from django import forms

from zhibu.domain.yearly.periods import named
from zhibu.web.components.fields import area, choice_field, text_field
from zhibu.web.components.seen import Seen

if TYPE_CHECKING:
    from zhibu.domain.yearly.models import YearSection
    from zhibu.domain.yearly.selectors import Choice


class BeginForm(forms.Form):
    """Whose report, which kind, about when."""

    which = choice_field("写哪一份", [])

    def __init__(self, found: Iterable[Choice], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.found = {f"{one.type}/{one.period}/{one.organisation.pk}": one for one in found}
        choices = [(key, f"{one.organisation} {named(one.period)} {one.label}") for key, one in self.found.items()]
        cast(forms.ChoiceField, self.fields["which"]).choices = choices

    @property
    def chosen(self) -> Choice:
        """What was chosen."""
        return self.found[self.cleaned_data["which"]]


class Lines(forms.CharField):
    """Several lines, whichever signs the browser ends them with."""

    def to_python(self, value: Any) -> str:
        """As it is stored."""
        return str(super().to_python(value)).replace("\r\n", "\n")


class ChangeForm(Seen):
    """The title and all sections."""

    title = text_field("标题", 200)

    def __init__(self, title: str, sections: Sequence[YearSection], data: Any = None) -> None:
        now = {"title": title, **{f"s_{one.code}": one.text for one in sections}}
        super().__init__(data, initial=now)
        for one in sections:
            rows = min(max(one.text.count("\n") + 2, 3), 16)
            field = Lines(label=one.title, required=False, max_length=20_000, widget=area(rows), strip=False)
            self.fields[f"s_{one.code}"] = field
        self.watch(now)

    def said(self, name: str) -> str:
        """What was sent in a field; empty where the sender left it as it was shown."""
        return str(self.cleaned_data[name]) if self.touched(name) else ""

    def texts(self) -> dict[str, str]:
        """The sections that the sender changed, by code."""
        names = [name for name in self.fields if name.startswith("s_")]
        return {name.removeprefix("s_"): str(self.cleaned_data[name]) for name in names if self.touched(name)}


class ReturnForm(forms.Form):
    """What is still missing."""

    reason = forms.CharField(
        label="还差什么", max_length=500, widget=area(3), error_messages={"required": "退回要写明还差什么。"}
    )


class ReadForm(forms.Form):
    """At which meeting."""

    meeting = choice_field("在哪次会上", [])

    def __init__(self, meetings: Sequence[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data)
        cast(forms.ChoiceField, self.fields["meeting"]).choices = meetings
