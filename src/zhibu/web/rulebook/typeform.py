"""The form of an invented activity type: what a clerk ticks and writes, to and from the type's plain data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError

from zhibu.domain.rulebook import selectors
from zhibu.engine.language.activity_types import CALLED, STEPS, VOICES, ActivityType
from zhibu.facts.choices import ORGANISATION_KINDS
from zhibu.facts.contract import TABLES
from zhibu.web.components.fields import DayField, area, choice_field, text_field
from zhibu.web.rulebook.forms import AtOrganisation

if TYPE_CHECKING:
    from zhibu.kernel.actor import Actor

# How a field of the record is said to be filled in, as clerks write it.
KIND_WORDS = {"文字": "text", "人": "people", "数": "number", "分条": "list", "意见": "opinions", "决议": "resolutions", "问题": "problems"}
WORD_OF = {kind: word for word, kind in KIND_WORDS.items()}
FIRST = {"held_by": ["branch", "party_group"], "called": "members", "minutes": ["contents"],
         "fields": ["start", "place", "theme", "host", "recorder", "recorded_on"]}  # fmt: skip
MOST_LINES = 30


def columns() -> list[tuple[str, str]]:
    """The columns that a form of an activity may ask for."""
    return [(one.name, one.chinese) for one in TABLES["activities"].columns
            if not one.required and one.name not in ("id", "organisation", "type", "on", "status")]


def ticks(label: str, options: Iterable[tuple[str, str]] = (), **more: Any) -> forms.MultipleChoiceField:
    """Several of a list."""
    field = forms.MultipleChoiceField(
        label=label, choices=list(options), required=False, widget=forms.CheckboxSelectMultiple, **more
    )
    field.error_messages["invalid_choice"] = "从列表里勾选。"
    return field


class TypeForm(AtOrganisation):
    """What a type is called, who holds it, who is called, what its form and its record ask for."""

    TICKED = ("held_by", "fields", "minutes", "papers", "steps")

    label = text_field("名称", 40, missing="还没有填名称。", help_text="如 红色读书会")
    short = text_field("简称", 20, required=False, help_text="放在日历里的，几个字")
    gist = text_field("一句话说明", 200, required=False)
    held_by = ticks("由谁开展", ORGANISATION_KINDS.items(), help_text="一个也不勾，就是都可以")
    called = choice_field("应到的人", CALLED.items())
    guests = forms.BooleanField(label="常有列席的人", required=False)
    voices = choice_field("记录里的意见是谁提的", VOICES.items(), required=False)
    confidential = forms.BooleanField(label="内容只给到场的人看", required=False)
    fields_ = ticks("登记哪些")
    minutes = ticks("记录里写哪些")
    lines = forms.CharField(
        label="记录里自己加的项", required=False, widget=area(4),
        help_text="一行一项：名称，冒号，怎么填。怎么填可以写 文字、人、数、分条、意见、决议、问题，或者 选 好、一般；不写就是文字",
    )
    papers = ticks("常有的材料")
    steps = ticks("有哪些步骤", STEPS.items(), help_text="一个也不勾，就由登记的和记录的得出")
    since = DayField(label="从哪一天起用")

    def __init__(self, actor: Actor, data: Any = None, initial: Any = None, former: Mapping[str, Any] | None = None) -> None:
        super().__init__(actor, data, initial)
        self.former = former or {}
        book = selectors.rulebook()
        self._choose("fields_", columns())
        self._choose("minutes", [(one.code, one.label) for one in book.minutes_fields.values()])
        self._choose("papers", selectors.paper_labels().items())
        self.fields["organisation"].label = "哪个组织用"
        self.fields["organisation"].help_text = "连同它下面的所有支部和党小组"
        if former is not None:
            self.fields.pop("organisation")

    def _choose(self, name: str, options: Iterable[tuple[str, str]]) -> None:
        cast(forms.MultipleChoiceField, self.fields[name]).choices = list(options)

    def clean_lines(self) -> list[dict[str, Any]]:
        """The fields of the office's own; a field that was there under the same name keeps its code."""
        lines = [line.strip() for line in self.cleaned_data["lines"].splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise ValidationError(f"自己加的项最多 {MOST_LINES} 项，现在 {len(lines)} 项。")
        codes = {one["label"]: one["code"] for one in self.former.get("minutes", ()) if isinstance(one, dict)}
        taken, found = set(codes.values()), []
        for number, line in enumerate(lines, 1):
            field = field_of(line, number)
            code = codes.get(field["label"]) or next(f"f{n}" for n in range(1, 999) if f"f{n}" not in taken)
            taken.add(code)
            found.append({"code": code, **field})
        return found

    @property
    def content(self) -> dict[str, Any]:
        """The plain data of the type, as the service takes it."""
        given = self.cleaned_data
        return {
            "label": given["label"], "short": given["short"], "gist": given["gist"], "held_by": given["held_by"],
            "called": given["called"], "guests": given["guests"], "confidential": given["confidential"],
            "fields": given["fields_"], "minutes": [*given["minutes"], *given["lines"]], "papers": given["papers"],
            "steps": given["steps"], "voices": given["voices"] or "members",
        }  # fmt: skip


def field_of(line: str, number: int) -> dict[str, Any]:
    """One field of the record from a line such as `学时：数` or `感受：选 好、一般`; told by its number where it is wrong."""
    label, _, how = (part.strip() for part in re.sub("[:：]", "：", line, count=1).partition("："))
    if not label:
        raise ValidationError(f"第 {number} 行没有名称，读到“{line}”；先写名称，再写冒号和怎么填。")
    if how.startswith("选"):
        options = [part for part in re.split(r"[、,，/\s]+", how[1:]) if part]
        if len(options) < 2:
            raise ValidationError(f"第 {number} 行“{label}”要选的至少写两样，如 选 好、一般。")
        return {"label": label, "kind": "choice", "choices": options}
    if how and how not in KIND_WORDS:
        raise ValidationError(f"第 {number} 行“{label}”读到“{how}”，应为 {'、'.join(KIND_WORDS)}，或者 选 好、一般。")
    return {"label": label, "kind": KIND_WORDS.get(how, "text")}


def line_of(field: Mapping[str, Any]) -> str:
    """The same field as a line."""
    if field["kind"] == "choice":
        return f"{field['label']}：选 {'、'.join(field['choices'])}"
    return field["label"] if field["kind"] == "text" else f"{field['label']}：{WORD_OF[field['kind']]}"


def initial_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """What the form shows of a type's plain data."""
    minutes = content.get("minutes", ())
    return {
        **{name: content.get(name) for name in ("label", "short", "gist", "held_by", "called", "guests", "confidential",
                                                "papers", "steps", "voices")},
        "fields_": content.get("fields", ()),
        "minutes": [one for one in minutes if isinstance(one, str)],
        "lines": "\n".join(line_of(one) for one in minutes if not isinstance(one, str)),
    }  # fmt: skip


def like(kind: ActivityType, known: Iterable[str]) -> dict[str, Any]:
    """What the form shows first when a type is made after another one."""
    there = set(known)
    minutes = [one.code if one.code in there else one.model_dump(include={"code", "label", "kind", "choices"})
               for one in kind.minutes]
    return initial_of({**kind.model_dump(exclude={"label", "minutes"}), "minutes": minutes}) | {"label": "", "short": ""}
