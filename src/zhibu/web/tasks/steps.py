"""The steps of a task, each a form of its own on a page without script."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhibu.domain.tasks import selectors, services
from zhibu.kernel import clock
from zhibu.web.components.doing import Doing, attempt, doing
from zhibu.web.components.fields import ReasonForm
from zhibu.web.layout.request import Request, require_form
from zhibu.web.tasks.forms import (
    AcceptForm,
    AskForm,
    ChangeForm,
    DoneForm,
    ExtendForm,
    OwnersForm,
    ReopenForm,
    ReturnForm,
    TextForm,
)

if TYPE_CHECKING:
    from zhibu.domain.tasks.models import Task

Service = Callable[..., Any]


def _step(request: Request, key: str, form: forms.Form, service: Service, title: str, done: str, **more: Any) -> HttpResponse:
    """Show the form, or do the step and go back to the task's page."""
    found = selectors.task_get(request.actor, key)
    back = reverse("task", args=[found.pk])
    page = Doing(f"{title}：{found.title}", _lead(found), title, back, found.title, above=(("任务", reverse("task-list")),))

    def do(given: dict[str, Any]) -> str:
        service(actor=request.actor, task=found, **given, **more)
        return done

    return doing(request, form, page, do)


def _lead(found: Task) -> str:
    means = f"；做到：{found.done_means}" if found.done_means else ""
    return f"{selectors.owners_told(found)} 办，期限 {found.due_on}{means}"


@require_form
def task_progress(request: Request, key: str) -> HttpResponse:
    """写进展."""
    return _step(request, key, TextForm(request.POST or None), services.task_progress, "写进展", "进展已写上。")


@require_form
def task_done(request: Request, key: str) -> HttpResponse:
    """交出."""
    return _step(request, key, DoneForm(request.POST or None), services.task_done, "交出", "已交出，等派任务的一方查看。")


@require_form
def task_accept(request: Request, key: str) -> HttpResponse:
    """办结."""
    return _step(request, key, AcceptForm(request.POST or None), services.task_check, "办结", "已办结。", accepted=True)


@require_form
def task_return(request: Request, key: str) -> HttpResponse:
    """退回."""
    return _step(request, key, ReturnForm(request.POST or None), services.task_check, "退回", "已退回，负责人看得到还差什么。", accepted=False)


@require_form
def task_ask(request: Request, key: str) -> HttpResponse:
    """申请延期."""
    return _step(request, key, AskForm(request.POST or None), services.task_ask, "申请延期", "已申请，没定下来以前还是原来的期限。")


@require_form
def task_extend(request: Request, key: str) -> HttpResponse:
    """定延期."""
    return _step(request, key, ExtendForm(request.POST or None), services.task_extend, "定延期", "已定，负责人看得到。")


@require_form
def task_change(request: Request, key: str) -> HttpResponse:
    """改任务."""
    found = selectors.task_get(request.actor, key)
    first = {name: getattr(found, name) for name in ("title", "note", "done_means", "due_on")}
    return _step(request, key, ChangeForm(request.POST or None, initial=first), services.task_change, "改任务", "已改。")


@require_form
def task_reopen(request: Request, key: str) -> HttpResponse:
    """重新打开."""
    return _step(request, key, ReopenForm(request.POST or None), services.task_reopen, "重新打开", "已重新打开。")


@require_form
def task_withdraw(request: Request, key: str) -> HttpResponse:
    """撤回."""
    return _step(request, key, ReasonForm(request.POST or None), services.task_withdraw, "撤回任务", "已撤回，清单里还看得到原因。")


@require_form
def task_assign(request: Request, key: str) -> HttpResponse:
    """换人办."""
    found = selectors.task_get(request.actor, key)
    people = selectors.choosable(found.organisation, clock.today(), request.GET.get("q", "").strip()[:30])
    form = OwnersForm(people, request.POST or None, {"owner": [one.member_id for one in found.owners.all()]})

    def do(given: dict[str, Any]) -> str:
        services.task_assign(actor=request.actor, task=found, **given)
        return "已定，新的负责人在自己的工作台上看得到。"

    answer = attempt(request, form, do, back=reverse("task", args=[found.pk]))
    if isinstance(answer, HttpResponse):
        return answer
    context = {"form": form, "task": found, "body": found.organisation, "kind": "assign", "go": "定下来", "title": "谁来办"}
    return render(request, "tasks/task_give.html", context, status=answer)


@require_POST
def task_undo(request: Request, key: str) -> HttpResponse:
    """收回刚做的一步."""
    found = selectors.task_get(request.actor, key)
    services.task_undo(actor=request.actor, task=found)
    messages.success(request, "刚才那一步已收回。")
    return redirect("task", found.pk)
