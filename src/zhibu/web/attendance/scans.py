"""The signed sheet as a scan: uploaded or replaced on a page of its own, listed on that of the attendance."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from zhibu.domain.attendance import selectors, services
from zhibu.domain.attendance.selectors.scans import NOUN
from zhibu.domain.rulebook.selectors import activity_type
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.dates import spoken_day
from zhibu.web.components.doing import Doing, doing
from zhibu.web.layout.request import Request, require_form
from zhibu.web.uploads.parts import FilesField, FilesShown, files_shown

if TYPE_CHECKING:
    from zhibu.domain.activities.models import Activity


class ScanForm(forms.Form):
    """The pages of the sheet."""

    files = FilesField("签到表的照片或扫描件")  # type: ignore[assignment]  # the metaclass takes fields out of the class
    replace = forms.BooleanField(label="换掉原来传的", required=False, help_text="原来的 30 天内还能恢复")

    def __init__(self, there: bool, *data: Any) -> None:
        super().__init__(*data)
        if not there:
            del self.fields["replace"]


@require_form
def attendance_scan(request: Request, key: str) -> HttpResponse:
    """传签到表: taken in, named in the record, seen by who sees the attendance."""
    found = selectors.kept_get(request.actor, key)
    selectors.scan_files_change(request.actor, key)
    there = bool(selectors.scan_names(found))
    sent = (request.POST, request.FILES) if request.method == "POST" else ()

    def do(given: dict[str, Any]) -> str:
        made = services.scans_store(
            actor=request.actor, activity=found, files=given["files"], replace=given.get("replace", False)
        )
        return f"签到表收下了 {len(made)} 份，记录里会注明。"

    name = f"{activity_type(found.type).label}，{spoken_day(found.on, clock.today())}"
    page = Doing(
        f"{name}：传签到表", "本人签过名的那张，拍照就行；只有看得到到会名单的人看得到", "上传", reverse("attendance", args=[key]), f"{name} 到会"
    )
    return doing(request, ScanForm(there, *sent), page, do, at="files")


def scans_shown(actor: Actor, found: Activity) -> FilesShown:
    """The list of the scans, whose adding leads to the page above."""
    shown = files_shown(actor, NOUN, found.pk)
    return replace(shown, add=reverse("attendance-scan", args=[found.pk]) if shown.add else "")
