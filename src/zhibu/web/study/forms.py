"""Forms of study and commitments: shape and wording; what may be done is checked by the services."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from django import forms

from zhibu.domain.rulebook.selectors import activity_labels
from zhibu.domain.study.choices import TYPES, NoteKind, Outcome
from zhibu.kernel import clock
from zhibu.web.components.fields import DayField, choice_field, text_field, text_input
from zhibu.web.tasks.forms import Several, note_field

if TYPE_CHECKING:
    from zhibu.domain.members.models import Member
    from zhibu.domain.study.models import Commitment

PROMISE = "只有你看得到，公开以前别的账号都打不开；公开以后本支部的人看得到，随时能收回。保管服务器和密钥的人技术上能解开。"


def types_known() -> list[tuple[str, str]]:
    """Types that the plan and ledger hold, with their words."""
    labels = activity_labels()
    return [(code, labels.get(code, code)) for code in TYPES]


def hours_field(label: str = "学时", **more: Any) -> forms.DecimalField:
    """学时, to a tenth."""
    return forms.DecimalField(
        label=label, max_digits=5, decimal_places=1, widget=text_input(inputmode="decimal"),
        error_messages={"invalid": "学时写成数字，如 1.5。", "required": "还没有写学时。",
                        "max_digits": "学时写成数字，如 1.5。", "max_decimal_places": "学时最多写一位小数，如 1.5。",
                        "max_whole_digits": "学时写成数字，如 1.5。"}, **more,
    )  # fmt: skip


class TopicForm(forms.Form):
    """One line of the plan."""

    topic = text_field("学什么", 300, missing="还没有写学什么。")
    month = choice_field("哪个月", [(str(month), f"{month}月") for month in range(1, 13)], required=False, empty="不定月份")
    type = choice_field("类型", [])
    materials = text_field("学习资料", 300, required=False, help_text="书名、篇名；文件和网址放到“资料”里")
    hours = hours_field(required=False)
    lead = choice_field("谁领学", [], required=False)

    def __init__(self, people: Sequence[Member], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        cast(forms.ChoiceField, self.fields["type"]).choices = types_known()
        cast(forms.ChoiceField, self.fields["lead"]).choices = [("", "先不定"), *((one.pk, one.name) for one in people)]
        self.known = {one.pk: one for one in people}

    def said(self) -> dict[str, Any]:
        """As the services take it."""
        given = self.cleaned_data
        return given | {"month": int(given["month"]) if given["month"] else None, "lead": self.known.get(given["lead"])}


class MaterialForm(forms.Form):
    """Something to study from."""

    title = text_field("名称", 200, missing="还没有写资料的名称。")
    link = text_field("网址", 500, required=False, help_text="文件在下一页传；只有网址的填这里")


class SessionForm(forms.Form):
    """A study that was held; whoever is not ticked was absent."""

    type = choice_field("类型", [])
    on = DayField(label="哪天", initial=clock.today)
    content = note_field("学了什么", 4000, missing="还没有写学了什么，台账上要有内容。")
    hours = hours_field(required=False, help_text="一天 8 学时、半天 4 学时、一小时 1 学时；按本单位的算法填")
    present = Several("谁到了", "没有一个人到会，记不成一次学习。", help_text="没到的去掉勾")
    excused = Several("谁请了假", "", required=False)
    part_of = choice_field("在哪次会上学的", [], required=False, empty="单独学的")
    place = text_field("地点", 200, required=False)

    def __init__(self, people: Sequence[Member], meetings: Sequence[tuple[str, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        options = [(one.pk, one.name) for one in people]
        for name in ("present", "excused"):
            cast(Several, self.fields[name]).choices = options
        cast(forms.ChoiceField, self.fields["type"]).choices = types_known()
        cast(forms.ChoiceField, self.fields["part_of"]).choices = [("", "单独学的"), *meetings]

    def clean(self) -> dict[str, Any]:
        """Whoever asked for leave was not there."""
        given = super().clean() or {}
        both = set(given.get("present", ())) & set(given.get("excused", ()))
        if both:
            given["present"] = [key for key in given["present"] if key not in both]
        return given


class LineForm(forms.Form):
    """Content and hours of a study that was held."""

    content = note_field("学了什么", 4000, missing="还没有写学了什么，台账上要有内容。")
    hours = hours_field(required=False)


class SelfForm(forms.Form):
    """What he studied himself."""

    on = DayField(label="哪天", initial=clock.today)
    what = text_field("学了什么", 300, missing="还没有写学了什么。")
    hours = hours_field()


class NoteForm(forms.Form):
    """Notes or a reflection."""

    kind = choice_field("写什么", NoteKind.choices)
    period = text_field("哪一期的", 7, required=False, help_text="2026、2026-H1、2026-Q4 或 2026-11；空着是今年")
    text = note_field("内容", 20_000, rows=14, missing="还没有写内容。")


class CommitmentForm(forms.Form):
    """What he commits himself to, and how."""

    text = note_field("承诺做什么", 2000, rows=5, missing="还没有写承诺做什么。")
    measures = note_field("怎么做到", 2000, required=False, help_text="做几次、哪天以前，写得出来就好查")


class ReturnForm(forms.Form):
    """Why."""

    why = text_field("哪里要改", 300, missing="还没有写哪里要改。")


class InspectionForm(forms.Form):
    """For each commitment what came of it."""

    on = DayField(label="哪天查的", initial=clock.today)

    def __init__(self, rows: Sequence[Commitment], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.rows = list(rows)
        for one in self.rows:
            who = one.member or one.organisation
            self.fields[f"outcome_{one.pk}"] = choice_field(f"{who}：{one.text[:60]}", Outcome.choices, required=False, empty="这次不查")
            self.fields[f"words_{one.pk}"] = text_field(f"{who}：说明", 300, required=False, help_text="没有全部兑现的，写差在哪里、哪天补上")

    def findings(self) -> dict[str, tuple[str, str]]:
        """Commitment -> outcome and words, of those that were looked at."""
        given = self.cleaned_data
        return {
            one.pk: (given[f"outcome_{one.pk}"], given[f"words_{one.pk}"]) for one in self.rows if given[f"outcome_{one.pk}"]
        }


class DayForm(forms.Form):
    """A day."""

    on = DayField(label="哪天", initial=clock.today)


class SureForm(forms.Form):
    """Nothing to fill in."""
