"""核查记录: the judgings on record; one of them, checked again, kept or let go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST, require_safe

from zhibu.domain.compliance.selectors import verifying
from zhibu.domain.compliance.services import keeping
from zhibu.domain.rulebook import selectors as rulebook
from zhibu.kernel.errors import Refused
from zhibu.web.accounts.forms import mark_errors, text_input
from zhibu.web.components.sheets import Column, Sheet, sheet_response
from zhibu.web.layout.request import Request
from zhibu.web.rulebook.forms import DayField

if TYPE_CHECKING:
    from zhibu.domain.compliance.models import Run


class KeepForm(forms.Form):
    """Why a run is kept, and until when."""

    reason = forms.CharField(
        label="为什么保存",
        max_length=200,
        widget=text_input(),
        error_messages={"required": "还没有填为什么保存。"},
    )
    until = DayField(label="保存到哪一天（可以不填，不填是五年）", required=False)


@require_safe
def run_list(request: Request) -> HttpResponse:
    """The judgings of everything, the latest first."""
    found = verifying.runs(actor=request.actor)
    if request.GET.get("format") == "xlsx":
        return sheet_response(_sheet(found))
    return render(request, "compliance/run_list.html", {"runs": found})


@require_safe
def run(request: Request, pk: int) -> HttpResponse:
    """What one judging rested on."""
    found = verifying.run_get(actor=request.actor, pk=pk)
    return _page(request, found, KeepForm())


@require_safe
def run_verify(request: Request, pk: int) -> HttpResponse:
    """The same, judged again and compared."""
    found = verifying.run_get(actor=request.actor, pk=pk)
    said = verifying.run_verify(actor=request.actor, run=found)
    return _page(request, found, KeepForm(), said)


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


def _page(
    request: Request,
    found: Run,
    form: KeepForm,
    said: verifying.Verification | None = None,
) -> HttpResponse:
    titles = rulebook.directive_titles()
    used = {name.split()[0] for name in found.rule_digests}
    packs = [
        (titles.get(key, key), key, digest, _labelled(key, found.parameters.get(key, {})))
        for key, digest in found.versions.items()
        if key in used
    ]
    context = {"run": found, "kept": verifying.kept_of(found), "packs": packs, "form": form}
    return render(request, "compliance/run.html", context | {"said": said})


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
