"""Lists of problems with measures: the list, one with what was done about it, each deed a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhibu.domain.accounts import scope
from zhibu.domain.appraisals import policies, selectors, services
from zhibu.domain.appraisals.choices import Level, MeasureState
from zhibu.domain.members.belonging import members_on
from zhibu.kernel import clock
from zhibu.kernel.actor import KEEPERS
from zhibu.kernel.errors import NotAllowed
from zhibu.web.appraisals import sheets
from zhibu.web.appraisals.forms import CheckForm, ExtendForm, MeasureForm, OnForm, ProgressForm
from zhibu.web.components.bodies import at_of
from zhibu.web.components.doing import Doing, doing, onward
from zhibu.web.components.fields import ReasonForm
from zhibu.web.components.paging import capped_page_of
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.layout.request import Request, require_form

if TYPE_CHECKING:
    from zhibu.domain.appraisals.models import LifeMeeting, Measure
    from zhibu.domain.members.models import Member
    from zhibu.domain.organisations.models import Organisation

PAGE = 50
LIST = ("整改清单", "measure-list")


@require_safe
def measure_list(request: Request) -> HttpResponse:
    """整改清单: what is open, the soonest first."""
    asked = {name: request.GET.get(name, "").strip()[:60] for name in ("state", "level", "q")} | {"at": at_of(request)}
    late = bool(request.GET.get("late"))
    state = asked["state"] or "open"
    found = selectors.measures_asked(
        request.actor, state="" if state == "all" else state, level=asked["level"], organisation=asked["at"], late=late, q=asked["q"]
    )
    today = clock.today()
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.measures(found, today), wanted_as)
    cut = capped_page_of(request, found, PAGE)
    context = {
        "cut": cut, "rows": [selectors.line(one, today) for one in cut], "asked": asked | {"state": state}, "late": late,
        "states": [("open", "没有销号的"), *MeasureState.choices, ("all", "全部")], "levels": Level.choices,
        "may_add": request.actor.holds("leader", *KEEPERS), "cutting": any(asked.values()) or late,
    }  # fmt: skip
    return render(request, "appraisals/measure_list.html", context)


@require_safe
def measure(request: Request, key: str) -> HttpResponse:
    """One problem: measure, who, by when, what was done."""
    found = selectors.measure_get(request.actor, key)
    context = {
        "measure": found, "line": selectors.line(found, clock.today()), "notes": selectors.notes_of(found),
        "keeps": _may(policies.measure_change, request, found), "works": _may(policies.measure_work, request, found),
        "own": bool(request.actor.member) and request.actor.member == found.owner_id and found.level == Level.UNIT,
    }  # fmt: skip
    return render(request, "appraisals/measure.html", context)


def _may(policy: Callable[..., None], request: Request, found: Measure) -> bool:
    try:
        policy(request.actor, found)
    except NotAllowed:
        return False
    return True


def _people(body: Organisation) -> list[Member]:
    return list(members_on(body, clock.today())[:300])


@require_form
def measure_add(request: Request) -> HttpResponse:
    """A problem: of a meeting, of an appraisal, or found otherwise."""
    life = selectors.life_get(request.actor, request.GET["life"]) if request.GET.get("life") else None
    appraisal = selectors.appraisal_get(request.actor, request.GET["appraisal"]) if request.GET.get("appraisal") else None
    body = life.activity.organisation if life else appraisal.organisation if appraisal else _body(request)
    policies.life_change(request.actor, body)
    form = MeasureForm(request.POST or None, _people(body))
    back = reverse("life", args=[life.pk]) if life else reverse("appraisal", args=[appraisal.pk]) if appraisal else reverse("measure-list")

    def do(given: dict[str, Any]) -> str:
        services.measure_add(
            actor=request.actor, organisation=body, problem=given["problem"], found=given["found"], member=form.person("member"),
            measure=given["measure"], owner=form.person("owner"), due_on=given["due_on"], life=life, appraisal=appraisal,
        )  # fmt: skip
        return "问题已列上。"

    return doing(request, form, Doing("列一个问题", str(body), "列上", back, "返回" if life or appraisal else LIST[0]), do)


def _body(request: Request) -> Organisation:
    if request.GET.get("at"):
        return scope.organisation_get(request.actor, request.GET["at"])
    bodies = selectors.bodies_of(request.actor)
    homes = {held.organisation for held in request.actor.roles}
    return next((one for one in bodies if one.pk in homes), None) or scope.organisation_get(request.actor, bodies[0].pk if bodies else "")


@require_form
def measure_change(request: Request, key: str) -> HttpResponse:
    """Put it right, or complete it."""
    found = selectors.measure_get(request.actor, key)
    policies.measure_change(request.actor, found)
    form = MeasureForm(request.POST or None, _people(found.organisation), found)

    def do(given: dict[str, Any]) -> Any:
        return services.measure_change(
            actor=request.actor, measure=found, problem=given["problem"], text=given["measure"], owner=form.person("owner"),
            due_on=given.get("due_on", found.due_on),
        )  # fmt: skip

    return _deed(request, found, form, do, "修改", "已改。")


@require_form
def measure_progress(request: Request, key: str) -> HttpResponse:
    """How it goes."""
    found = selectors.measure_get(request.actor, key)
    policies.measure_work(request.actor, found)
    form = ProgressForm(request.POST or None, initial={"on": clock.today()})
    return _deed(request, found, form, lambda given: services.measure_progress(actor=request.actor, measure=found, **given),
                 "记进展", "已记下。")  # fmt: skip


@require_form
def measure_check(request: Request, key: str) -> HttpResponse:
    """Look at it: closed, or it goes on."""
    found = selectors.measure_get(request.actor, key)
    policies.measure_change(request.actor, found)
    form = CheckForm(request.POST or None, initial={"on": clock.today()})

    def do(given: dict[str, Any]) -> Any:
        given["passed"] = given["passed"] == "yes"
        return services.measure_check(actor=request.actor, measure=found, **given)

    return _deed(request, found, form, do, "检查", "检查结果已记下。")


@require_form
def measure_extend(request: Request, key: str) -> HttpResponse:
    """Another day, with the reason."""
    found = selectors.measure_get(request.actor, key)
    policies.measure_change(request.actor, found)
    form = ExtendForm(request.POST or None)
    return _deed(request, found, form, lambda given: services.measure_extend(actor=request.actor, measure=found, **given),
                 "延期", "已延期，原来的时限留在记录里。")  # fmt: skip


@require_form
def measure_reopen(request: Request, key: str) -> HttpResponse:
    """It was not put right after all."""
    found = selectors.measure_get(request.actor, key)
    policies.measure_change(request.actor, found)
    form = ReasonForm(request.POST or None)
    return _deed(request, found, form, lambda given: services.measure_reopen(actor=request.actor, measure=found, **given),
                 "重新整改", "已重新打开。")  # fmt: skip


@require_form
def measure_remove(request: Request, key: str) -> HttpResponse:
    """Entered by mistake."""
    found = selectors.measure_get(request.actor, key)
    policies.measure_change(request.actor, found)

    def do(_: dict[str, Any]) -> HttpResponse:
        services.measure_remove(actor=request.actor, measure=found)
        return onward(request, "已删掉。", "measure-list")

    return doing(request, forms.Form(request.POST or None), _page(found, "删掉"), do)


@require_form
def measure_settle(request: Request, key: str) -> HttpResponse:
    """The list of a meeting is complete."""
    life = selectors.life_get(request.actor, key)
    policies.life_change(request.actor, life.activity.organisation)
    form = OnForm(request.POST or None, initial={"on": clock.today()})

    def do(given: dict[str, Any]) -> str:
        services.measures_settle(actor=request.actor, life=life, on=given["on"])
        return "整改清单已定，记作这次会的整改措施。"

    return doing(request, form, _of_life(life, "定整改清单", "每个问题都有措施、责任人和时限以后定"), do)


@require_form
def measure_carry(request: Request, key: str) -> HttpResponse:
    """What is open of earlier lists goes into this one."""
    life = selectors.life_get(request.actor, key)
    policies.life_change(request.actor, life.activity.organisation)

    def do(_: dict[str, Any]) -> str:
        return f"转来 {services.measures_carry(actor=request.actor, life=life)} 项，原来的清单上记着去向。"

    return doing(request, forms.Form(request.POST or None), _of_life(life, "转入没有整改完的", "上一份清单上没有销号的，接着整改"), do)


def _of_life(life: LifeMeeting, title: str, lead: str) -> Doing:
    return Doing(title, lead, title, reverse("life", args=[life.pk]), "生活会", above=(("组织生活会", reverse("life-list")),))


def _page(found: Measure, title: str) -> Doing:
    return Doing(title, found.problem, title, reverse("measure", args=[found.pk]), "整改事项", above=((LIST[0], reverse(LIST[1])),))


def _deed(
    request: Request, found: Measure, form: forms.Form, do: Callable[[dict[str, Any]], Any], title: str, said: str
) -> HttpResponse:
    def done(given: dict[str, Any]) -> str:
        do(given)
        return said

    return doing(request, form, _page(found, title), done)
