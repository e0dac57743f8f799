"""Forms of transfers: shape and wording; what may be done is checked by the services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError

from zhibu.domain.accounts import scope
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.transfers.selectors import branch_meant, is_late
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound, Refused
from zhibu.web.components.choosing import OrganisationField
from zhibu.web.components.fields import DayField, select, text_field, text_input

if TYPE_CHECKING:
    from zhibu.domain.organisations.models import Organisation
    from zhibu.domain.transfers.models import Transfer

MOST_BODIES = 2_000


class RequestForm(forms.Form):
    """Where to, since when asked, why."""

    destination = text_field("转到本系统的哪个党支部", required=False, help_text="写支部名称里的几个字；转到别的系统的，空着填下一格")
    destination_name = text_field("转到外面的哪个党组织", required=False, help_text="写全称；本系统以外的才填")
    reason = text_field("为什么转", 300, missing="还没有写为什么转。")
    on = DayField(label="提出日期", initial=clock.today)

    def clean_destination(self) -> Organisation | None:
        """The branch that is meant."""
        text = self.cleaned_data["destination"].strip()
        try:
            return branch_meant(text, clock.today()) if text else None
        except (Refused, NotFound) as error:
            raise ValidationError(str(error)) from None


class Bodies(forms.Form):
    """A form with a field for one of the organisations in range."""

    field = "issuer"

    def __init__(self, actor: Actor, data: Any = None, initial: Any = None, **cut: Any) -> None:
        super().__init__(data, initial=initial)
        found = scope.organisations(actor).filter(dissolved__isnull=True, **cut)[:MOST_BODIES]
        self.bodies = {body.pk: body for body in found}
        chosen = cast(OrganisationField, self.fields[self.field])
        chosen.choices = [("", "选一个组织"), *((body.pk, str(body)) for body in self.bodies.values())]

    @property
    def body(self) -> Organisation:
        """The organisation that was chosen."""
        return self.bodies[self.cleaned_data[self.field]]


class RegisterForm(Bodies):
    """Who comes from where with which letter."""

    field = "destination"
    name = text_field("姓名", 60, missing="还没有写姓名。")
    destination = OrganisationField(label="转入哪个党支部")
    origin_name = text_field("从哪个党组织转来", missing="还没有写从哪里转来。")
    letter_number = text_field("介绍信编号", 60, missing="还没有写介绍信编号。")
    letter_on = DayField(label="介绍信日期")
    valid_until = DayField(label="介绍信有效期到")
    dues_paid_to = text_field("党费交到哪个月", 7, required=False, help_text="年-月，如 2026-10；信上没写的空着")
    on = DayField(label="报到日期", initial=clock.today)

    def __init__(self, actor: Actor, data: Any = None, initial: Any = None) -> None:
        super().__init__(actor, data, initial, kind=OrganisationKind.BRANCH)


class SendForm(Bodies):
    """The letter."""

    issuer = OrganisationField(label="由哪个党组织开信")
    on = DayField(label="开信日期", initial=clock.today)
    dues_paid_to = text_field("党费交到哪个月", 7, missing="还没有写党费交到哪个月。", help_text="年-月，如 2026-10；转入的支部从下个月起收")
    valid_days = forms.IntegerField(
        label="有效天数", min_value=1, max_value=366, widget=text_input(inputmode="numeric"),
        error_messages={"required": "还没有写有效天数。", "invalid": "有效天数写成数字，如 90。"},
    )  # fmt: skip
    number = text_field("编号", 60, required=False, help_text="空着就接着本年的编号往下编")

    def __init__(self, actor: Actor, data: Any = None, initial: Any = None) -> None:
        above = [kind for kind in OrganisationKind.values if kind not in ("branch", "party_group", "leading_body")]
        super().__init__(actor, data, initial, kind__in=above)


class DayForm(forms.Form):
    """A deed on a day."""

    on = DayField(label="日期", initial=clock.today)


class ReceiveForm(DayForm):
    """Receive him into the branch, and into one of its groups."""

    group = forms.ChoiceField(label="编入哪个党小组", required=False, widget=select())
    late_reason = text_field("介绍信过期了还接收的原因", 300, required=False, help_text="对方同意继续用这封信的，写明谁说的；接收那天还没过期的空着")

    def __init__(self, transfer: Transfer, data: Any = None) -> None:
        super().__init__(data)
        if not is_late(transfer, clock.today()):
            del self.fields["late_reason"]
        body = transfer.destination
        self.groups = {g.pk: g for g in body.children.filter(kind=OrganisationKind.PARTY_GROUP, dissolved=None)} if body else {}
        cast(forms.ChoiceField, self.fields["group"]).choices = [("", "先不编组"), *((g.pk, str(g)) for g in self.groups.values())]
        if not self.groups:
            del self.fields["group"]


class ItemsForm(ReceiveForm):
    """The same for somebody from outside: the items without which there is no row."""

    joined = text_field("入党日期", 10, missing="还没有写入党日期。", help_text="如 1998-07-01；只知道年月的写 1998-07")
    full_since = text_field("转正日期", 10, required=False, help_text="预备党员空着")
    sex = text_field("性别", 4, required=False)
    birth = text_field("出生日期", 10, required=False)
    id_number = text_field("公民身份号码", 18, required=False)
    phone = text_field("联系电话", 20, required=False)

    ITEMS = ("joined", "full_since", "sex", "birth", "id_number", "phone")


class ReasonForm(forms.Form):
    """Why; and on which day."""

    reason = text_field("原因", 300, missing="还没有写原因。")


class ReturnForm(DayForm, ReasonForm):
    """Send the letter back."""
