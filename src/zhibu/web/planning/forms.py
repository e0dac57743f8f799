"""Forms of this area: shape and wording; what may be done is checked by the service."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from zhibu.domain.rulebook.selectors import directives_for, rulebook
from zhibu.kernel.actor import Actor
from zhibu.web.accounts.forms import text_input
from zhibu.web.rulebook.forms import DayField


class WaiverForm(forms.Form):
    """Which rule does not bind whom, from when to when, why, by whose decision."""

    duty = forms.ChoiceField(
        label="豁免哪条要求", widget=forms.Select(attrs={"class": "input"}),
        error_messages={"required": "还没有选要求。", "invalid_choice": "从列表里选一条要求。"},
    )  # fmt: skip
    subject = forms.CharField(
        label="豁免谁", max_length=100, help_text="党组织或党员的名称；某次任职、活动、事项写它的编号",
        widget=text_input(), error_messages={"required": "还没有写豁免谁。"},
    )  # fmt: skip
    since = DayField(label="从哪一天起")
    until = DayField(label="到哪一天恢复（那天起照常要求）")
    reason = forms.CharField(
        label="原因", max_length=500, widget=text_input(),
        error_messages={"required": "还没有写原因。"},
    )  # fmt: skip
    approved_by = forms.CharField(
        label="哪个组织批准的", max_length=200, help_text="批准的党组织和会议；不写个人的联系方式",
        widget=text_input(), error_messages={"required": "还没有写哪个组织批准的。"},
    )  # fmt: skip

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

    @property
    def rule(self) -> tuple[str, str]:
        """Directive and rule chosen."""
        directive, _, rule = self.cleaned_data["duty"].partition(" ")
        return directive, rule


class EndForm(forms.Form):
    """The first day on which a waiver no longer holds."""

    until = DayField(label="从哪一天起恢复要求")
