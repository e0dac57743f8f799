"""What pages of other areas embed: a field that takes files, and the list of the files of a row.

A form that takes files: `files = FilesField()`, made with `(request.POST or None, request.FILES or None)`; its
value is a list of (name, bytes) for `uploads.services.files_store`. A page that lists them: put
`"files": files_shown(request.actor, noun, about)` into the context and `{% include "uploads/files.html" %}` into the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse

from zhibu.domain.uploads import policies, selectors
from zhibu.domain.uploads.choices import ACCEPT, KINDS, TAKEN
from zhibu.domain.uploads.content.checking import megabytes
from zhibu.domain.uploads.services.storing import MOST_AT_ONCE
from zhibu.kernel.actor import Actor

if TYPE_CHECKING:
    from zhibu.domain.uploads.models import StoredFile

# The server drops an upload that is too large in all before the form sees it.
NOTHING = "还没有选文件，或者几个文件合计超过 50 MB；太大就分几次传。"


class _Input(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Files that were chosen, as (name, bytes); what they are is looked at by the service."""

    def __init__(self, label: str = "文件", *, required: bool = True, help_text: str = "") -> None:
        most = megabytes(settings.ZHIBU_UPLOADS["most"])
        hint = f"{TAKEN}；每个不超过 {most}，一次最多 {MOST_AT_ONCE} 个。照片里的拍摄地点会自动去掉"
        widget = _Input(attrs={"class": "input", "multiple": True, "accept": ACCEPT})
        super().__init__(label=label, required=required, help_text=help_text or hint, widget=widget, allow_empty_file=True)
        self.error_messages |= {"required": NOTHING, "missing": NOTHING, "invalid": NOTHING}

    def clean(self, data: Any, initial: Any = None) -> list[tuple[str, bytes]]:
        chosen = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if not chosen and self.required:
            raise forms.ValidationError(self.error_messages["required"])
        if len(chosen) > MOST_AT_ONCE:
            raise forms.ValidationError(f"一次选了 {len(chosen)} 个文件，最多 {MOST_AT_ONCE} 个，分几次传。")
        return [_read(one) for one in chosen]


def _read(one: UploadedFile) -> tuple[str, bytes]:
    return one.name or "", one.read()


@dataclass(frozen=True, slots=True)
class FileShown:
    """One file in a list."""

    file: StoredFile
    label: str
    size: str
    may_remove: bool


@dataclass(frozen=True, slots=True)
class FilesShown:
    """The files of a row, those just taken away, and where to add (empty: not for him)."""

    rows: list[FileShown]
    removed: list[FileShown]
    add: str


def files_shown(actor: Actor, noun: str, about: str) -> FilesShown:
    """What the list of the files of a row shows to him; NotFound where he may not read the row."""
    may_add = selectors.changes(actor, noun, about)
    kept = selectors.files_about(actor, noun, about)
    gone = selectors.files_about(actor, noun, about, removed=True)
    add = reverse("file-add", args=[noun, about]) if may_add else ""
    owned = selectors.room_decides(noun)
    rows = [_shown(one, may_add if owned else policies.removes(actor, one)) for one in kept]
    removed = [_shown(one, True) for one in gone if (may_add if owned else policies.removes(actor, one))]
    return FilesShown(rows, removed, add)


def _shown(file: StoredFile, may_remove: bool) -> FileShown:
    return FileShown(file, KINDS[file.kind].label, megabytes(file.size), may_remove)
