"""The list of minutes, and the Word templates of an organisation."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhibu.domain.accounts import scope
from zhibu.domain.minutes import services
from zhibu.domain.minutes.selectors import reading, templates
from zhibu.domain.rulebook.selectors import types_in_sight
from zhibu.kernel import clock
from zhibu.kernel.errors import NotFound, Refused
from zhibu.papers import MIMES
from zhibu.papers.records import NAMES_TOLD, starting_template
from zhibu.web.components.bodies import body_named
from zhibu.web.components.doing import Doing, doing, onward
from zhibu.web.components.paging import capped_page_of
from zhibu.web.components.papers import file_name
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.layout.request import Request, require_form
from zhibu.web.minutes import forms, sheets, standing

PAGE = 50
MOST_BODIES = 2_000


@require_safe
def minutes_list(request: Request) -> HttpResponse:
    """会议记录: every held meeting in sight with how far its minutes are, and how late they were."""
    asked, span, fault = _asked(request)
    found = reading.recorded(request.actor, asked)
    if wanted := sheet_format(request):
        return sheet_response(request, sheets.minutes(standing.lines(found[: sheets.MOST]), asked), wanted)
    cut = capped_page_of(request, found, PAGE)
    bodies = list(scope.organisations(request.actor).filter(dissolved__isnull=True)[:MOST_BODIES])
    context = {
        "cut": cut, "lines": standing.lines(list(cut)), "asked": asked, "span": span, "fault": fault, "bodies": bodies,
        "types": types_in_sight(request.actor), "states": reading.STATES, "signals": standing.waiting_signals(request.actor),
        "one": asked.organisation or (bodies[0].pk if len(bodies) == 1 else ""), "now": clock.today(),
    }  # fmt: skip
    return render(request, "minutes/minutes_list.html", context)


def _asked(request: Request) -> tuple[reading.Asked, str, str]:
    given = request.GET
    state, span, fault = given.get("state", ""), given.get("span", "").strip()[:10], ""
    since = until = None
    if span:
        try:
            since, until = reading.month_or_year(span)
        except NotFound as error:
            fault = f"{error} 下面先显示全部日期。"
    organisation = given.get("organisation", "")
    try:
        organisation = body_named(scope.organisations(request.actor), organisation).pk if organisation else ""
    except (NotFound, Refused) as error:
        fault = str(error)
    asked = reading.Asked(organisation, given.get("type", ""), state if state in reading.STATES else "", since, until)
    return asked, span, fault


@require_safe
def template_list(request: Request) -> HttpResponse:
    """记录模板: every version, from when, whose."""
    context = {
        "templates": templates.templates(request.actor), "types": types_in_sight(request.actor), "today": clock.today(),
        "may": request.actor.everything or request.actor.holds("clerk", "secretary"),
    }  # fmt: skip
    return render(request, "minutes/template_list.html", context)


@require_safe
def template_start(request: Request) -> HttpResponse:
    """Our template, to begin with."""
    return _docx(starting_template(), "会议记录模板")


@require_form
def template_add(request: Request) -> HttpResponse:
    """上传模板."""
    form = forms.TemplateForm(request.actor, request.POST or None, request.FILES or None)
    page = Doing(
        "上传记录模板", "照我们的模板改版式，双花括号里的名字保持原样；上传时逐个核对，写错的告诉在哪里。", "核对并启用",
        reverse("template-list"), "记录模板", note=NAMES_TOLD, above=(("会议记录", reverse("minutes-list")),),
    )  # fmt: skip

    def do(said: dict[str, Any]) -> str:
        services.minutes_template_add(
            actor=request.actor, organisation=form.body, activity_type=said["activity_type"], name=said["file"].name[:200],
            content=said["file"].read(), since=said["since"],
        )  # fmt: skip
        return "模板已启用，它和下级的记录导出 Word 都用它。"

    return doing(request, form, page, do)


@require_safe
def template_file(request: Request, key: str) -> HttpResponse:
    """One version as a file."""
    found = templates.template_get(request.actor, key)
    return _docx(bytes(found.content), found.name.removesuffix(".docx"))


@require_POST
def template_withdraw(request: Request, key: str) -> HttpResponse:
    """停用."""
    found = templates.template_get(request.actor, key)
    services.minutes_template_withdraw(actor=request.actor, template=found)
    return onward(request, "已停用，改用上级的模板或者我们的。", "template-list")


def _docx(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=MIMES["docx"])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file_name(name) + '.docx')}"
    return response


