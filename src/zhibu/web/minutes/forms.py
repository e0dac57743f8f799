"""Forms of templates, signals and inspections: shape and wording; what may be done is checked by the services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from zhibu.domain.accounts import scope
from zhibu.domain.minutes.choices import Answer
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.rulebook.selectors import types_in_sight
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.web.components.choosing import OrganisationField
from zhibu.web.components.fields import DayField, area, choice_field, text_field

if TYPE_CHECKING:
    from zhibu.domain.organisations.models import Organisation

MOST_BODIES = 2_000
LARGEST = 2_000_000


class TemplateForm(forms.Form):
    """Whose template, for which type, the file, from when."""

    organisation = OrganisationField(label="给哪个党组织用", help_text="它和它的下级都用这个模板")
    activity_type = choice_field("哪一类会议", [], empty="所有没有单独模板的会议", required=False)
    file = forms.FileField(
        label="Word 模板（.docx）", help_text="先下载我们的模板，在 Word 里改",
        widget=forms.ClearableFileInput(attrs={"class": "input", "accept": ".docx"}), error_messages={"required": "还没有选文件。"},
    )  # fmt: skip
    since = DayField(label="从哪天起用", initial=clock.today)

    def __init__(self, actor: Actor, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        found = [body for body in scope.organisations(actor).filter(dissolved__isnull=True)[:MOST_BODIES]
                 if body.kind != OrganisationKind.PARTY_GROUP]  # fmt: skip
        self.bodies = {body.pk: body for body in found}
        self.fields["organisation"].choices = [("", "选一个组织"), *((pk, str(body)) for pk, body in self.bodies.items())]  # type: ignore[attr-defined]  # a choice field
        labels = [("", "所有没有单独模板的会议"), *types_in_sight(actor).items()]
        self.fields["activity_type"].choices = labels  # type: ignore[attr-defined]  # a choice field

    def clean_file(self) -> Any:
        """Not larger than a template is."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(f"模板最大 2 MB，读到 {file.size / 1_000_000:.1f} MB。把图片去掉再上传。")
        return file

    @property
    def body(self) -> Organisation:
        """The organisation that was chosen."""
        return self.bodies[self.cleaned_data["organisation"]]


class AnswerForm(forms.Form):
    """What the unit says to a signal."""

    answer = choice_field("是怎么回事", Answer.choices, empty="选一项")
    text = forms.CharField(
        label="说明", max_length=500, widget=area(3), help_text="错在哪里、怎么改的，或者当时的情况",
        error_messages={"required": "写一两句说明。"},
    )  # fmt: skip


class InspectionForm(forms.Form):
    """Which units, which days, why."""

    organisation = OrganisationField(label="抽查哪个党组织", help_text="它和它的下级，一次最多 200 个")
    since = DayField(label="从哪天")
    until = DayField(label="到哪天", help_text="含这一天；一次最多 400 天")
    why = text_field("为什么抽查", 300, missing="写清楚为什么抽查。", help_text="被查的组织看得到是谁、为什么、查哪些天")

    def __init__(self, actor: Actor, data: Any = None) -> None:
        super().__init__(data)
        found = scope.organisations(actor).filter(dissolved__isnull=True)[:MOST_BODIES]
        chosen = [(body.pk, str(body)) for body in found if actor.everything or actor.reaches(body.path, "clerk", "secretary")]
        self.fields["organisation"].choices = [("", "选一个组织"), *chosen]  # type: ignore[attr-defined]  # a choice field
