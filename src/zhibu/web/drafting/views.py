"""Own directives: the list, one with its rules and history, its files, publishing and repealing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhibu.domain.compliance.services import refresh_left
from zhibu.domain.drafting import selectors, services
from zhibu.domain.drafting.packing import packed
from zhibu.engine.language.texts import FILES
from zhibu.engine.packs.drafting import texts_of
from zhibu.kernel.errors import InputError, NotFound, Refused
from zhibu.web.components.days import read_day
from zhibu.web.components.numbers import whole
from zhibu.web.components.refreshing import refreshed
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.drafting import pages, sheets
from zhibu.web.layout.request import Request, require_form


@require_safe
def draft_list(request: Request) -> HttpResponse:
    """本单位的制度: what is written here, and how far it has come."""
    pages.require_clerk(request.actor)
    page = pages.draft_list(request.actor)
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.drafts(page["drafts"]), wanted_as)
    return render(request, "drafting/draft_list.html", page)


@require_form
def draft_create(request: Request) -> HttpResponse:
    """A new directive: what it is called, whose it is, from when on it holds."""
    pages.require_clerk(request.actor)
    head = pages.Head.of(request, None)
    made = head.created(request) if request.method == "POST" else None
    if made is not None:
        messages.success(request, "草稿建好了，接着写第一条规则。")
        return redirect("draft-rule-new", key=made.pk)
    return render(request, "drafting/draft_head.html", head.context(request))


@require_form
def draft_import(request: Request) -> HttpResponse:
    """A draft from the files of a pack."""
    pages.require_clerk(request.actor)
    problems: list[str] = []
    if request.method == "POST":
        try:
            made = pages.imported(request)
        except (InputError, Refused) as error:
            problems = str(error).splitlines()
        else:
            messages.success(request, f"已导入为草稿：{made.title}。")
            return redirect("draft", key=made.pk)
    bodies = selectors.may_draft_for(request.actor)
    context = {"problems": problems, "bodies": bodies, "at": request.POST.get("owner", "")}
    return render(request, "drafting/draft_import.html", context)


@require_safe
def draft(request: Request, key: int) -> HttpResponse:
    """One own directive with its rules, files, versions and history."""
    found = selectors.draft_get(request.actor, key)
    page = pages.draft(found)
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.rules(found, page["rules"]), wanted_as)
    return render(request, "drafting/draft.html", page)


@require_form
def draft_head(request: Request, key: int) -> HttpResponse:
    """Change title, days, level and parameters."""
    found = selectors.draft_get(request.actor, key)
    head = pages.Head.of(request, found)
    if request.method == "POST" and head.changed(request, found):
        messages.success(request, "已保存在草稿里。")
        return redirect("draft", key=key)
    return render(request, "drafting/draft_head.html", head.context(request))


@require_form
def draft_file(request: Request, key: int, name: str) -> HttpResponse:
    """One file of the pack as YAML: articles and cases above all."""
    found = selectors.draft_get(request.actor, key)
    if name not in FILES:
        raise NotFound(f"制度包里没有文件 {name}。")
    page = pages.file_page(found, name, request.POST.get("text"))
    if request.method == "POST" and pages.file_saved(request, found, page):
        messages.success(request, f"{name} 已保存在草稿里。")
        return redirect("draft", key=key)
    return render(request, "drafting/draft_file.html", page)


@require_safe
def draft_export(request: Request, key: int) -> HttpResponse:
    """The files of the pack as an archive."""
    found = selectors.draft_get(request.actor, key)
    content = packed(texts_of(found.content), found.directive)
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{found.directive}.zip"'
    return response


@require_POST
def draft_publish(request: Request, key: int) -> StreamingHttpResponse:
    """Publish the draft as the next version."""
    found = selectors.draft_get(request.actor, key)
    note = request.POST.get("note", "")
    with refresh_left():
        version = services.draft_publish(actor=request.actor, draft=found, note=note)
    done = f"第 {version.version} 版已发布，进了制度库。{pages.after_publishing(request.actor, found)}"
    return refreshed(request, done, reverse("draft", args=[key]))


@require_POST
def draft_retire(request: Request, key: int) -> HttpResponse:
    """Repeal a published directive from a day on."""
    found = selectors.draft_get(request.actor, key)
    until = read_day(request.POST.get("until", ""))
    if until is None:
        raise Refused("废止的日期要写成 2026-11-20。")
    services.draft_retire(actor=request.actor, draft=found, until=until)
    messages.success(request, f"从 {until} 起废止。")
    return redirect("draft", key=key)


@require_POST
def draft_remove(request: Request, key: int) -> HttpResponse:
    """Delete a draft that was never published."""
    found = selectors.draft_get(request.actor, key)
    services.draft_remove(actor=request.actor, draft=found)
    messages.success(request, f"草稿《{found.title}》已删除，在列表下面可以恢复。")
    return redirect("draft-list")


@require_POST
def draft_restore(request: Request, key: int) -> HttpResponse:
    """Go back to an earlier state."""
    found = selectors.draft_get(request.actor, key)
    number = whole(request.POST.get("number", ""))
    if number is None:
        raise Refused("要恢复到第几次修改？写一个数字。")
    expected = whole(request.POST.get("revision", ""))
    services.draft_restore(actor=request.actor, draft=found, number=number, expected=expected)
    messages.success(request, f"已恢复到第 {number} 次修改。")
    return redirect("draft", key=key)
