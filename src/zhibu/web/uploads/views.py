"""Uploaded files: one is served, some are added, one is taken away and brought back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from zhibu.domain.uploads import selectors, services
from zhibu.kernel.errors import Refused
from zhibu.web.components.doing import Doing, doing
from zhibu.web.layout.request import Request, require_form
from zhibu.web.layout.views import local_address
from zhibu.web.uploads.parts import FilesField
from zhibu.web.uploads.serving import file_response


class FilesForm(forms.Form):
    """Some files."""

    files = FilesField()  # type: ignore[assignment]  # the metaclass takes fields out of the class


@require_safe
def file(request: Request, key: str) -> HttpResponseBase:
    """The file itself, to whoever may read what it belongs to."""
    found = selectors.file_get(request.actor, key)
    if found.removed_at is not None:
        raise Refused(f"“{found.name}”已经删除。30 天内可以在原来的页面上恢复。")
    return file_response(request, found)


@require_form
def file_add(request: Request, noun: str, about: str) -> HttpResponse:
    """Add files to a row of another room, where that room lets him."""
    body = selectors.change_of(request.actor, noun, about)
    back = _back(request)

    def do(given: dict[str, Any]) -> HttpResponse:
        made = services.files_store(actor=request.actor, organisation=body, noun=noun, about=about, files=given["files"])
        messages.success(request, f"收下了 {len(made)} 个文件。")
        return redirect(back)

    form = FilesForm(*_sent(request))
    page = Doing("添加文件", "可以一次选几个；传错了，30 天内删了还能恢复", "上传", back, "返回")
    return doing(request, form, page, do, at="files")


@require_form
def file_remove(request: Request, key: str) -> HttpResponse:
    """Take a file away; it can be brought back for 30 days."""
    found = selectors.file_to_change(request.actor, key)
    back = _back(request)

    def do(_: dict[str, Any]) -> HttpResponse:
        services.file_remove(actor=request.actor, file=found)
        messages.success(request, f"已删除“{found.name}”，30 天内可以在文件清单下面恢复。")
        return redirect(back)

    page = Doing(f"删除“{found.name}”", "30 天内可以恢复，过后内容清除", "删除", back, "返回")
    return doing(request, forms.Form(_sent(request)[0]), page, do)


@require_POST
def file_restore(request: Request, key: str) -> HttpResponse:
    """Bring it back."""
    found = selectors.file_to_change(request.actor, key)
    services.file_restore(actor=request.actor, file=found)
    messages.success(request, f"已恢复“{found.name}”。")
    return redirect(_back(request))


def _back(request: Request) -> str:
    """The page from which he came, if it is one of ours."""
    return local_address(request, request.POST.get("next") or request.GET.get("next", ""))


def _sent(request: Request) -> tuple[Any, Any]:
    """What was sent, though it be nothing."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
