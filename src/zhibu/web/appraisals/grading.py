"""The vote, the grades, telling them, objections, the report above, the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhibu.domain.appraisals import policies, selectors, services
from zhibu.domain.voting.terms import terms_of
from zhibu.kernel import clock
from zhibu.kernel.errors import NotFound
from zhibu.web.appraisals.appraisal_forms import (
    AnswerForm,
    GradeForm,
    ObjectForm,
    SettleForm,
    TellForm,
    VoteForm,
)
from zhibu.web.appraisals.forms import OnForm
from zhibu.web.components.doing import Doing, doing, form_page, onward
from zhibu.web.layout.request import Request, require_form

if TYPE_CHECKING:
    from zhibu.domain.appraisals.models import Appraisal


def _page(one: Appraisal, title: str, lead: str = "", go: str = "") -> Doing:
    return Doing(title, lead or f"{one.organisation} {one}", go or title, reverse("appraisal", args=[one.pk]), str(one),
                 above=(("民主评议", reverse("appraisal-list")),))  # fmt: skip


def _graded_by(request: Request, key: str) -> Appraisal:
    one = selectors.appraisal_get(request.actor, key)
    policies.appraisal_grade(request.actor, one.organisation)
    return one


@require_form
def appraisal_vote(request: Request, key: str) -> HttpResponse:
    """Prepare the measurement with everybody who is graded on the slip."""
    one = _graded_by(request, key)
    form = VoteForm(request.POST or None, terms_of(one.organisation, "appraisal", clock.today()).means)

    def do(given: dict[str, Any]) -> HttpResponse:
        made = services.appraisal_vote(actor=request.actor, appraisal=one, **given)
        return onward(request, "测评票准备好了，定两名监票、计票的人就能开始。", "voting", made.pk)

    return doing(request, form, _page(one, "准备测评", "定等次的人都在票上；无记名，只计票，不以票定等次"), do)


@require_form
def appraisal_measure(request: Request, key: str) -> HttpResponse:
    """A measurement that was confirmed before its meeting was entered."""
    one = _graded_by(request, key)

    def do(_: dict[str, Any]) -> str:
        services.appraisal_measure(actor=request.actor, appraisal=one)
        return "测评结果记入评议了，接着评定等次。"

    lead = "评议的会要先登记召开，日子要是投票那天；日子不对的，在会议页登记召开时写实际的日子"
    return doing(request, forms.Form(request.POST or None), _page(one, "测评结果记入评议", lead, "记入评议"), do)


@require_form
def appraisal_grade(request: Request, key: str) -> HttpResponse:
    """Everybody on one page: votes beside the grade and the branch's opinion."""
    one = _graded_by(request, key)
    people = list(selectors.people(one))
    form = GradeForm(request.POST or None, people)
    page = selectors.appraisal_page(request.actor, key)
    votes = selectors.votes_of(page.poll)

    def do(_: dict[str, Any]) -> HttpResponse:
        services.appraisal_grade(actor=request.actor, appraisal=one, grades=form.grades())
        if "settle" in request.POST:
            return onward(request, "等次已存，写明是哪次会评定的。", "appraisal-settle", one.pk)
        return onward(request, "已存下，还没有评定，只有支部的书记、委员看得到。", "appraisal", one.pk)

    rows = [(person, grade, comment, votes.get(person.member_id, [])) for person, grade, comment in form.rows()]
    context = {"appraisal": one, "rows": rows, "page": page}
    return form_page(request, form, do, "appraisals/appraisal_grade.html", context)


@require_form
def appraisal_settle(request: Request, key: str) -> HttpResponse:
    """The decision: which meeting, which day."""
    one = _graded_by(request, key)
    page = selectors.appraisal_page(request.actor, key)
    form = SettleForm(request.POST or None, selectors.deciding(one), over=bool(page.over))

    def do(given: dict[str, Any]) -> str:
        services.appraisal_settle(actor=request.actor, appraisal=one, **given)
        return "等次已评定，现在告知本人。"

    said = "，".join(f"{label} {count}" for label, count in page.numbers if count)
    return doing(request, form, _page(one, "评定等次", said, "评定"), do)


