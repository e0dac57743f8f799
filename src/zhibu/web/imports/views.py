"""Import pages: each view parses, calls one service or selector, renders."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST, require_safe

from zhibu.domain.imports import policies, selectors, services
from zhibu.domain.imports.services import previews
from zhibu.kernel.errors import InputError, Refused
from zhibu.web.components.sheets import MIME, sheet_response
from zhibu.web.imports import columns, pages, sheets
from zhibu.web.imports.annotated import annotated
from zhibu.web.imports.answers import answers_posted
from zhibu.web.imports.forms import UploadForm
from zhibu.web.imports.writing import writing_page
from zhibu.web.layout.request import Request

CHANGED = "回答已记下，下面按回答重新算过。看一眼数字，再确认写入。"


@require_safe
def import_list(request: Request) -> HttpResponse:
    """导入导出: upload, and what was imported before."""
    policies.imports_see(request.actor)
    return _list(request, UploadForm(request.actor))


@require_POST
def import_open(request: Request) -> HttpResponse:
    """Upload workbooks; nothing is written but their preview."""
    policies.imports_see(request.actor)
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
    context = pages.preview_page(request, of, preview, request.actor)
    return render(request, "imports/import_preview.html", context)


@require_POST
def import_answer(request: Request, key: str) -> HttpResponse:
    """Answers to the questions; groups of equal doubts are answered at once."""
    of = selectors.import_get(request.actor, key)
    if not _take_answers(request, key):
        messages.info(request, "没有新的回答。")
    return redirect("import-preview", key=of.pk)


def _take_answers(request: Request, key: str) -> bool:
    """Store what was answered; whether anything was, or could not be read."""
    of = selectors.import_get(request.actor, key)
    families = pages.families_of(of, previews.preview_of(of, request.actor), request.actor)
    posted = answers_posted(request.POST, families)
    changed = services.import_answer(
        actor=request.actor, of=of, answers=posted.answers, remember=posted.remember
    )
    for text in posted.wrong[:20]:
        messages.error(request, text)
    if changed:
        messages.success(request, CHANGED)
    return bool(changed or posted.wrong)


@require_safe
def import_sheet(request: Request, key: str, number: int) -> HttpResponse:
    """How one sheet was understood, column by column, with samples."""
    of = selectors.import_get(request.actor, key)
    preview = previews.preview_of(of, request.actor)
    context = columns.sheet_page(of, preview, number, request.GET.get("kind", ""))
    return render(request, "imports/import_sheet.html", context)


@require_POST
def import_map(request: Request, key: str, number: int) -> HttpResponse:
    """Correct what a sheet is and what its columns mean."""
    of = selectors.import_get(request.actor, key)
    preview = previews.preview_of(of, request.actor)
    if number >= len(preview.reading.sheets):
        return redirect("import-preview", key=key)
    one = preview.reading.sheets[number]
    services.import_map(
        actor=request.actor,
        of=of,
        file=one.file,
        sheet=one.sheet,
        kind=columns.kind_posted(request.POST, preview, number),
        columns=columns.columns_posted(request.POST, preview, number),
        remember=bool(request.POST.get("remember")),
    )
    messages.success(request, f"“{one.sheet or one.file}”按新的对应重新读过。")
    return redirect("import-preview", key=key)


@require_POST
def import_confirm(request: Request, key: str) -> HttpResponse | StreamingHttpResponse:
    """Write the whole preview, or nothing; answers that were not stored yet are stored first."""
    of = selectors.import_get(request.actor, key)
    if of.state != "draft":
        messages.info(request, f"这次导入{of.get_state_display()}，没有再写一遍。")
        return redirect("import-preview", key=key)
    if _take_answers(request, key):
        return redirect("import-preview", key=key)
    return StreamingHttpResponse(writing_page(request, request.actor, of))


@require_POST
def import_undo(request: Request, key: str) -> HttpResponse:
    """Take a whole import back; refused, with the list, where later work rests on it."""
    of = selectors.import_get(request.actor, key)
    try:
        services.import_undo(actor=request.actor, of=of)
    except Refused as error:
        context = {"of": of, "refused": str(error).splitlines()}
        return render(request, "imports/import_done.html", context, status=409)
    messages.success(request, "这次导入已整批撤销，数据回到导入之前，上传的原表已删除。")
    return redirect("import-list")


@require_POST
def import_again(request: Request, key: str) -> HttpResponse:
    """The same workbooks once more, for what was left open."""
    of = selectors.import_get(request.actor, key)
    again = services.import_again(actor=request.actor, of=of)
    return redirect("import-preview", key=again.pk)


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
    preview = previews.preview_of(of, request.actor)
    name, content = annotated(of, preview, request.actor, order)
    response = HttpResponse(content, content_type=MIME)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


@require_GET
def import_rows(request: Request, key: str) -> HttpResponse:
    """The rows as shown, as a workbook."""
    of = selectors.import_get(request.actor, key)
    preview = previews.preview_of(of, request.actor)
    return sheet_response(request, sheets.rows(request, of, preview, request.actor))


@require_safe
def import_memory(request: Request) -> HttpResponse:
    """记住的认法: headings and names that are used without asking, each to be forgotten."""
    policies.imports_see(request.actor)
    context = {
        "columns": columns.remembered_lines(selectors.remembered_columns(request.actor)),
        "names": selectors.remembered_names(request.actor),
    }
    return render(request, "imports/import_memory.html", context)


@require_POST
def column_forget(request: Request, pk: int) -> HttpResponse:
    """Ask again what a heading means."""
    services.column_forget(actor=request.actor, pk=pk)
    messages.success(request, "不再记住这一列，下次照表头自己认。")
    return redirect("import-memory")


@require_POST
def name_forget(request: Request, pk: int) -> HttpResponse:
    """Ask again whom a name means."""
    services.name_forget(actor=request.actor, pk=pk)
    messages.success(request, "不再记住这个名称，下次再问。")
    return redirect("import-memory")
