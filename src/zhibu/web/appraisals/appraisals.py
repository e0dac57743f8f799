"""Appraisals until the grades: list, page, plan, who takes part, self-appraisal, opinions of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhibu.domain.appraisals import policies, selectors, services
from zhibu.domain.appraisals.choices import State
from zhibu.domain.voting.choices import State as PollState
from zhibu.kernel import clock
from zhibu.kernel.errors import NotFound
from zhibu.web.appraisals import sheets
from zhibu.web.appraisals.appraisal_forms import (
    LeaveOutForm,
    MutualForm,
    PlanForm,
    SelfForm,
    StageForm,
    plan_days,
)
from zhibu.web.components.bodies import at_of
from zhibu.web.components.doing import Doing, doing, form_page, onward
from zhibu.web.components.fields import ReasonForm
from zhibu.web.components.paging import capped_page_of
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.layout.request import Request, require_form

if TYPE_CHECKING:
    from zhibu.domain.appraisals.models import Appraisal, Appraisee
    from zhibu.domain.organisations.models import Organisation

PAGE = 40
LIST = ("民主评议", "appraisal-list")


@require_safe
def appraisal_list(request: Request) -> HttpResponse:
    """民主评议: each branch's, year by year; one's own first."""
    year, state = request.GET.get("year", ""), request.GET.get("state", "")
    found = selectors.appraisals_asked(
        request.actor, year=int(year) if year.isdecimal() and len(year) == 4 else 0, state=state, organisation=at_of(request)
    )
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.appraisals(found), wanted_as)
    this = clock.today().year
    context = {
        "cut": capped_page_of(request, found, PAGE), "year": year, "state": state, "states": State.choices,
        "years": range(this, this - 5, -1), "own": selectors.own_persons(request.actor),
        "may_plan": selectors.may_plan(request.actor), "own_member": bool(request.actor.member),
    }  # fmt: skip
    return render(request, "appraisals/appraisal_list.html", context)


@require_safe
def appraisal(request: Request, key: str) -> HttpResponse:
    """One appraisal: where it stands, what is next, who is lacking."""
    page = selectors.appraisal_page(request.actor, key)
    context = {"page": page, "appraisal": page.appraisal, "today": clock.today(), "next": _next(page),
               "poor": [(one, *_disposal(one)) for one in selectors.disposals(request.actor, page.rows)]}  # fmt: skip
    return render(request, "appraisals/appraisal.html", context)


def _disposal(one: selectors.Poor) -> tuple[str, str]:
    """Words and address: its case, or the form of a new one with person and occasion filled in."""
    if one.case is not None:
        return "打开办件", reverse("case", args=[one.case.pk])
    appraisal = one.person.appraisal
    asked = {"procedure": selectors.DISPOSAL, "organisation": appraisal.organisation_id, "subject": one.person.member_id,
             "note": f"{appraisal}评定为不合格"}  # fmt: skip
    return "提出组织处置", f"{reverse('case-open')}?{urlencode(asked)}"


def _next(page: selectors.AppraisalPage) -> tuple[str, str, str]:
    """What is to be done next by whoever runs it: words, button, address."""
    one = page.appraisal
    undone = next((stage.code for stage in page.stages if stage.done_on is None), "")
    if one.state in (State.CANCELLED, State.CLOSED) or not page.keeps:
        return ("", "", "")
    if one.state == State.PLANNED and undone in ("self_appraisal", "mutual_appraisal"):
        words = "收自评" if undone == "self_appraisal" else "收互评意见"
        return (words, f"登记{words[1:]}完成", reverse("appraisal-stage", args=[undone, one.pk]))
    if one.state == State.PLANNED and undone == "measurement":
        if page.poll is not None and page.poll.state == PollState.CONFIRMED and page.branch:
            return ("测评有结果了，还没有记入评议", "记入评议", reverse("appraisal-measure", args=[one.pk]))
        if page.poll is not None:
            return ("测评正在办", "打开测评", reverse("voting", args=[page.poll.pk]))
        return ("准备测评", "准备测评", reverse("appraisal-vote", args=[one.pk])) if page.branch else ("等支部准备测评", "", "")
    if one.state == State.PLANNED:
        return ("评定等次", "评定", reverse("appraisal-grade", args=[one.pk])) if page.branch else ("等支部评定等次", "", "")
    if one.state == State.GRADED:
        return ("把结果告知本人", "告知", reverse("appraisal-tell", args=[one.pk])) if page.branch else ("等支部告知本人", "", "")
    if page.branch and page.objections:
        asked = urlencode({"member": page.objections[0].person.member_id})
        return ("有人提了不同意见，等答复", "答复", f"{reverse('appraisal-answer', args=[one.pk])}?{asked}")
    return ("办结", "办结", reverse("appraisal-close", args=[one.pk]))


@require_form
def appraisal_plan(request: Request) -> HttpResponse:
    """Plan the appraisal of a branch."""
    bodies = selectors.branches(request.actor)
    first = plan_days(clock.today()) | {"organisation": request.GET.get("at", "") or (bodies[0].pk if bodies else "")}
    if not bodies:
        raise NotFound("你管的组织里没有党支部，评议由支部安排。")
    form = PlanForm(request.POST or None, bodies, first)

    def do(given: dict[str, Any]) -> HttpResponse:
        given["organisation"] = form.bodies[given["organisation"]]
        made = services.appraisal_plan(actor=request.actor, **given)
        return onward(request, f"方案已定，{made.people.count()} 人参加。", "appraisal", made.pk)

    page = Doing("安排民主评议", "定好以后每个人的工作台上有自评，组长的有互评", "定方案", reverse(LIST[1]), LIST[0],
                 note="会期那天的会同时列进会议活动；要先通知、写记录，在会议页上办。")  # fmt: skip
    return doing(request, form, page, do)


def _page(one: Appraisal, title: str, lead: str = "", go: str = "") -> Doing:
    return Doing(title, lead or f"{one.organisation} {one}", go or title, reverse("appraisal", args=[one.pk]), str(one),
                 above=((LIST[0], reverse(LIST[1])),))  # fmt: skip


@require_form
def appraisal_change(request: Request, key: str) -> HttpResponse:
    """Change the days of the plan."""
    one = selectors.appraisal_get(request.actor, key)
    policies.appraisal_run(request.actor, one.organisation)
    first = {name: getattr(one, name) for name in ("self_by", "mutual_by", "meeting_on", "grading_by", "plan")}
    form = PlanForm(request.POST or None, (), first)

    def do(given: dict[str, Any]) -> str:
        services.appraisal_change(actor=request.actor, appraisal=one, **given)
        return "方案已改。"

    return doing(request, form, _page(one, "改方案", go="保存"), do)


@require_form
def appraisal_roll(request: Request, key: str) -> HttpResponse:
    """Bring the list up to today's roll."""
    one = selectors.appraisal_get(request.actor, key)
    policies.appraisal_run(request.actor, one.organisation)

    def do(_: dict[str, Any]) -> str:
        added, removed = services.appraisal_roll(actor=request.actor, appraisal=one)
        return f"名单更新了：加 {added} 人，去 {removed} 人。"

    return doing(request, forms.Form(request.POST or None), _page(one, "更新名单", "按今天的党员名册：新转入的加上，转走的去掉"), do)