@require_form
def appraisal_tell(request: Request, key: str) -> HttpResponse:
    """Tell them: each reads his own from then on."""
    one = _graded_by(request, key)
    waiting = [(row.member_id, row.member.name) for row in selectors.people(one) if row.told_on is None]
    form = TellForm(request.POST or None, waiting)

    def do(given: dict[str, Any]) -> str:
        services.appraisal_tell(actor=request.actor, appraisal=one, **given)
        return "已告知，本人在自己的页面上看得到结果，可以提不同意见。"

    return doing(request, form, _page(one, "把结果告知本人", "每人只看到自己的", "告知"), do)


@require_safe
def appraisal_mine(request: Request, key: str) -> HttpResponse:
    """My own part and, once I was told, my result."""
    person = selectors.own_person(request.actor, key)
    shown = person.told_on is not None
    context = {"person": person, "appraisal": person.appraisal, "shown": shown, "mine": True}
    return render(request, "appraisals/appraisal_person.html", context)


@require_form
def appraisal_read(request: Request, key: str) -> HttpResponse:
    """I have read it."""
    person = selectors.own_person(request.actor, key)

    def do(_: dict[str, Any]) -> HttpResponse:
        services.appraisal_read(actor=request.actor, person=person)
        return onward(request, "已签收。", "appraisal-mine", person.appraisal_id)

    return doing(request, forms.Form(request.POST or None), _page(person.appraisal, "签收结果"), do)


@require_form
def appraisal_object(request: Request, key: str) -> HttpResponse:
    """I do not agree."""
    person = selectors.own_person(request.actor, key)
    form = ObjectForm(request.POST or None, initial={"text": person.objection})

    def do(given: dict[str, Any]) -> HttpResponse:
        services.appraisal_object(actor=request.actor, person=person, **given)
        return onward(request, "已交给支部，答复以后在这里看得到。", "appraisal-mine", person.appraisal_id)

    return doing(request, form, _page(person.appraisal, "提不同意见", "支部的书记、委员看得到，会给你答复", "提交"), do)


@require_form
def appraisal_answer(request: Request, key: str) -> HttpResponse:
    """The branch answers an objection."""
    one = _graded_by(request, key)
    person = selectors.person_get(request.actor, one, request.GET.get("member", ""))
    if person.objected_on is None:
        raise NotFound("这个人没有提不同意见。")
    form = AnswerForm(request.POST or None)

    def do(given: dict[str, Any]) -> str:
        services.appraisal_answer(actor=request.actor, person=person, **given)
        return "已答复，本人看得到。"

    return doing(request, form, _page(one, f"答复{person.member.name}", person.objection, "答复"), do)


@require_form
def appraisal_report(request: Request, key: str) -> HttpResponse:
    """Reported above."""
    one = _graded_by(request, key)
    form = OnForm(request.POST or None, initial={"on": clock.today()})

    def do(given: dict[str, Any]) -> str:
        services.appraisal_report(actor=request.actor, appraisal=one, **given)
        return "已登记上报，上级看得到各等次的人数，看不到每个人的。"

    return doing(request, form, _page(one, "报上级", "报各等次的人数；名单上级要的，打印出来送", "登记上报"), do)


@require_form
def appraisal_close(request: Request, key: str) -> HttpResponse:
    """All done."""
    one = selectors.appraisal_get(request.actor, key)
    policies.appraisal_run(request.actor, one.organisation)
    form = OnForm(request.POST or None, initial={"on": clock.today()})

    def do(given: dict[str, Any]) -> str:
        services.appraisal_close(actor=request.actor, appraisal=one, **given)
        return "这次评议办结了。"

    return doing(request, form, _page(one, "办结评议", go="办结"), do)
