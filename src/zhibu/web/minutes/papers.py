"""The papers: one record as PDF or Word, the sheet to be written by hand, the booklet of a unit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.http import HttpResponse, StreamingHttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhibu.domain.accounts import scope
from zhibu.domain.meetings.selectors import agenda_of
from zhibu.domain.meetings.selectors.papers import FILLED_BY_MINUTES
from zhibu.domain.minutes import papers
from zhibu.domain.minutes.record import code_short
from zhibu.domain.minutes.selectors import asking, reading
from zhibu.domain.minutes.selectors.templates import template_for
from zhibu.domain.rulebook.selectors import activity_type, demanded, paper_labels
from zhibu.kernel import clock
from zhibu.kernel.errors import NotFound, Refused
from zhibu.kernel.telling import Tell
from zhibu.papers import MIMES, render
from zhibu.papers.records import record_filled
from zhibu.web.components.papers import file_name, paper_response
from zhibu.web.components.writing import written
from zhibu.web.layout.request import Request
from zhibu.web.minutes import kept, standing

if TYPE_CHECKING:
    from zhibu.domain.activities.models import Activity
    from zhibu.domain.organisations.models import Organisation
    from zhibu.papers import Form


@require_safe
def minutes_print(request: Request, key: str) -> HttpResponse:
    """The record of one meeting; Word by the template in use."""
    activity = reading.activity_for(request.actor, key)
    shown = standing.standing(activity)
    asked = request.GET.get("as", "")
    sheet = asked in FILLED_BY_MINUTES  # another sheet that says the same (活动登记表): typed once
    title = f"{activity_type(activity.type).label}{paper_labels()[asked]}" if sheet else shown.record.title
    name = f"{activity.organisation} {activity.on} {title}"
    if sheet or request.GET.get("format") != "docx":
        record = replace(shown.record, title=title)
        return paper_response(papers.minutes_form(record, shown.code, shown.corrections), name, request.GET.get("format"))
    template = template_for(activity.organisation, activity.type, activity.on)
    values = papers.word_values(shown.record, shown.code, shown.corrections)
    return _word(record_filled(bytes(template.content) if template else None, values), name)


@require_safe
def minutes_blank(request: Request, key: str) -> HttpResponse:
    """The same sheet to be written by hand."""
    activity = reading.activity_for(request.actor, key)
    kind, body = activity_type(activity.type), activity.organisation
    asked = demanded(body, activity.type, activity.on)
    word = "决议" if asking.resolves(asked, body) else "意见"
    agenda = [item.title for item in agenda_of(activity)] or ([activity.theme] if activity.theme else [])
    paper = papers.blank_form(f"{kind.label}记录", activity.organisation.name, agenda, word, asking.boxes(asked, {}))
    return paper_response(paper, f"{paper.title}（手写）", request.GET.get("format"))


def _word(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=MIMES["docx"])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file_name(name) + '.docx')}"
    return response


@require_safe
def minutes_booklet(request: Request, key: str) -> HttpResponse | StreamingHttpResponse:
    """The minutes of a unit in a month or a year as one file, told while it is made."""
    body = scope.organisation_get(request.actor, key)
    since, until = reading.month_or_year(request.GET.get("span", str(clock.today().year)))
    rows = list(reading.units_written(request.actor, body, since, until))
    title = f"{body} {standing.span_words(since, until)}会议记录"
    if not rows:
        raise Refused(f"{title}：一份都没有。先写记录，或者换一个月份。")
    page = render_to_string("minutes/minutes_booklet.html", {"title": title, "count": len(rows), "body": body}, request)
    wanted = "docx" if request.GET.get("format") == "docx" else "pdf"
    user = request.actor.user

    def work(tell: Tell) -> str:
        return kept.keep(user, f"{title}.{wanted}", _bound(body, title, rows, tell, wanted))

    back = f'<a class="btn" href="{reverse("minutes-list")}">返回</a>'
    pieces = written(page, work, to=lambda made: reverse("minutes-made", args=[made]), look="打开", back=lambda: back)
    return StreamingHttpResponse(pieces)


def _bound(body: Organisation, title: str, rows: list[Activity], tell: Tell, wanted: str) -> bytes:
    parts: list[Form] = []
    lines: list[tuple[object, ...]] = []
    for number, activity in enumerate(rows, 1):
        shown = standing.standing(activity)
        parts.append(papers.minutes_form(shown.record, shown.code, shown.corrections))
        record = shown.record
        lines.append((
            number, record.on, record.title.removesuffix("记录"), activity.organisation.in_full, record.entitled, record.counted,
            record.recorded_on, f"{record.late} 天" if record.late else "", code_short(shown.code),
        ))  # fmt: skip
        if number % 10 == 0 or number == len(rows):
            tell(f"取出 {number} 份，共 {len(rows)} 份")
    tell("排版，几百份要一两分钟")
    return render(papers.booklet(title, parts, lines, clock.today()), "docx" if wanted == "docx" else "pdf")


@require_safe
def minutes_made(request: Request, made: str) -> HttpResponse:
    """A booklet that was made a moment ago, for whoever had it made."""
    found = kept.take(request.actor.user, made)
    if found is None:
        raise NotFound("这本册子只留一小时，已经清掉了。再做一次。")
    name, content = found
    kind = "docx" if name.endswith(".docx") else "pdf"
    response = HttpResponse(content, content_type=MIMES["docx" if kind == "docx" else "pdf"])
    stem = name.rsplit(".", 1)[0]
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file_name(stem) + '.' + kind)}"
    return response
