"""Forms of this area: the decision paper, and what each kind of change needs besides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms

from zhibu.domain.accounts import scope
from zhibu.domain.establishment.given import Decision
from zhibu.domain.establishment.selectors.preview import DECIDERS, deciding, filings_near
from zhibu.domain.organisations.choices import Form, OrganisationKind, Sector
from zhibu.kernel import clock
from zhibu.web.components.choosing import OrganisationField
from zhibu.web.components.fields import DayField, area, select, text_field

if TYPE_CHECKING:
    from zhibu.domain.organisations.models import Organisation
    from zhibu.kernel.actor import Actor

MOST = 2_000
FOUNDED = [choice for choice in OrganisationKind.choices if choice[0] != OrganisationKind.PARTY_GROUP]
UPPERS = ("work_committee", "committee", "general_branch")


def bodies(actor: Actor, *kinds: str, without: str = "") -> list[tuple[str, str]]:
    """The organisations that he may choose from."""
    seen = scope.organisations(actor).filter(dissolved=None, kind__in=kinds).exclude(pk=without)
    return [(body.pk, f"{'　' * body.depth}{body}") for body in seen[:MOST]]


class DecisionForm(forms.Form):
    """The paper that decides, and from which day on."""

    decided_by = text_field("哪个党组织决定的", missing="还没有写哪个党组织决定的。")
    number = text_field("文号", 100, help_text="如 青直发〔2026〕12号；没有文号的写会议名称和届次")
    decided_on = DayField(label="文件日期")
    on = DayField(label="从哪一天起生效", help_text="以前的日子保持原样；写以后的日子，到那天自动生效")
    filing = forms.ChoiceField(
        label="依据的请示、备案", required=False, widget=select()
    )
    reason = text_field("原因", 500, required=False)

    def __init__(self, actor: Actor, organisation: Organisation, data: Any = None) -> None:
        today = clock.today().isoformat()
        above = deciding(organisation)
        first = {"on": today, "decided_on": today, "decided_by": above.name, **self.first(organisation)}
        super().__init__(data, initial=first)
        self.actor, self.organisation = actor, organisation
        named = filings_near(actor, organisation, above)
        cast(forms.ChoiceField, self.fields["filing"]).choices = [("", "没有"), *named]
        if not named:
            del self.fields["filing"]
        own = [name for name in self.fields if name not in DecisionForm.base_fields]
        self.order_fields([*own, *DecisionForm.base_fields])
        self.prepare()

    def first(self, organisation: Organisation) -> dict[str, Any]:
        """What stands in the fields at first."""
        return {}

    def prepare(self) -> None:
        """Choices that depend on the actor."""

    @property
    def decision(self) -> Decision:
        """The decision that was entered."""
        given = self.cleaned_data
        return Decision(
            on=given["on"], decided_by=given["decided_by"], number=given["number"],
            decided_on=given["decided_on"], filing=given.get("filing", ""), reason=given["reason"],
        )  # fmt: skip


def _short() -> forms.CharField:
    return text_field("简称", 60, required=False, help_text="页面和表里用；不填就用全称")


def _choice(label: str, choices: Any, empty: str = "不分") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, choices=[("", empty), *choices], widget=select()
    )


class FoundForm(DecisionForm):
    """A new organisation below this one."""

    kind = forms.ChoiceField(label="类别", choices=FOUNDED, widget=select())
    name = text_field("全称")
    short_name = _short()
    sector = _choice("领域", Sector.choices)
    form = _choice("设置形式（只用于党支部）", Form.choices, "一般党支部")
    units = forms.CharField(
        label="单位", required=False,
        help_text="一行一个：单位名称，后面可写统一社会信用代码，中间空一格。联合党支部写出全部单位",
        widget=area(3),
    )  # fmt: skip

    def first(self, organisation: Organisation) -> dict[str, Any]:
        """The sector of the superior, the kind that comes most often."""
        own = {"decided_by": organisation.name} if organisation.kind in DECIDERS else {}
        return {"kind": "branch", "sector": organisation.sector, **own}


class RenameForm(DecisionForm):
    """Another name, kind, sector or form."""

    name = text_field("全称")
    short_name = _short()
    kind = forms.ChoiceField(label="类别", choices=FOUNDED, widget=select())
    sector = _choice("领域", Sector.choices)
    form = _choice("设置形式（只用于党支部）", Form.choices, "一般党支部")

    CHANGED = ("name", "short_name", "kind", "sector", "form")

    def first(self, organisation: Organisation) -> dict[str, Any]:
        """What it is now."""
        return {name: getattr(organisation, name) for name in self.CHANGED}

    def prepare(self) -> None:
        """A party group stays one."""
        if self.organisation.kind == OrganisationKind.PARTY_GROUP:
            del self.fields["kind"], self.fields["form"]

    @property
    def values(self) -> dict[str, Any]:
        """What was entered of the organisation."""
        return {name: self.cleaned_data[name] for name in self.CHANGED if name in self.fields}


class MoveForm(DecisionForm):
    """Under which superior."""

    parent = OrganisationField(label="改隶到哪个组织下面")

    def prepare(self) -> None:
        """Bodies above branches, but not itself."""
        chosen = bodies(self.actor, *UPPERS, without=self.organisation.pk)
        cast(OrganisationField, self.fields["parent"]).choices = [("", "选一个组织"), *chosen]


class MergeForm(DecisionForm):
    """Into which, or into a new one of which name."""

    others = forms.MultipleChoiceField(
        label="一起合并的还有", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="同一个上级下面的；不选就只合并这一个",
    )  # fmt: skip
    into = OrganisationField(label="并入哪个组织", required=False, help_text="并成一个新的，这里不选，填下面的名称")
    name = text_field("新组织的全称", required=False)
    keep_groups = forms.BooleanField(label="党小组原样转过去（不勾就撤销，以后重新编组）", required=False)

    def prepare(self) -> None:
        """Bodies of the same kind."""
        one = self.organisation
        kinds = ("branch",) if one.kind == OrganisationKind.BRANCH else UPPERS
        chosen = bodies(self.actor, *kinds, without=one.pk)
        cast(OrganisationField, self.fields["into"]).choices = [("", "并成一个新的"), *chosen]
        beside = scope.organisations(self.actor).filter(parent=one.parent_id, dissolved=None, kind__in=kinds)
        named = [(o.pk, str(o)) for o in beside.exclude(pk=one.pk)[:60]]
        cast(forms.MultipleChoiceField, self.fields["others"]).choices = named
        if not named:
            del self.fields["others"]
        if one.kind != OrganisationKind.BRANCH:
            del self.fields["keep_groups"]

    def clean(self) -> dict[str, Any]:
        """One of both is needed."""
        given = super().clean() or {}
        if bool(given.get("into")) == bool(given.get("name", "").strip()) and "into" not in self.errors:
            self.add_error("into", "并入现有的就选一个，并成新的就填新名称，两样选一样。")
        return given


class SplitForm(DecisionForm):
    """Up to three new bodies; who goes where is chosen in the table below."""

    NAMES = ("name1", "name2", "name3")

    name1 = text_field("分设出的第一个，全称")
    name2 = text_field("第二个（没有就空着）", required=False)
    name3 = text_field("第三个（没有就空着）", required=False)

    @property
    def named(self) -> list[str]:
        """The names entered, in order."""
        return [name for name in (self.cleaned_data[key].strip() for key in self.NAMES) if name]


class DissolveForm(DecisionForm):
    """Where the members go; who goes elsewhere is chosen in the table below."""

    to = OrganisationField(label="党员转到哪个支部", required=False)

    def prepare(self) -> None:
        """Branches; nothing for a body without members."""
        if self.organisation.kind != OrganisationKind.BRANCH:
            del self.fields["to"]
            return
        chosen = bodies(self.actor, "branch", without=self.organisation.pk)
        cast(OrganisationField, self.fields["to"]).choices = [("", "选一个支部"), *chosen]
