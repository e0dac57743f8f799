"""Forms about adoptions: shape and wording; what may be done is checked by the service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms

from zhibu.domain.rulebook import selectors as rulebook
from zhibu.web.components.choosing import OrganisationField
from zhibu.web.components.fields import DayField, select, text_field

if TYPE_CHECKING:
    from zhibu.domain.organisations.models import Organisation
    from zhibu.engine.comparing import Compared
    from zhibu.kernel.actor import Actor


class AtOrganisation(forms.Form):
    """A form about an organisation in the actor's range and everything below it."""

    organisation = OrganisationField(
        label="在哪个组织执行", help_text="连同它下面的所有支部和党小组"
    )

    def __init__(self, actor: Actor, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.bodies = {body.pk: body for body in rulebook.may_adopt_for(actor)}
        organisation = cast(OrganisationField, self.fields["organisation"])
        organisation.choices = [
            ("", "选一个组织"),
            *((body.pk, f"{'　' * body.depth}{body}") for body in self.bodies.values()),
        ]

    @property
    def body(self) -> Organisation:
        """The organisation chosen."""
        return self.bodies[self.cleaned_data["organisation"]]


class ActivateForm(AtOrganisation):
    """Where and from which day a directive is to be in force."""

    since = DayField(label="从哪一天起执行")
    note = text_field("依据哪份决定（可以不填）", required=False)


class RetireForm(forms.Form):
    """The first day on which the directive is no longer in force."""

    until = DayField(label="从哪一天起不再执行")


class InterpretationForm(AtOrganisation):
    """Which reading of a matter holds, where, from which day, by whose decision and why."""

    TEXTS = ("directive", "reading", "reason", "decided_by", "since")

    directive = forms.ChoiceField(
        label="按哪份制度", required=False, widget=select()
    )
    reading = text_field("怎样读", 500, missing="还没有写怎样读。")
    reason = text_field("理由", 500, missing="还没有写理由。")
    decided_by = text_field("谁决定的", missing="还没有写谁决定的。", help_text="哪次会议、哪个组织；不要写个人的联系方式")
    since = DayField(label="从哪一天起")

    def __init__(
        self, actor: Actor, matter: Compared, data: Any = None, initial: Any = None
    ) -> None:
        super().__init__(actor, data, initial)
        self.fields["organisation"].label = "管哪个组织"
        titles = rulebook.directive_titles()
        said = dict.fromkeys(one.directive for one in matter.said)
        directive = cast(forms.ChoiceField, self.fields["directive"])
        directive.choices = [("", "不按其中一份，另定"), *((key, titles[key]) for key in said)]

    @property
    def shown(self) -> Organisation | None:
        """The organisation whose history is shown beside the form."""
        return self.bodies.get(str(self["organisation"].value()))
