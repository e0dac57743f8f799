"""Forms of this area: shape and wording; what may be done is checked by the service."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from zhibu.domain.accounts import scope
from zhibu.domain.rulebook.selectors import directives_for, rulebook
from zhibu.engine.language.rulebook import Directive
from zhibu.kernel.actor import Actor
from zhibu.web.components.choosing import OrganisationField
from zhibu.web.components.fields import DayField, select, text_field

MOST_BODIES = 2_000
TRIALS = {
    "adopt": "在这里执行它",
    "retire": "不再执行它",
    "set": "换一个参数的值",
    "rules": "改它的条款",
}


class WaiverForm(forms.Form):
    """Which rule does not bind whom, from when to when, why, by whose decision."""

    duty = forms.ChoiceField(
        label="豁免哪条要求", widget=select(),
        error_messages={"required": "还没有选要求。", "invalid_choice": "从列表里选一条要求。"},
    )  # fmt: skip
    subject = text_field("豁免谁", 100, missing="还没有写豁免谁。", help_text="党组织或党员的名称；某次任职、活动、事项写它的编号")
    since = DayField(label="从哪一天起")
    until = DayField(label="到哪一天恢复（那天起照常要求）")
    reason = text_field("原因", 500, missing="还没有写原因。")
    approved_by = text_field("哪个组织批准的", missing="还没有写哪个组织批准的。", help_text="批准的党组织和会议；不写个人的联系方式")

    def __init__(self, actor: Actor, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        known = directives_for(actor)
        groups = [
            (directive.head.title, [
                (f"{directive.id} {unit.id}", unit.spec.sentence)
                for rule in directive.rules if rule.judges for unit in rule.units
            ])
            for directive in rulebook().directives.values() if directive.id in known
        ]  # fmt: skip
        cast(forms.ChoiceField, self.fields["duty"]).choices = [("", "选一条要求"), *groups]

    def explain(self, name: str) -> None:
        """Say whom the subject in the field means, for an id tells nobody."""
        if name:
            self.fields["subject"].help_text = f"现在填的是：{name}"

    @property
    def rule(self) -> tuple[str, str]:
        """Directive and rule chosen."""
        directive, _, rule = self.cleaned_data["duty"].partition(" ")
        return directive, rule


class EndForm(forms.Form):
    """The first day on which a waiver no longer holds."""

    until = DayField(
        label="从哪一天起恢复要求", help_text="登记错了的，填它开始的那天，就当没有豁免过"
    )


def _bodies(actor: Actor) -> list[tuple[str, str]]:
    """The organisations whose verdicts the actor sees with all below; no groups."""
    seen = scope.organisations(actor).exclude(kind="party_group").filter(dissolved=None)
    found = [body for body in seen[:MOST_BODIES] if actor.reaches(body.path)]
    return [("", "选一个组织"), *((body.pk, f"{'　' * body.depth}{body}") for body in found)]


class DraftTryForm(forms.Form):
    """Where, and as if in force from which day."""

    organisation = OrganisationField(label="看哪个组织", help_text="连同它下面的所有支部和党小组")
    since = DayField(label="当作从哪一天起")

    def __init__(self, actor: Actor, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        cast(OrganisationField, self.fields["organisation"]).choices = _bodies(actor)


class TryForm(DraftTryForm):
    """What is tried with a directive: adopting it, ending it, another value, other rules."""

    what = forms.ChoiceField(
        label="试什么", choices=list(TRIALS.items()),
        widget=select(),
    )  # fmt: skip
    parameter = forms.ChoiceField(
        label="哪个参数（试参数时）", required=False, widget=select()
    )
    value = text_field("改成多少（试参数时）", 40, required=False)
    rules = forms.CharField(
        label="rules.yaml 的内容（试改条款时）", required=False, strip=False,
        help_text="把规则文件改好贴进来，只在这次试算里用",
        widget=forms.Textarea(attrs={"class": "input mono", "rows": "6", "spellcheck": "false"}),
    )  # fmt: skip

    def __init__(
        self, actor: Actor, directive: Directive, data: Any = None, initial: Any = None
    ) -> None:
        super().__init__(actor, data, initial)
        self.order_fields(["what", "organisation", "since", "parameter", "value", "rules"])
        named = [(one.name, f"{one.label}（现在 {directive.values[one.name]}）")
                 for one in directive.head.parameters]  # fmt: skip
        cast(forms.ChoiceField, self.fields["parameter"]).choices = [("", "选一个参数"), *named]
        if not named:
            del self.fields["parameter"], self.fields["value"]
            what = cast(forms.ChoiceField, self.fields["what"])
            what.choices = [(key, word) for key, word in TRIALS.items() if key != "set"]

    def clean(self) -> dict[str, Any]:
        """What is tried needs its own fields."""
        given = super().clean() or {}
        wanted = {"set": ("parameter", "value"), "rules": ("rules",)}.get(given.get("what", ""), ())
        for name in wanted:
            if not str(given.get(name, "")).strip():
                self.add_error(name, f"还没有填“{self.fields[name].label}”。")
        return given
