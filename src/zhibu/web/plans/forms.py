"""Forms of plans: twelve months as rows, the reason of a change, the meeting that decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from django import forms

from zhibu.domain.meetings.kinds import label_of
from zhibu.domain.plans.services import Line
from zhibu.kernel import clock
from zhibu.web.components.fields import DayField, area, choice_field, text_field

if TYPE_CHECKING:
    from zhibu.domain.activities.models import Activity
    from zhibu.domain.plans.models import Plan

MONTHS = [(str(month), f"{month}月") for month in range(1, 13)]
SPARE = 3  # empty rows at the end


class LineForm(forms.Form):
    """One line; a new one without a theme and agenda is left out."""

    key = forms.IntegerField(required=False, widget=forms.HiddenInput)
    month = choice_field("月份", MONTHS)
    type = choice_field("活动", ())
    theme = text_field("主题", 200, required=False)
    agenda = forms.CharField(label="议题", required=False, widget=area(2), max_length=2000, help_text="一行一条")
    who = text_field("谁负责", 100, required=False)
    drop = forms.BooleanField(label="删掉这一条", required=False)

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        now = str(self.initial.get("type", ""))
        known = dict(kinds) | ({now: label_of(now)} if now else {})
        cast(forms.ChoiceField, self.fields["type"]).choices = list(known.items())


def lines_form(plan: Plan, kinds: Sequence[tuple[str, str]], data: Any) -> Any:
    """The rows of a plan, with a few empty ones at the end."""
    made = forms.formset_factory(LineForm, extra=SPARE, max_num=130, absolute_max=130)
    initial = [
        {"key": item.pk, "month": str(item.month), "type": item.type, "theme": item.theme, "agenda": item.agenda, "who": item.who}
        for item in plan.items.all()
    ]  # fmt: skip
    return made(data, initial=initial, prefix="line", form_kwargs={"kinds": kinds})


def lines_given(plan: Plan, rows: Any) -> list[Line]:
    """What was written, with what is not shown of each line; empty new rows are left out."""
    there = {item.pk: item for item in plan.items.all()}
    found = []
    for form in rows:
        given = form.cleaned_data
        old = there.get(given.get("key") or 0)
        if not given or given.get("drop") or (old is None and not (given["theme"].strip() or given["agenda"].strip())):
            continue
        agenda = "\n".join(line.strip() for line in given["agenda"].splitlines() if line.strip())
        found.append(Line(
            int(given["month"]), given["type"], given["theme"], agenda, given["who"], old.topic if old else "",
            old.upper_id if old else None, old.pk if old else None,
        ))  # fmt: skip
    return found


class DraftForm(forms.Form):
    """What holds for the whole year."""

    note = text_field("总的要求", 500, required=False)


class WhyForm(forms.Form):
    """The general demand, and why a decided plan is changed."""

    note = text_field("总的要求", 500, required=False)
    why = text_field("为什么调整", 300, required=False, help_text="定下以后的调整要写原因，原样留着")
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, plan: Plan, data: Any = None) -> None:
        super().__init__(data, initial={"note": plan.note, "base": plan.version})
        if plan.decided_on is None:
            del self.fields["why"]

    def renew(self, version: int) -> None:
        """Sent again it holds: he has been told."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # what a browser sent
        data["base"] = str(version)
        self.data = data


class DecideForm(forms.Form):
    """The meeting that decided, or the day."""

    meeting = choice_field("哪次会定的", (), required=False, empty="不是会上定的，或者还没登记")
    on = DayField(label="定下日期", initial=clock.today, required=False, help_text="选了会议的，以开会那天为准；写成 2026-11-20")

    def __init__(self, found: Sequence[Activity], data: Any = None) -> None:
        super().__init__(data)
        given = [(one.pk, f"{one.on} {label_of(one.type)} {one.theme}".strip()) for one in found]
        cast(forms.ChoiceField, self.fields["meeting"]).choices = [("", "不是会上定的，或者还没登记"), *given]
