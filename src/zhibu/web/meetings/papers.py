"""The papers of a meeting: one is noted with its files, or taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from zhibu.domain.meetings import selectors, services
from zhibu.domain.meetings.kinds import label_of
from zhibu.domain.rulebook.selectors import paper_labels
from zhibu.kernel import clock
from zhibu.kernel.dates import spoken_day
from zhibu.kernel.errors import NotFound
from zhibu.web.components.doing import Doing, doing, onward
from zhibu.web.components.fields import DayField
from zhibu.web.layout.request import Request, require_form
from zhibu.web.meetings.reading import sent
from zhibu.web.uploads.parts import FilesField

if TYPE_CHECKING:
    from zhibu.domain.activities.models import Activity

SIGNIN = "signin"


class PaperForm(forms.Form):
    """Since when it is there, and the paper itself where it is a file or was photographed."""

    on = DayField(label="哪天有的", required=False, help_text="空着就是今天")
    files = FilesField("扫描件、照片或者原文件", required=False)  # type: ignore[assignment]  # the metaclass takes fields out of the class


@require_form
def meeting_paper(request: Request, kind: str, key: str) -> HttpResponse:
    """登记材料: it is there, on paper or as a file."""
    found, label = _asked(request, kind, key)
    form = PaperForm(sent(request), request.FILES if request.method == "POST" else None)
    if kind == SIGNIN:  # its scan has a page of its own
        del form.fields["files"]

    def do(given: dict[str, Any]) -> HttpResponse:
        services.meeting_paper(actor=request.actor, activity=found, kind=kind, on=given["on"], files=given.get("files") or ())
        return onward(request, f"已登记{label}。", "meeting", found.pk)

    return doing(request, form, _page(found, f"登记{label}", "登记", "材料在纸上的，登记就行；有文件的一并传上"), do)


@require_form
def meeting_paper_undo(request: Request, kind: str, key: str) -> HttpResponse:
    """撤回登记: it was noted by mistake."""
    found, label = _asked(request, kind, key)

    def do(_: dict[str, Any]) -> HttpResponse:
        services.meeting_paper_undo(actor=request.actor, activity=found, kind=kind)
        return onward(request, f"已撤回{label}的登记。", "meeting", found.pk)

    return doing(request, forms.Form(sent(request)), _page(found, f"撤回{label}的登记", "撤回", "传上来的文件留着，要删在会议页上删"), do)


def _asked(request: Request, kind: str, key: str) -> tuple[Activity, str]:
    found = selectors.meeting_get(request.actor, key)
    label = paper_labels().get(kind)
    if label is None:
        raise NotFound("没有这种材料。")
    return found, label


def _page(found: Activity, title: str, go: str, lead: str) -> Doing:
    name = f"{label_of(found.type)}，{spoken_day(found.on, clock.today())}"
    return Doing(title, lead, go, reverse("meeting", args=[found.pk]), name, above=(("会议活动", reverse("meeting-list")),))
