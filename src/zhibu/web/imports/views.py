"""Import pages: each view parses, calls one service or selector, renders."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST, require_safe

from zhibu.domain.imports import selectors, services
from zhibu.domain.imports.services import previews
from zhibu.kernel.errors import InputError, Refused
from zhibu.web.components.sheets import MIME, sheet_response
from zhibu.web.imports import pages, sheets
from zhibu.web.imports.annotated import annotated
from zhibu.web.imports.forms import UploadForm, answers_posted, columns_posted
from zhibu.web.layout.request import Request


@require_safe
def import_list(request: Request) -> HttpResponse:
    """导入导出: upload, and what was imported before."""
    return _list(request, UploadForm(request.actor))


@require_POST
def import_open(request: Request) -> HttpResponse:
    """Upload workbooks; nothing is written but their preview."""
    form = UploadForm(request.actor, request.POST, request.FILES)
    if not form.is_valid():
        return _list(request, form, 400)
    try:
        of = services.import_open(
            actor=request.actor,
            workbooks=form.workbooks(),
            organisation=form.cleaned_data["organisation"],
            day=form.cleaned_data["day"],
        )
    except InputError as error:
        for problem in error.problems:
            form.add_error("files", str(problem))
        return _list(request, form, 400)
    return redirect("import-preview", key=of.pk)


def _list(request: Request, form: UploadForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "imports": selectors.imports(request.actor)[:100]}
    return render(request, "imports/import_list.html", context, status=status)


@require_safe
def import_preview(request: Request, key: str) -> HttpResponse:
    """导入预览: fates, questions, rows, columns; or what was written, once it was."""
    of = selectors.import_get(request.actor, key)
    if of.state != "draft":
        return render(request, "imports/import_done.html", {"of": of})
    preview = previews.preview_of(of, request.actor)
    return render(request, "imports/import_preview.html", pages.preview_page(request, of, preview))


@require_POST
def import_answer(request: Request, key: str) -> HttpResponse:
    """Answers to the questions; groups of equal doubts are answered at once."""
    of = selectors.import_get(request.actor, key)
    asked = pages.questions(of, previews.preview_of(of, request.actor))
    answers, wrong = answers_posted(request.POST, asked)
    services.import_answer(actor=request.actor, of=of, answers=answers)
    for text in wrong:
        messages.error(request, text)
    if not wrong:
        messages.success(request, "回答已记下，下面按回答重新算过。")
    return redirect("import-preview", key=key)


@require_POST
def import_map(request: Request, key: str) -> HttpResponse:
    """Correct what a sheet is and what its columns mean."""
    of = selectors.import_get(request.actor, key)
    services.import_map(
        actor=request.actor,
        of=of,
        file=request.POST.get("file", ""),
        sheet=request.POST.get("sheet", ""),
        kind=request.POST.get("kind", ""),
        columns=columns_posted(request.POST),
        remember=bool(request.POST.get("remember")),
    )
    messages.success(request, "列的对应改好了，下面按新的对应重新读过。")
    return redirect("import-preview", key=key)


@require_POST
def import_confirm(request: Request, key: str) -> HttpResponse:
    """Write the whole preview, or nothing."""
    of = selectors.import_get(request.actor, key)
    services.import_confirm(actor=request.actor, of=of)
    messages.success(request, "已写入。30 天内可以整批撤销。")
    return redirect("import-preview", key=key)


@require_POST
def import_undo(request: Request, key: str) -> HttpResponse:
    """Take a whole import back; refused, with the list, where later work rests on it."""
    of = selectors.import_get(request.actor, key)
    try:
        services.import_undo(actor=request.actor, of=of)
    except Refused as error:
        context = {"of": of, "refused": str(error).splitlines()}
        return render(request, "imports/import_done.html", context, status=409)
    messages.success(request, "这次导入已整批撤销，数据回到导入之前。")
    return redirect("import-list")


@require_POST
def import_discard(request: Request, key: str) -> HttpResponse:
    """Give a draft up."""
    of = selectors.import_get(request.actor, key)
    services.import_discard(actor=request.actor, of=of)
    messages.success(request, "这次导入已放弃，上传的文件已删除，没有写入任何数据。")
    return redirect("import-list")


@require_GET
def import_errors(request: Request, key: str, order: int) -> HttpResponse:
    """The same workbook with a column that says what to mend."""
    of = selectors.import_get(request.actor, key)
    name, content = annotated(of, previews.preview_of(of, request.actor), order)
    response = HttpResponse(content, content_type=MIME)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


@require_GET
def import_rows(request: Request, key: str) -> HttpResponse:
    """The rows as shown, as a workbook."""
    of = selectors.import_get(request.actor, key)
    return sheet_response(sheets.rows(request, of, previews.preview_of(of, request.actor)))
