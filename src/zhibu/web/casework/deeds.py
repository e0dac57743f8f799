"""What is done with a case: a step recorded or taken back, the case closed, opened again, given up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from zhibu.domain.casework import policies, selectors, services
from zhibu.domain.voting.services import step_take
from zhibu.kernel import clock
from zhibu.kernel.errors import NotFound
from zhibu.web.casework import pages
from zhibu.web.casework.forms import CloseForm, StepForm
from zhibu.web.components.doing import Doing, doing, form_page, onward
from zhibu.web.components.fields import ReasonForm
from zhibu.web.layout.request import Request, require_form

if TYPE_CHECKING:
    from zhibu.domain.procedures.models import Case
    from zhibu.domain.voting.models import Poll


@require_form
def step_record(request: Request, key: str, step: str) -> HttpResponse:
    """Record a step; what is refused is told with article and cure, and nothing typed is lost."""
    found = selectors.case_get(request.actor, key)
    policies.step_record(request.actor, found.organisation)
    state = selectors.progress(found, clock.today()).step(step)
    if state is None:
        raise NotFound("这个程序没有这一步。")
    poll = pages.voted(found, state)
    form = StepForm(found, state, request.POST or None, {"on": clock.today().isoformat()}, voted=poll is not None)

    def do(_: dict[str, Any]) -> HttpResponse:
        _record(request, found, step, poll, form.said())
        return onward(request, f"{state.label}登记好了。写错了的，可以撤回。", "case", found.pk)

    return form_page(request, form, do, "casework/case_step.html", pages.step(found, state, form))


def _record(request: Request, case: Case, step: str, poll: Poll | None, said: dict[str, Any]) -> None:
    """A step as it was said, or by the vote that was held for it."""
    if poll is not None:
        step_take(actor=request.actor, poll=poll, **said)
    else:
        services.step_record(actor=request.actor, case=case, step=step, **said)


@require_form
def step_withdraw(request: Request, key: str, step: str) -> HttpResponse:
    """Take a step back."""
    def do(case: Case, said: dict[str, Any]) -> str:
        services.step_withdraw(actor=request.actor, case=case, step=step, **said)
        return "已撤回，留有记录。"

    return _asked(request, key, ReasonForm(request.POST or None), "撤回一步", "撤回", do)


@require_form
def case_close(request: Request, key: str) -> HttpResponse:
    """Close a case."""
    def do(case: Case, said: dict[str, Any]) -> str:
        services.case_close(actor=request.actor, case=case, **said)
        return "办结了。"

    return _asked(request, key, CloseForm.of(request.POST or None, clock.today()), "办结", "办结", do)


@require_form
def case_reopen(request: Request, key: str) -> HttpResponse:
    """Open a case again."""
    def do(case: Case, said: dict[str, Any]) -> str:
        services.case_reopen(actor=request.actor, case=case, **said)
        return "重新打开了，接着办。"

    return _asked(request, key, ReasonForm(request.POST or None), "重新打开", "重新打开", do)


@require_form
def case_abandon(request: Request, key: str) -> HttpResponse:
    """Give a case up."""
    def do(case: Case, said: dict[str, Any]) -> str:
        services.case_abandon(actor=request.actor, case=case, **said)
        return "已终止；还要办的可以重新打开。"

    return _asked(request, key, ReasonForm(request.POST or None), "不再办了", "终止这件事", do)


def _asked(
    request: Request, key: str, form: forms.Form, title: str, button: str, do: Callable[[Case, dict[str, Any]], str]
) -> HttpResponse:
    """Ask for what is wanted, do it, go back to the case."""
    found = selectors.case_get(request.actor, key)
    policies.case_close(request.actor, found.organisation)
    name = pages.name_of(found)
    back, above = reverse("case", args=[found.pk]), (("办理事项", reverse("case-list")),)
    page = Doing(title, f"{name} · {found.organisation}", button, back, name, above=above)
    return doing(request, form, page, lambda said: do(found, said))
