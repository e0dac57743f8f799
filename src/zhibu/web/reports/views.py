"""党员汇报: what is due of whom, noting in one tap each, the member's own writing, the answer."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhibu.domain.accounts import scope
from zhibu.domain.reports import policies, selectors, services
from zhibu.kernel import clock
from zhibu.kernel.errors import NotAllowed, Refused
from zhibu.web.components.bodies import body_chosen
from zhibu.web.components.doing import Doing, doing, form_page, onward
from zhibu.web.components.paging import capped_page_of
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.layout.request import Request, require_form
from zhibu.web.reports import sheets
from zhibu.web.reports.forms import PROMISE, AnswerForm, NoteForm, SureForm, WriteForm
from zhibu.web.talks.views import year_asked

PAGE = 50


@require_safe
def report_list(request: Request) -> HttpResponse:
    """The members of his body: when each reported, what is due; a member sees his own."""
    chosen, year, today = body_chosen(request), year_asked(request), clock.today()
    since, until = dt.date(year, 1, 1), dt.date(year, 12, 31)
    context: dict[str, Any] = {
        "chosen": chosen, "year": year, "years": range(today.year, today.year - 4, -1), "mine": _mine(request, year), "today": today,
        "owed": selectors.wanted_of([request.actor.member], since, today).get(request.actor.member, []) if request.actor.member else [],
        "is_member": bool(request.actor.member),
    }  # fmt: skip
    wanted_as = sheet_format(request)
    if chosen.body is None:
        if wanted_as:
            raise NotAllowed("统计表由组长、支部书记和委员来做。")
        return render(request, "reports/report_list.html", context)
    if wanted_as:
        return sheet_response(request, sheets.tally(chosen.body, year, selectors.tally(chosen.body, year, today), today), wanted_as)
    lines = selectors.lines(chosen.body, since, until, today)
    given = selectors.reports_asked(request.actor, body=chosen.body, since=since, until=until)
    context |= {"lines": lines, "cut": capped_page_of(request, given, PAGE)}
    return render(request, "reports/report_list.html", context)


def _mine(request: Request, year: int) -> list[Any]:
    if not request.actor.member:
        return []
    found = selectors.reports_asked(
        request.actor, member=request.actor.member, since=dt.date(year, 1, 1), until=dt.date(year, 12, 31)
    )
    return list(found[:PAGE])


@require_safe
def report(request: Request, key: str) -> HttpResponse:
    """One report: who and when; for those between whom it is, what was said."""
    found = selectors.report_get(request.actor, key)
    try:
        text, answer = selectors.report_texts(request.actor, found)
    except NotAllowed:
        text, answer = "", ""
    own = request.actor.in_person and request.actor.member == found.member_id
    context = {
        "report": found, "text": text, "answer": answer, "own": own, "promise": PROMISE,
        "may_answer": bool(text) and not own, "may_withdraw": own or (
            found.letter_id is None and policies.keeps(request.actor, found.organisation)),
    }  # fmt: skip
    return render(request, "reports/report.html", context)


@require_form
def report_write(request: Request) -> HttpResponse:
    """写汇报: a draft is kept as often as he likes; handed in it goes to whom the page names."""
    if not request.actor.member or not request.actor.in_person:
        raise Refused("书面汇报由党员本人写；你的账号没有对应的党员，或者正在代办。")
    member, today = scope.member_get(request.actor, request.actor.member), clock.today()
    receiver = selectors.receiver_of(member, today)
    periods, period = _periods(request, today)
    _, kept = selectors.draft_of(request.actor, period)
    form = WriteForm(periods, request.POST or None, initial={"period": period, "text": kept})

    def do(given: dict[str, Any]) -> HttpResponse:
        if "draft" in request.POST:
            services.report_draft(actor=request.actor, member=member, **given)
            messages.success(request, "草稿已存，只有你看得到。")
            return redirect(f"{reverse('report-write')}?period={given['period']}")
        made = services.report_hand_in(actor=request.actor, member=member, **given)
        return onward(request, f"已交给{receiver.names}。", "report", made.pk)

    context = {"receiver": receiver, "promise": PROMISE, "kept": bool(kept)}
    return form_page(request, form, do, "reports/report_write.html", context, back="report-list")


def _periods(request: Request, today: dt.date) -> tuple[list[tuple[str, str]], str]:
    """What is owed first, then the month that runs; and the one that the address asks for."""
    member, asked = request.actor.member, request.GET.get("period", "")
    owed = selectors.wanted_of([member], dt.date(today.year, 1, 1), today).get(member, [])
    found = {one.period: f"{one.period}（{'书面，' if one.written else ''}{one.citation.short}）" for one in owed}
    found.setdefault(f"{today:%Y-%m}", f"{today:%Y-%m}")
    return list(found.items()), asked if asked in found else next(iter(found))


@require_form
def report_note(request: Request) -> HttpResponse:
    """登记谁汇报了: one tap each; without contents."""
    chosen = body_chosen(request)
    if chosen.body is None:
        raise NotAllowed("汇报由组长、支部书记和委员来登记；你自己的点“写汇报”。")
    body, today = chosen.body, clock.today()
    people = [line.member for line in selectors.lines(body, today, today, today)]
    meeting = scope.activity_get(request.actor, request.GET["at"]) if request.GET.get("at") else None
    first = {"members": request.GET.getlist("with"), "on": meeting.on if meeting else today}
    form = NoteForm(people, request.POST or None, initial=first)

    def do(given: dict[str, Any]) -> HttpResponse:
        chosen_people = [form.known[key] for key in given.pop("members")]
        made = services.reports_note(actor=request.actor, members=chosen_people, part_of=meeting, **given)
        return onward(request, f"已登记 {len(made)} 人汇报。", f"{reverse('report-list')}?body={body.pk}")

    back = f"{reverse('report-list')}?body={body.pk}"
    page = Doing("登记谁汇报了", f"{body}；只记谁、哪天，内容不进系统", "登记", back, "党员汇报")
    return doing(request, form, page, do)


@require_form
def report_answer(request: Request, key: str) -> HttpResponse:
    """答复."""
    found = selectors.report_get(request.actor, key)
    text, answer = selectors.report_texts(request.actor, found)
    if not text or request.actor.member == found.member_id:
        raise NotAllowed("答复由汇报的对象来写。")
    form = AnswerForm(request.POST or None, initial={"text": answer})

    def do(given: dict[str, Any]) -> str:
        services.report_answer(actor=request.actor, report=found, **given)
        return "答复已存，他看得到。"

    return doing(request, form, _page(found, f"答复{found.member.name}", note=PROMISE), do)


@require_form
def report_withdraw(request: Request, key: str) -> HttpResponse:
    """收回."""
    found = selectors.report_get(request.actor, key)

    def do(_: dict[str, Any]) -> HttpResponse:
        services.report_withdraw(actor=request.actor, report=found)
        return onward(request, "已收回，不再算汇报过。", "report-list")

    return doing(request, SureForm(request.POST or None), _page(found, "收回这份汇报", "收回以后内容销毁，找不回来。"), do)


@require_form
def tally_note(request: Request) -> HttpResponse:
    """统计表做好了: noted as the paper of this year's reports."""
    chosen, year = body_chosen(request), year_asked(request)
    if chosen.body is None:
        raise NotAllowed("统计表由组长、支部书记和委员来做。")
    body = chosen.body

    def do(_: dict[str, Any]) -> HttpResponse:
        count = services.tally_note(actor=request.actor, organisation=body, period=str(year))
        return onward(request, f"{year} 年的汇报统计表已登记，管 {count} 次汇报。", f"{reverse('report-list')}?body={body.pk}")

    lead = f"{body} {year} 年的统计表已经做好，登记成这一年汇报的材料。"
    page = Doing("登记汇报统计表", lead, "登记", f"{reverse('report-list')}?body={body.pk}", "党员汇报")
    return doing(request, SureForm(request.POST or None), page, do)


def _page(found: Any, title: str, lead: str = "", *, note: str = "") -> Doing:
    back = reverse("report", args=[found.pk])
    return Doing(title, lead, title, back, f"{found.member.name}的汇报", note, above=(("党员汇报", reverse("report-list")),))
