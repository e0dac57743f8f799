"""Life meetings: the list, the package of one on one page, how it is prepared, its papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhibu.domain.accounts import scope
from zhibu.domain.appraisals import drafts, policies, selectors, services
from zhibu.domain.meetings import selectors as meetings
from zhibu.domain.rulebook.selectors import activity_labels, paper_labels
from zhibu.kernel import clock
from zhibu.kernel.actor import KEEPERS
from zhibu.kernel.errors import NotFound
from zhibu.web.appraisals import sheets
from zhibu.web.appraisals.forms import LifeForm, NoteForm, WriteForm
from zhibu.web.components.bodies import at_of
from zhibu.web.components.doing import Doing, doing
from zhibu.web.components.paging import capped_page_of
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.layout.request import Request, require_form
from zhibu.web.uploads.parts import files_shown

if TYPE_CHECKING:
    from zhibu.domain.appraisals.models import LifeMeeting

PAGE = 40


@require_safe
def life_list(request: Request) -> HttpResponse:
    """组织生活会: each with how far its package and its list of problems are."""
    year = request.GET.get("year", "")
    found = selectors.lives(request.actor)
    if year.isdecimal() and len(year) == 4:
        found = found.filter(on__year=int(year))
    if at := at_of(request):
        found = found.filter(organisation__path__under=scope.organisation_get(request.actor, at).path)
    found = selectors.with_open_measures(found)
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.lives(found, activity_labels()), wanted_as)
    cut = capped_page_of(request, found, PAGE)
    this = clock.today().year
    context = {"cut": cut, "year": year, "years": range(this, this - 5, -1), "may_plan": request.actor.holds("leader", *KEEPERS)}
    return render(request, "appraisals/life_list.html", context)


@require_safe
def life(request: Request, key: str) -> HttpResponse:
    """The package of one meeting: before, during, after."""
    page = selectors.life_page(request.actor, key)
    context = {"page": page, "activity": page.activity, "life": page.life, "called": _called(page.activity), "today": clock.today()}
    if page.unit and page.life:
        context["files"] = files_shown(request.actor, "life", page.life.pk)
    return render(request, "appraisals/life.html", context)


def _called(activity: Any) -> str:
    return activity_labels().get(activity.type, activity.type)


@require_form
def life_set(request: Request, key: str) -> HttpResponse:
    """Theme, days, study: begin the package or change it."""
    activity = selectors.life_activity(request.actor, key)
    policies.life_change(request.actor, activity.organisation)
    row = selectors.life_page(request.actor, key).life
    labels = activity_labels()
    offered = selectors.studies_offered(request.actor, activity)
    form = LifeForm(request.POST or None, row, offered, lambda one: labels.get(one.type, one.type))

    def do(given: dict[str, Any]) -> str:
        chosen = [form.offered[pk] for pk in given.pop("studies", [])]
        services.life_open(actor=request.actor, activity=activity, studies=chosen, **given)
        return "已保存。"

    page = Doing(f"准备{_called(activity)}", f"{activity.on} {activity.organisation}", "保存", reverse("life", args=[activity.pk]),
                 _called(activity), above=(("组织生活会", reverse("life-list")),))  # fmt: skip
    return doing(request, form, page, do)


@require_form
def life_write(request: Request, kind: str, key: str) -> HttpResponse:
    """Plan, preparation, host's script: drafted from what was entered, edited, saved."""
    row = selectors.life_get(request.actor, key)
    activity = row.activity
    policies.life_change(request.actor, activity.organisation)
    label = paper_labels().get(kind)
    if label is None:
        raise NotFound("没有这种材料。")
    there = row.texts.filter(kind=kind).first()
    text = there.text if there else _draft(kind, row)
    form = WriteForm(request.POST or None, initial={"text": text, "on": there.on if there else clock.today()})

    def do(given: dict[str, Any]) -> str:
        services.life_write(actor=request.actor, life=row, kind=kind, **given)
        return f"{label}已保存，可以打印。"

    lead = "草稿按已经填的内容拟好了，改成你们的话" if there is None else f"{there.on} 写的"
    page = Doing(label, lead, "保存", reverse("life", args=[row.pk]), _called(activity),
                 above=(("组织生活会", reverse("life-list")),))  # fmt: skip
    return doing(request, form, page, do)


def _draft(kind: str, row: LifeMeeting) -> str:
    activity = row.activity
    names = [member.name for member in meetings.entitled(activity)]
    return drafts.drafted(kind, activity, row, names, selectors.life_host(activity), _called(activity))


@require_form
def life_note(request: Request, kind: str, key: str) -> HttpResponse:
    """Note that a paper is there, on paper or put together from what was entered."""
    row = selectors.life_get(request.actor, key)
    policies.life_change(request.actor, row.activity.organisation)
    label = paper_labels().get(kind, kind)
    page_of = selectors.life_page(request.actor, key)
    ready = next((one.ready_on for one in page_of.papers if one.kind == kind), None)
    form = NoteForm(request.POST or None, initial={"on": ready or clock.today()})

    def do(given: dict[str, Any]) -> str:
        services.life_note(actor=request.actor, life=row, kind=kind, on=given["on"])
        return f"{label}已登记。"

    page = Doing(f"登记{label}", "写材料上的日期；当时就有的写当时的日期", "登记", reverse("life", args=[row.pk]), _called(row.activity),
                 above=(("组织生活会", reverse("life-list")),))  # fmt: skip
    return doing(request, form, page, do)
