"""操作日志: the list with filters, going through the chain, the head as a paper."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_safe

from zhibu.domain.accounts import record
from zhibu.domain.audit.heads import head_now
from zhibu.domain.audit.labels import LABELS
from zhibu.domain.audit.papers import head_paper as paper_of
from zhibu.domain.audit.services import record_check as check_record
from zhibu.domain.rulebook.selectors import rulebook
from zhibu.kernel.actor import Actor
from zhibu.kernel.telling import Tell
from zhibu.web.audit import asked, sheets
from zhibu.web.components.papers import paper_response
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.components.told import Work, told
from zhibu.web.layout.request import Request, require_form

PAGE = 50
MOST_SHEET = 5000
EMPTY = record.EntryFilter()
CHECKS = 30


def _choices(actor: Actor) -> list[tuple[str, str]]:
    """What can be looked for: for a member what happened to him, not all that the site can do."""
    met = None if actor.roles or actor.everything else set(record.entries(actor, EMPTY).values_list("action", flat=True))
    found = ((key, word) for key, word in LABELS.items() if met is None or key in met)
    return sorted(found, key=lambda one: one[1])


def words() -> dict[str, str]:
    """What packs call their procedures, steps, matters and checklists."""
    return rulebook().words()


@require_safe
def entry_list(request: Request) -> HttpResponse:
    """What was done in my scope, by me, about me; fifty at a time, latest first."""
    wanted = asked.wanted(request)
    found = record.entries(request.actor, wanted.filter)
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.entries(record.entry_lines(list(found[:MOST_SHEET]), words()), MOST_SHEET), wanted_as)
    before = asked.before(request)
    cut = found.filter(number__lt=before) if before else found
    rows = list(cut[: PAGE + 1])
    context = {"lines": record.entry_lines(rows[:PAGE], words()), "wanted": wanted, "before": before}
    context |= {"older": rows[PAGE - 1].number if len(rows) > PAGE else 0}
    context |= {"labels": _choices(request.actor), "may_check": record.may_check(request.actor)}
    return render(request, "audit/entry_list.html", context)


@require_form
def record_check(request: Request) -> HttpResponseBase:
    """Whether the record is whole: what was found lately; asked for by POST, it is gone through now."""
    checks = record.checks(request.actor)
    context = {"checks": checks[:CHECKS], "asked": request.method == "POST", "head": head_now()}
    if request.method != "POST":
        return render(request, "audit/record_check.html", context)
    page = render_to_string("audit/record_check.html", context, request)
    work = _checking(request)
    pieces = told(page, lambda: work, _shown, "从第一条开始核对")
    return StreamingHttpResponse(pieces)


def _checking(request: Request) -> Work:
    actor = request.actor

    def work(tell: Tell) -> tuple[int, str]:
        try:
            made = check_record(actor=actor, progress=_telling(tell))
            return made.entries, made.problems
        finally:
            connection.close()

    return work


def _telling(tell: Tell) -> Callable[[int, int, str], None]:
    def progress(done: int, total: int, what: str) -> None:
        if done % 50_000 == 0:
            tell(f"核对到第 {done} 条，共 {total} 条")

    return progress


def _shown(found: tuple[int, str]) -> str:
    entries, problems = found
    if not problems:
        return format_html('<div class="note note--done" role="status"><p><strong>{} 条操作记录，一条不缺，一条没改。</strong></p></div>', entries)
    lines = format_html_join("", "<p>{}</p>", ((line,) for line in problems.splitlines()))
    return format_html('<div class="note note--stop" role="alert"><div><strong>操作日志被动过。先不要再改库，叫维护的人来，用留存的末端核对。</strong>{}</div></div>', lines)


@require_safe
def head_paper(request: Request) -> HttpResponse:
    """日志末端: the present end of the record on a sheet, to be signed and kept."""
    latest = record.checks(request.actor).first()
    problems = len(latest.problems.splitlines()) if latest else 0
    paper = paper_of(head_now(), entries=latest.entries if latest else None, problems=problems)
    return paper_response(paper, "操作日志末端", request.GET.get("format"))