def _person(request: Request, key: str) -> Appraisee:
    one = selectors.appraisal_get(request.actor, key)
    return selectors.person_get(request.actor, one, request.GET.get("member", "") or request.actor.member)


@require_form
def appraisal_leave_out(request: Request, key: str) -> HttpResponse:
    """Whether somebody gets a grade."""
    one = selectors.appraisal_get(request.actor, key)
    policies.appraisal_run(request.actor, one.organisation)
    person = one.people.select_related("member").filter(member=request.GET.get("member", "")).first()
    if person is None:
        raise NotFound("名单里没有这个人。")
    found = person
    form = LeaveOutForm(request.POST or None, initial={"graded": "yes" if person.graded else "no", "reason": person.why_not})

    def do(given: dict[str, Any]) -> str:
        services.appraisal_leave_out(actor=request.actor, person=found, graded=given["graded"] == "yes", reason=given["reason"])
        return "已改。"

    return doing(request, form, _page(one, f"{person.member.name}：定不定等次", go="保存"), do)


@require_safe
def appraisal_person(request: Request, key: str) -> HttpResponse:
    """What was said of one person, as far as the reader may see it."""
    person = _person(request, key)
    shown = policies.grade_reads(request.actor, person)
    context = {"person": person, "appraisal": person.appraisal, "shown": shown}
    return render(request, "appraisals/appraisal_person.html", context)


