"""The steps of an opinion, each a form of its own on a page without script."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhibu.domain.opinions import policies, selectors, services
from zhibu.kernel.errors import NotAllowed
from zhibu.web.components.doing import Doing, attempt, doing
from zhibu.web.layout.request import Request, require_form
from zhibu.web.opinions.forms import (
    AnswerForm,
    CloseForm,
    MergeForm,
    PassForm,
    PublishForm,
    ReopenForm,
    WithdrawForm,
)

if TYPE_CHECKING:
    from zhibu.domain.opinions.models import Opinion

Service = Callable[..., Any]


def _found(request: Request, key: str) -> Opinion:
    return selectors.opinion_get(request.actor, key)


def _step(request: Request, found: Opinion, form: forms.Form, service: Service, title: str, done: str) -> HttpResponse:
    """Show the form under the words, or do the step and go back to the opinion's page."""
    readable = policies.reads(request.actor, found)
    back = reverse("opinion", args=[found.pk])
    lead = (found.text if readable else selectors.COVERED)[:200]
    page = Doing(title, lead, title, back, str(found), above=(("意见和诉求", reverse("opinion-list")),))

    def do(given: dict[str, Any]) -> str:
        service(actor=request.actor, opinion=found, **given)
        return done

    return doing(request, form, page, do)


@require_form
def opinion_pass(request: Request, key: str) -> HttpResponse:
    """转交."""
    found = _found(request, key)
    form = PassForm(selectors.ways_on(request.actor, found), request.POST or None)
    return _step(request, found, form, services.opinion_pass, "转交", "已转交，从今天起由那里处理；到哪里了这一页看得到。")


@require_form
def opinion_answer(request: Request, key: str) -> HttpResponse:
    """答复."""
    found = _found(request, key)
    form = AnswerForm(request.POST or None, initial={"text": (found.answer or "") if policies.reads(request.actor, found) else ""})
    return _step(request, found, form, services.opinion_answer, "答复", "已答复。告诉提的人以后办结。")


@require_form
def opinion_close(request: Request, key: str) -> HttpResponse:
    """已反馈，办结."""
    found = _found(request, key)
    first = {"how": "本人凭回执码看"} if found.receipt else {}
    return _step(request, found, CloseForm(request.POST or None, initial=first), services.opinion_close, "办结", "已办结。")


@require_form
def opinion_reopen(request: Request, key: str) -> HttpResponse:
    """重新打开."""
    return _step(request, _found(request, key), ReopenForm(request.POST or None), services.opinion_reopen, "重新打开", "已重新打开。")


@require_form
def opinion_withdraw(request: Request, key: str) -> HttpResponse:
    """撤回."""
    return _step(request, _found(request, key), WithdrawForm(request.POST or None), services.opinion_withdraw, "撤回", "已撤回。")


@require_form
def opinion_merge(request: Request, key: str) -> HttpResponse:
    """并入另一条."""
    found = _found(request, key)
    form = MergeForm(selectors.equal_ones(request.actor, found), request.POST or None)
    return _step(request, found, form, services.opinion_merge, "并入另一条", "已并入，一起答复；要分开办随时能拆开。")


@require_form
def opinion_publish(request: Request, key: str) -> HttpResponse:
    """公开答复: shown as it will stand there before it is."""
    found = _found(request, key)
    if not policies.handles(request.actor, found):
        raise NotAllowed("公开由现在处理它的组织定。")
    first = {"public_text": found.public_text, "public_answer": found.public_answer or found.answer or ""}
    form = PublishForm(request.POST or None, initial=first)
    shown = form.cleaned_data if request.method == "POST" and form.is_valid() else None
    look = shown is not None and "publish" not in request.POST

    def do(given: dict[str, Any]) -> str:
        services.opinion_publish(actor=request.actor, opinion=found, **given)
        return "已公开在意见箱的页面上。"

    answer = 200 if look else attempt(request, form, do, back=reverse("opinion", args=[found.pk]))
    if isinstance(answer, HttpResponse):
        return answer
    context = {"form": form, "opinion": found, "shown": shown if look else None, "box": selectors.box_of(found.at)}
    return render(request, "opinions/opinion_publish.html", context, status=answer)


@require_POST
def opinion_hide(request: Request, key: str) -> HttpResponse:
    """不再公开."""
    return _done(request, key, services.opinion_hide, "已不再公开。")


@require_POST
def opinion_part(request: Request, key: str) -> HttpResponse:
    """拆开，单独办."""
    return _done(request, key, services.opinion_part, "已拆开，单独处理。")


@require_POST
def opinion_guard(request: Request, key: str) -> HttpResponse:
    """设为涉及个人，或者不涉及."""
    found = _found(request, key)
    now = not found.confidential
    said = "已设为涉及个人，只有这里的书记、组长或党务工作者看得到内容。" if now else "已设为不涉及个人。"
    return _done(request, key, services.opinion_guard, said, confidential=now)


@require_POST
def opinion_undo(request: Request, key: str) -> HttpResponse:
    """收回刚做的一步."""
    return _done(request, key, services.opinion_undo, "刚才那一步已收回。")


def _done(request: Request, key: str, service: Service, said: str, **more: Any) -> HttpResponse:
    found = _found(request, key)
    service(actor=request.actor, opinion=found, **more)
    messages.success(request, said)
    return redirect("opinion", found.pk)
