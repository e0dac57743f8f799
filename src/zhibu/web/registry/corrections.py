"""Requests of members to put their data right: asking, the list, deciding, objecting, reviewing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhibu.domain.accounts import scope
from zhibu.domain.members.items import masked
from zhibu.domain.registry import selectors as registry
from zhibu.domain.registry import services
from zhibu.domain.registry.choices import WAITING, CorrectionState
from zhibu.kernel.errors import NotAllowed
from zhibu.web.components.doing import Doing, attempt, doing
from zhibu.web.components.paging import page_of
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.layout.request import Request, require_form
from zhibu.web.registry import forms, sheets

PAGE = 60


@require_form
def correction_ask(request: Request, key: str) -> HttpResponse:
    """A member says what is wrong about him."""
    member = scope.member_get(request.actor, key)
    if member.pk != request.actor.member:
        raise NotAllowed("更正申请由本人提出。你管着这个支部的，直接修改。")
    form = forms.CorrectionForm(request.POST or None, initial={"item": request.GET.get("item", "")})

    def do(given: dict[str, Any]) -> HttpResponse:
        made = services.correction_ask(actor=request.actor, member=member, **given)
        messages.success(request, "已提交，等支部处理；结果写在这里。")
        return redirect("correction", key=made.pk)

    page = Doing("申请更正", "写明哪一项不对、应当是什么；支部核对以后改，或者说明为什么不改", "提交申请", reverse("member", args=[key]), member.name)
    return doing(request, form, page, do)


@require_safe
def correction_list(request: Request) -> HttpResponse:
    """Requests in sight, those that wait first."""
    found = registry.corrections(request.actor)
    if request.GET.get("all") != "1":
        found = found.filter(state__in=WAITING)
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.corrections(found[: sheets.MOST]), wanted_as)
    cut = page_of(request, found, PAGE)
    return render(request, "registry/correction_list.html", {"cut": cut, "all": request.GET.get("all") == "1"})


@require_safe
def correction(request: Request, key: int) -> HttpResponse:
    """One request with all that was said, and what comes next."""
    return _shown(request, registry.correction_get(request.actor, key))


def _shown(request: Request, one: Any, form: Any = None) -> HttpResponse:
    own = one.member_id == request.actor.member
    file = registry.file_of(actor=request.actor, member=one.member)
    may_decide = one.state == CorrectionState.OPEN and file.may_keep and not own
    may_review = one.state == CorrectionState.OBJECTED and file.may_clear and not own
    context = {
        "one": one, "own": own, "entered_by": registry.entered_by(one), "may_decide": may_decide, "may_review": may_review,
        "before": masked(one.item, one.before), "wanted": masked(one.item, one.wanted),
        "may_object": own and one.state == CorrectionState.REFUSED,
        "may_withdraw": own and one.state in WAITING,
        "form": form or (forms.ObjectForm() if own else forms.AnswerForm()),
    }  # fmt: skip
    status = 422 if form is not None and form.errors else 200
    return render(request, "registry/correction.html", context, status=status)


@require_POST
def correction_decide(request: Request, key: int) -> HttpResponse:
    """The branch accepts or refuses."""
    one = registry.correction_get(request.actor, key)
    form = forms.AnswerForm(request.POST)

    def do(given: dict[str, Any]) -> str:
        accept = given["accept"] == "yes"
        services.correction_decide(actor=request.actor, correction=one, accept=accept, answer=given["answer"])
        return f"已改{one.member.name}的{one.label}，改动留有记录。" if accept else "已答复本人；他不同意的，可以向上级提出异议。"

    return _done(request, one, form, do)


@require_POST
def correction_object(request: Request, key: int) -> HttpResponse:
    """The member goes to the level above."""
    one = registry.correction_get(request.actor, key)

    def do(given: dict[str, Any]) -> str:
        services.correction_object(actor=request.actor, correction=one, objection=given["objection"])
        return "已向上级提出异议，由上级的党务工作者复核。"

    return _done(request, one, forms.ObjectForm(request.POST), do)


@require_POST
def correction_review(request: Request, key: int) -> HttpResponse:
    """The level above grants or upholds."""
    one = registry.correction_get(request.actor, key)

    def do(given: dict[str, Any]) -> str:
        accept = given["accept"] == "yes"
        services.correction_review(actor=request.actor, correction=one, accept=accept, review=given["answer"])
        return "已复核，照申请改了。" if accept else "已复核，维持原来的记录。"

    return _done(request, one, forms.AnswerForm(request.POST), do)


@require_POST
def correction_withdraw(request: Request, key: int) -> HttpResponse:
    """The member takes his request back."""
    one = registry.correction_get(request.actor, key)
    services.correction_withdraw(actor=request.actor, correction=one)
    messages.success(request, "申请已撤回。")
    return redirect("correction", key=key)


def _done(request: Request, one: Any, form: Any, do: Any) -> HttpResponse:
    answer = attempt(request, form, do, back=reverse("correction", args=[one.pk]))
    return answer if isinstance(answer, HttpResponse) else _shown(request, one, form)
