"""补课、补会: who missed what, how he made up for it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhibu.domain.attendance import policies, selectors, services
from zhibu.kernel import clock
from zhibu.papers import Column
from zhibu.web.attendance.forms import MakingUpForm
from zhibu.web.attendance.rolls import title_of
from zhibu.web.components.doing import Doing, doing
from zhibu.web.components.fields import ReasonForm
from zhibu.web.components.paging import capped_page_of
from zhibu.web.components.sheets import PRINTED, Sheet, sheet_format, sheet_response
from zhibu.web.layout.request import Request, require_form

PAGE = 50


@require_safe
def making_up_list(request: Request) -> HttpResponse:
    """补课: who is to make up for what, in the actor's scope."""
    today = clock.today()
    year = int(found) if (found := request.GET.get("year", "")).isdecimal() and len(found) == 4 else today.year
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()[:60]
    rows = selectors.missed_rows(request.actor, year=year, open_only=state != "all", words=words)
    if wanted := sheet_format(request):
        return sheet_response(request, _sheet(selectors.missed_told(list(rows[: PRINTED + 1])), year), wanted)
    cut = capped_page_of(request, rows, PAGE)
    told = selectors.missed_told(list(cut))
    context = {
        "cut": cut, "year": year, "years": [today.year - back for back in range(4)], "state": state, "words": words,
        "rows": [(one, policies.keeps(request.actor, one.row.activity), title_of(one.row.activity)) for one in told],
    }  # fmt: skip
    return render(request, "attendance/making_up_list.html", context)


def _sheet(told: list[selectors.Missed], year: int) -> Sheet:
    columns = (
        Column("序号", 6, True), Column("姓名", 10), Column("缺的哪一次", 26), Column("组织", 20), Column("情况", 8, True),
        Column("原因", 16), Column("最晚补", 12, True), Column("怎么补的", 20), Column("补的日期", 12, True), Column("说明", 24),
    )  # fmt: skip
    lines = [
        (
            number, one.row.member.name, f"{one.row.activity.on} {title_of(one.row.activity).partition(' ')[2]}",
            one.row.activity.organisation.in_full, one.row.get_status_display(), one.row.reason, one.due,
            one.done.get_way_display() if one.done else "", one.done.on if one.done else None, one.done.note if one.done else "",
        )
        for number, one in enumerate(told, 1)
    ]  # fmt: skip
    return Sheet(f"{year}年请假缺席和补课", columns, lines, (f"共 {len(lines)} 人次。",), landscape=True)


@require_form
def making_up_record(request: Request, row: int) -> HttpResponse:
    """登记补课."""
    missed = selectors.missed_get(request.actor, row)
    held, member = missed.activity, missed.member
    policies.attendance_tick(request.actor, held)
    others = selectors.joined_elsewhere(missed)
    form = MakingUpForm(others, request.POST or None, {"way": "joined", "joined": others[0].pk} if others else None)

    def do(given: dict[str, Any]) -> str:
        joined = form.others.get(given.pop("joined", ""))
        made = services.making_up_record(actor=request.actor, activity=held, member=member, joined=joined, **given)
        return f"{member.name}补上了：{made.get_way_display()}，{made.on}。那天的到会情况不变。"

    told = selectors.missed_told([missed])[0]
    due = f"；最晚 {told.due} 补" if told.due else ""
    page = Doing(
        f"{member.name}：登记补课", f"{title_of(held)}，{missed.get_status_display()}{'：' if missed.reason else ''}{missed.reason}{due}",
        "登记补课", f"{reverse('making-up-list')}?year={held.on.year}", "补课", note="登记补课不改那天的到会情况。",
    )  # fmt: skip
    return doing(request, form, page, do, at="note")


@require_form
def making_up_withdraw(request: Request, row: int) -> HttpResponse:
    """Take back a note made by mistake."""
    missed = selectors.missed_get(request.actor, row)
    policies.attendance_tick(request.actor, missed.activity)

    def do(given: dict[str, Any]) -> str:
        services.making_up_withdraw(actor=request.actor, activity=missed.activity, member=missed.member, why=given["reason"])
        return "补课登记已撤回。"

    page = Doing(
        f"{missed.member.name}：撤回补课登记", title_of(missed.activity), "撤回这条登记",
        f"{reverse('making-up-list')}?year={missed.activity.on.year}&state=all", "补课",
    )  # fmt: skip
    return doing(request, ReasonForm(request.POST or None), page, do)
