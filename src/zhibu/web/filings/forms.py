"""Forms of this area: shape and wording; what may be done is checked by the service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms

from zhibu.domain.filings import selectors
from zhibu.domain.filings.choices import FilingKind
from zhibu.domain.filings.services import Enclosed
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.web.components.choosing import OrganisationField
from zhibu.web.components.fields import DAY_HINT, DayField, area, select, text_field

if TYPE_CHECKING:
    from zhibu.domain.organisations.models import Organisation

UPWARD = [(kind.value, kind.label) for kind in FilingKind if kind != FilingKind.REPLY]
HINTS = "报告：告诉上级。备案：上级登记在册，不用等批准。审核：上级同意才算数。请示：等上级批复"


class LetterForm(forms.Form):
    """What a letter says; a draft may be changed until it is sent."""

    subject = text_field("标题", missing="还没有写标题。", help_text="如 关于成立第三党小组的备案报告")
    body = forms.CharField(label="正文", max_length=20_000, required=False, widget=area(8),
                           help_text="一段一行；结尾的“特此报告”“请批示”打印时会自动加上")
    papers = forms.CharField(label="附件", required=False, widget=area(3), help_text="一行写一件材料的名称；没有的不填")
    due_on = DayField(label="要求哪天前办理", required=False, help_text=f"没有期限的不填；{DAY_HINT}")
    signed_by = text_field("签发人", 100, required=False)
    contact = text_field("联系人", 100, required=False, help_text="印在信末，只写姓名和办公电话")

    copies_to = text_field("抄送", 300, required=False, help_text="印在末页的版记里；几个单位用顿号隔开，没有的不填")

    def clean_papers(self) -> list[Enclosed]:
        """One paper a line."""
        return [Enclosed(line.strip()) for line in self.cleaned_data["papers"].splitlines() if line.strip()]


class FilingForm(LetterForm):
    """A new filing: from whom, to whom, of which kind, and what it says."""

    kind = forms.ChoiceField(label="方式", choices=UPWARD, help_text=HINTS, widget=select())
    sender = OrganisationField(label="哪个组织报")
    receiver = forms.ChoiceField(label="报给谁", required=False, widget=select())
    key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput())
    field_order = ("kind", "sender", "receiver", "subject", "body", "papers", "due_on", "signed_by", "contact", "copies_to", "key")

    def __init__(self, actor: Actor, home: Organisation | None, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        mine = selectors.senders(actor, clock.today())
        named = [(body.pk, str(body)) for body in mine]
        if home is not None and home.pk not in {key for key, _ in named}:
            named.insert(0, (home.pk, str(home)))
        cast(forms.ChoiceField, self.fields["sender"]).choices = named
        above = selectors.receivers(home) if home is not None else []
        choices = [("", f"上一级{f'：{above[0]}' if above else ''}"), *((body.pk, str(body)) for body in above[1:])]
        cast(forms.ChoiceField, self.fields["receiver"]).choices = choices


class AcceptForm(forms.Form):
    """Accepting: under which number it is filed there, and a note."""

    number = text_field("备案号", 100, required=False, help_text="在收件方登记的号；不另编号的不填")
    note = text_field("说明", 300, required=False)



class ReplyForm(forms.Form):
    """The answer to a request or a review."""

    agrees = forms.ChoiceField(
        label="意见", choices=[("yes", "同意"), ("no", "不同意")], widget=select())
    body = forms.CharField(label="批复正文", required=False, max_length=20_000, widget=area(5), help_text="不填就按意见写一句")
    signed_by = text_field("签发人", 100, required=False)
    copies_to = text_field("抄送", 300, required=False, help_text="几个单位用顿号隔开")


class PrefixForm(forms.Form):
    """How an organisation's numbers begin."""

    organisation = OrganisationField(label="哪个组织")
    text = text_field("发文代字", 20, missing="还没有写发文代字。", help_text="如 青水支；文号就是 青水支〔2026〕1号")

    def __init__(self, actor: Actor, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        mine = selectors.senders(actor, clock.today())
        cast(forms.ChoiceField, self.fields["organisation"]).choices = [(body.pk, str(body)) for body in mine]
