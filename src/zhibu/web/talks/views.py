"""谈心谈话: the matrix, the list, one talk, recording in a few taps, planning a round."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhibu.domain.members.belonging import members_on
from zhibu.domain.talks import selectors, services
from zhibu.kernel import clock
from zhibu.web.components.bodies import Chosen, body_chosen
from zhibu.web.components.doing import Doing, doing, onward
from zhibu.web.components.paging import capped_page_of
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.layout.request import Request, require_form
from zhibu.web.talks import sheets
from zhibu.web.talks.forms import RoundForm, TalkForm

PAGE = 50
VIEWS = {"matrix": "谁同谁谈过", "list": "登记", "plan": "计划"}


@require_safe
def talk_list(request: Request) -> HttpResponse:
    """The matrix of his body; the register; the plan by days. A member sees his own talks."""
    chosen = body_chosen(request)
    year = year_asked(request)
    view = request.GET.get("view", "")
    view = view if view in VIEWS and chosen.body else "matrix" if chosen.body else "list"
    if view == "matrix":
        return _matrix(request, chosen, year)
    found = selectors.talks_asked(request.actor, body=chosen.body, year=None if view == "plan" else year, planned=view == "plan")
    if view == "plan":
        found = found.order_by("on", "pk")
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.register(selectors.told(request.actor, found), chosen.body, clock.today()), wanted_as)
    cut = capped_page_of(request, found, PAGE)
    context = _frame(request, chosen, year, view) | {"cut": cut, "rows": selectors.told(request.actor, cut)}
    return render(request, "talks/talk_list.html", context)


def _matrix(request: Request, chosen: Chosen, year: int) -> HttpResponse:
    assert chosen.body is not None  # asked before
    found = selectors.matrix(request.actor, chosen.body, year)
    today = clock.today()
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.matrix(found, today), wanted_as)
    wanted = selectors.wanted(request.actor, chosen.body, today) if year == today.year else []
    context = _frame(request, chosen, year, "matrix") | {
        "matrix": found, "wanted": wanted, "rows": [(row, list(zip(found.columns, row.cells, strict=True))) for row in found.rows],
    }  # fmt: skip
    return render(request, "talks/matrix.html", context)


def _frame(request: Request, chosen: Chosen, year: int, view: str) -> dict[str, Any]:
    today = clock.today()
    return {
        "chosen": chosen, "year": year, "years": range(today.year, today.year - 4, -1), "view": view, "views": VIEWS,
        "today": today, "me": request.actor.member,
    }  # fmt: skip


def year_asked(request: Request) -> int:
    """`?year=`, else this year."""
    text = request.GET.get("year", "")
    today = clock.today()
    return int(text) if text.isascii() and text.isdigit() and 2000 <= int(text) <= today.year + 1 else today.year


@require_form
def talk_record(request: Request) -> HttpResponse:
    """记一次谈心: who and when; a day to come goes into the plan."""
    people = _people(request)
    named = [key for key in request.GET.getlist("with") if key]
    first = {"people": [*named, *([request.actor.member] if named else [])], "reason": request.GET.get("reason", "")}
    form = TalkForm(people, request.POST or None, initial=first)

    def do(given: dict[str, Any]) -> HttpResponse:
        ahead = given["on"] > clock.today()
        write = services.talk_plan if ahead else services.talk_record
        given["people"] = form.chosen()
        made = write(actor=request.actor, **given)
        said = "已排进计划，到那天提醒谈的人。" if ahead else "已登记。要记下内容的，谈的人自己在下面写。"
        return onward(request, said, "talk", made.pk)

    page = Doing("记一次谈心谈话", "选人、选日子就行；内容不在这里写", "登记", reverse("talk-list"), "谈心谈话")
    return doing(request, form, page, do)


@require_form
def talk_plan(request: Request) -> HttpResponse:
    """排一轮谈话: one with many, so many a day."""
    people = _people(request)
    keys = {one.pk for one in people}
    first = {"who": request.actor.member, "people": [key for key in request.GET.getlist("with") if key in keys]}
    form = RoundForm(people, request.POST or None, initial=first)

    def do(given: dict[str, Any]) -> HttpResponse:
        who = form.known[given["who"]]
        rest = [form.known[key] for key in given["people"] if key != who.pk]
        days = workdays(given["on"], given["a_day"], len(rest))
        made = services.talks_plan(actor=request.actor, pairs=[([who, one], day) for one, day in zip(rest, days, strict=True)])
        return onward(request, f"已排 {len(made)} 次谈话，可以打印带走。", f"{reverse('talk-list')}?view=plan&body={made[0].organisation_id}")

    page = Doing("排一轮谈心谈话", "一个人同几个人谈，按工作日往后排", "排进计划", reverse("talk-list"), "谈心谈话")
    return doing(request, form, page, do)


def _people(request: Request) -> list[Any]:
    """Whom he can name: the members of the body asked for; of a member without office those of his own branch."""
    body = body_chosen(request).body
    if body is None:
        return selectors.colleagues(request.actor, clock.today())
    return list(members_on(body, clock.today()))


def workdays(first: dt.date, a_day: int, count: int) -> list[dt.date]:
    """`count` days, `a_day` times each, Saturdays and Sundays left out."""
    day = first
    found: list[dt.date] = []
    while len(found) < count:
        if day.weekday() < 5:
            found += [day] * min(a_day, count - len(found))
        day += dt.timedelta(days=1)
    return found


