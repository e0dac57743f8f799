"""核查记录: the judgings on record; one of them, checked again, kept or let go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST, require_safe

from zhibu.domain.compliance import selectors
from zhibu.domain.compliance.citations import cite
from zhibu.domain.compliance.selectors import verifying
from zhibu.domain.compliance.services import keeping
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.kernel.errors import Refused
from zhibu.kernel.telling import Tell
from zhibu.papers import Column
from zhibu.web.components.fields import DayField, mark_errors, text_field
from zhibu.web.components.sheets import Sheet, sheet_format, sheet_response
from zhibu.web.components.told import Work, told
from zhibu.web.layout.request import Request

if TYPE_CHECKING:
    from zhibu.domain.compliance.models import Run

ALTERED_SHOWN = 200


class KeepForm(forms.Form):
    """Why a run is kept, and until when."""

    reason = text_field("为什么保存")
    until = DayField(label="保存到哪一天（可以不填，不填是五年）", required=False)


@require_safe
def run_list(request: Request) -> HttpResponse:
    """The judgings of everything, the latest first."""
    found = verifying.runs(actor=request.actor)
    if wanted_as := sheet_format(request):
        return sheet_response(request, _sheet(found), wanted_as)
    return render(request, "compliance/run_list.html", {"runs": found})


@require_safe
def run(request: Request, pk: int) -> HttpResponse:
    """What one judging rested on."""
    found = verifying.run_get(actor=request.actor, pk=pk)
    return _page(request, found, KeepForm())


@require_safe
def run_verify(request: Request, pk: int) -> StreamingHttpResponse:
    """The same, judged again and compared; the page tells how far it is."""
    found = verifying.run_get(actor=request.actor, pk=pk)
    verifying.run_verifiable(actor=request.actor, run=found)
    page = render_to_string("compliance/run.html", _context(found, KeepForm()) | {"asked": True}, request)
    work = _verifying(request, found)
    return StreamingHttpResponse(told(page, lambda: work, lambda said: _said(request, found, said)))


def _verifying(request: Request, found: Run) -> Work:
    """Judging the run again, on a connection of the thread in which it is done."""

    def work(tell: Tell) -> verifying.Verification:
        try:
            return verifying.run_verify(actor=request.actor, run=found, tell=tell)
        finally:
            connection.close()

    return work


def _said(request: Request, found: Run, said: verifying.Verification) -> str:
    names = selectors.names_of((one.subject_kind, one.subject) for one in said.verdicts)
    context = {
        "run": found, "said": said,
        "verdicts": [(one, names.get(one.subject, one.subject), cite(one.directive, one.rule))
                     for one in said.verdicts],
        "rules": [(one, cite(one.directive, one.rule)) for one in said.rules],
        "altered": [(one, cite(one.directive, one.rule)) for one in said.altered[:ALTERED_SHOWN]],
    }  # fmt: skip
    return render_to_string("compliance/run_said.html", context, request)


@require_POST
def run_keep(request: Request, pk: int) -> HttpResponse:
    """Seal its verdicts and packs."""
    found = verifying.run_get(actor=request.actor, pk=pk)
    form = KeepForm(request.POST)
    if form.is_valid():
        try:
            kept = keeping.run_keep(actor=request.actor, run=found, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已保存到 {kept.keep_until}，规则以后改了也能复核。")
            return redirect("run", pk=pk)
    mark_errors(form)
    return _page(request, found, form)


@require_POST
def run_release(request: Request, pk: int) -> HttpResponse:
    """Let what was kept go."""
    found = verifying.run_get(actor=request.actor, pk=pk)
    keeping.run_release(actor=request.actor, run=found)
    messages.success(request, "已删去封存的结论和规则包，摘要和条数仍在。")
    return redirect("run", pk=pk)


def _page(request: Request, found: Run, form: KeepForm) -> HttpResponse:
    return render(request, "compliance/run.html", _context(found, form))


def _context(found: Run, form: KeepForm) -> dict[str, Any]:
    titles = rulebook.directive_titles()
    used = {name.split()[0] for name in found.rule_digests}
    packs = [
        (titles.get(key, key), key, digest, _labelled(key, found.parameters.get(key, {})))
        for key, digest in found.versions.items()
        if key in used
    ]
    return {"run": found, "kept": verifying.kept_of(found), "packs": packs, "form": form}


def _labelled(key: str, values: dict[str, str]) -> dict[str, str]:
    """The parameters of a directive by what they say; by their names where they are no longer known."""
    known = rulebook.rulebook().directives.get(key)
    labels = {one.name: one.label for one in known.head.parameters} if known is not None else {}
    return {labels.get(name, name): value for name, value in values.items()}


def _sheet(found: list[Run]) -> Sheet:
    columns = (
        Column("编号", 8, True),
        Column("截至", 12, True),
        Column("完成", 18, True),
        Column("结论数", 10, True),
        Column("意外的不同", 12, True),
        Column("结论摘要", 68),
        Column("保存", 30),
    )
    rows = [
        (
            str(run.pk),
            run.as_of,
            f"{localtime(run.finished_at):%Y-%m-%d %H:%M}" if run.finished_at else "",
            run.rows,
            run.differences,
            run.row_digest,
            run.kept.reason if hasattr(run, "kept") else "",
        )
        for run in found
    ]
    return Sheet("核查记录", columns, rows, ("结论摘要相同，就是逐条相同。",), landscape=True)
