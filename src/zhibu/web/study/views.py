"""学习: plan, ledger, materials, hours of a body; recording a study."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhibu.domain.accounts import scope
from zhibu.domain.meetings.kinds import MADE_ELSEWHERE
from zhibu.domain.rulebook.selectors import activity_labels, meeting_choices
from zhibu.domain.study import policies, selectors, services
from zhibu.domain.study.choices import LEDGER
from zhibu.kernel import clock
from zhibu.kernel.errors import NotAllowed
from zhibu.web.components.bodies import Chosen, body_chosen
from zhibu.web.components.doing import Doing, doing, onward
from zhibu.web.components.paging import capped_page_of
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.layout.request import Request, require_form
from zhibu.web.study import sheets
from zhibu.web.study.forms import LineForm, SessionForm, SureForm, types_known
from zhibu.web.talks.views import year_asked

KINDS = ("branch", "party_group", "general_branch", "committee", "work_committee")
VIEWS = {"plan": "计划", "ledger": "台账", "materials": "资料", "hours": "学时", "notes": "公开的心得"}
PAGE = 50
NEAR = 30  # meetings offered as those at which it was studied


@require_safe
def study(request: Request) -> HttpResponse:
    """One body's study; a member without office sees materials and what was shared, his own is on 我的学习."""
    chosen, year, today = body_chosen(request, KINDS), year_asked(request), clock.today()
    view = request.GET.get("view", "")
    known = VIEWS if chosen.body else {"materials": "资料", "notes": "公开的心得"}
    view = view if view in known else next(iter(known))
    body = chosen.body
    if (wanted_as := sheet_format(request)) and body is not None:
        return sheet_response(request, _sheet(request, body, year, view), wanted_as)
    context: dict[str, Any] = {
        "chosen": chosen, "year": year, "years": range(today.year + 1, today.year - 4, -1), "view": view, "views": known,
        "labels": activity_labels(), "types": dict(types_known()), "keeps": body is not None and policies.keeps(request.actor, body),
        "is_member": bool(request.actor.member), "has_sheet": body is not None and view in ("plan", "ledger", "hours"),
    }  # fmt: skip
    return render(request, f"study/{view}.html", context | _shown(request, chosen, year, view))


def _shown(request: Request, chosen: Chosen, year: int, view: str) -> dict[str, Any]:
    """What the view shows."""
    body, today = chosen.body, clock.today()
    if view == "materials":
        return {"cut": capped_page_of(request, selectors.materials(request.actor), PAGE)}
    if view == "notes":
        return {"cut": capped_page_of(request, selectors.notes(request.actor).filter(shared_on__isnull=False), PAGE)}
    if body is None:
        return {}
    if view == "ledger":
        return {"lines": selectors.ledger(request.actor, body, year, _types(request))}
    if view == "hours":
        return {"lines": _hours(request, body, year), "needed": selectors.needed_for(body, today)}
    return {"topics": list(selectors.topics(request.actor, body, year))}


def _types(request: Request) -> tuple[str, ...]:
    """The ledger of study, or of one type (`?type=leader_training`)."""
    asked = request.GET.get("type", "")
    return (asked,) if asked in dict(types_known()) else LEDGER


def _hours(request: Request, body: Any, year: int) -> list[Any]:
    if not policies.keeps(request.actor, body):
        raise NotAllowed("每个人的学时只有本人、组长和支部看得到。")
    today = clock.today()
    if body.kind not in ("branch", "party_group"):
        return []
    return selectors.hours_of(selectors.entitled(body, "study", today), body, year, today)


def _sheet(request: Request, body: Any, year: int, view: str) -> Any:
    today = clock.today()
    if view == "hours":
        return sheets.hours(body, year, _hours(request, body, year), selectors.needed_for(body, today), today)
    if view == "plan":
        return sheets.plan(body, year, selectors.topics(request.actor, body, year), today)
    return sheets.ledger(body, year, selectors.ledger(request.actor, body, year, _types(request)), today)


@require_form
def session_record(request: Request) -> HttpResponse:
    """记一次学习: all ticked as there, only exceptions are tapped."""
    chosen = body_chosen(request, KINDS)
    if chosen.body is None:
        raise NotAllowed("学习由组长、支部书记和委员来记；你自己学的记在“我的学习”。")
    body = chosen.body
    form, topic = _session_form(request, body)

    def do(given: dict[str, Any]) -> HttpResponse:
        whole = scope.activity_get(request.actor, given.pop("part_of")) if given.get("part_of") else None
        given.pop("part_of", None)
        services.session_record(actor=request.actor, organisation=body, topic=topic, part_of=whole, **given)
        return onward(request, "已记进学习台账。", f"{reverse('study')}?view=ledger&body={body.pk}")

    return doing(request, form, _page(body, "记一次学习", f"{body}；默认都到了，没到的去掉勾"), do)


def _session_form(request: Request, body: Any) -> tuple[SessionForm, Any]:
    """The form as first shown, and the line of the plan it belongs to."""
    topic = selectors.topic_get(request.actor, request.GET["topic"]) if request.GET.get("topic") else None
    kind = request.POST.get("type") or request.GET.get("type") or (topic.type if topic else "study")
    people = selectors.entitled(body, kind, clock.today())
    meetings = scope.activities(request.actor).filter(organisation=body, status="held", part_of=None).exclude(type__in=(*LEDGER, *MADE_ELSEWHERE))
    first = {
        "type": kind, "content": topic.topic if topic else "", "hours": topic.hours if topic else None,
        "present": [one.pk for one in people], "part_of": request.GET.get("at", ""),
    }  # fmt: skip
    offered = meeting_choices(meetings.order_by("-on")[:NEAR])
    return SessionForm(people, offered, request.POST or None, initial=first), topic


@require_form
def session_change(request: Request, key: str) -> HttpResponse:
    """补学时、改内容."""
    found = selectors.session_get(request.actor, key)
    kept = getattr(found, "session", None)
    first = {"content": (kept.content if kept else "") or found.theme, "hours": kept.hours if kept else None}
    form = LineForm(request.POST or None, initial=first)

    def do(given: dict[str, Any]) -> HttpResponse:
        services.session_change(actor=request.actor, session=found, **given)
        return onward(request, "已改好。", f"{reverse('study')}?view=ledger&body={found.organisation_id}")

    return doing(request, form, _page(found.organisation, "改学习记录", f"{found.on} {found.theme}"), do)


@require_form
def hours_register(request: Request) -> HttpResponse:
    """登记学时: the sheet of the year is kept as the paper a directive asks for."""
    chosen, year = body_chosen(request), year_asked(request)
    if chosen.body is None:
        raise NotAllowed("学时由组长、支部书记和委员来登记。")
    body = chosen.body

    def do(_: dict[str, Any]) -> HttpResponse:
        services.hours_register(actor=request.actor, organisation=body, year=year)
        return onward(request, f"{year} 年的学时登记表已登记。", f"{reverse('study')}?view=hours&body={body.pk}&year={year}")

    return doing(request, SureForm(request.POST or None), _page(body, "登记学时", f"{year} 年的学时登记表做好了，登记成本年的材料。"), do)


def _page(body: Any, title: str, lead: str = "") -> Doing:
    return Doing(title, lead, title, f"{reverse('study')}?body={body.pk}", "学习")