@require_form
def appraisal_self(request: Request, key: str) -> HttpResponse:
    """My self-appraisal."""
    person = selectors.own_person(request.actor, key)
    one = person.appraisal
    form = SelfForm(request.POST or None, initial={"text": person.self_text})

    def do(given: dict[str, Any]) -> str:
        services.appraisal_self(actor=request.actor, person=person, **given)
        return "自评已交，评定以前还可以改。"

    lead = f"{one.self_by} 以前交；组长和支部的书记、委员看得到"
    return doing(request, form, _page(one, "我的自评", lead, "交自评"), do)


@require_form
def appraisal_mutual(request: Request, key: str) -> HttpResponse:
    """What was said in the mutual appraisal of a group: all its members on one page."""
    one = selectors.appraisal_get(request.actor, key)
    body = _body(request, one)
    policies.mutual_write(request.actor, body)
    people = [row for row in selectors.people(one) if (row.group_id or one.organisation_id) == body.pk]
    form = MutualForm(request.POST or None, people)

    def do(given: dict[str, Any]) -> str:
        count = services.appraisal_mutual(actor=request.actor, appraisal=one, body=body, texts=form.texts(), on=given["on"])
        return f"记下了 {count} 人的互评意见。" if count else "没有改动。"

    context = {"page": _page(one, f"{body}：互评意见", "只记意见，不打分、不定等次；空着的下次再补", "保存")}
    return form_page(request, form, do, "components/doing.html", context, back=reverse("appraisal", args=[one.pk]))


def _body(request: Request, one: Appraisal) -> Organisation:
    """The group named, or the first whose opinions he writes down."""
    wanted = request.GET.get("at", "")
    bodies = selectors.appraisal_page(request.actor, one.pk).mutual_bodies
    found = next((body for body in bodies if body.pk == wanted or not wanted), None)
    if found is None:
        raise NotFound("没有找到这个党小组的互评，或者不归你管。")
    return found


@require_form
def appraisal_stage(request: Request, step: str, key: str) -> HttpResponse:
    """Self-appraisal or mutual appraisal is done."""
    one = selectors.appraisal_get(request.actor, key)
    policies.appraisal_run(request.actor, one.organisation)
    form = StageForm(request.POST or None, initial={"on": clock.today()})

    def do(given: dict[str, Any]) -> str:
        services.appraisal_stage(actor=request.actor, appraisal=one, step=step, **given)
        return "已登记。"

    return doing(request, form, _page(one, "登记自评完成" if step == "self_appraisal" else "登记互评完成", go="登记"), do)


@require_form
def appraisal_cancel(request: Request, key: str) -> HttpResponse:
    """Give it up."""
    one = selectors.appraisal_get(request.actor, key)
    policies.appraisal_run(request.actor, one.organisation)

    def do(given: dict[str, Any]) -> str:
        services.appraisal_cancel(actor=request.actor, appraisal=one, **given)
        return "已取消，原因留在记录里。"

    return doing(request, ReasonForm(request.POST or None), _page(one, "取消评议"), do)
