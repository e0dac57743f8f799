"""What is done with a filing from its page: each of these is one button with one form."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhibu.domain.filings import selectors, services
from zhibu.domain.filings.choices import ACCEPTED_WORDS, FilingKind
from zhibu.kernel.errors import NotAllowed, Refused
from zhibu.web.components.doing import attempt
from zhibu.web.components.fields import ReasonForm
from zhibu.web.filings import pages
from zhibu.web.filings.forms import AcceptForm, ReplyForm
from zhibu.web.layout.request import Request

if TYPE_CHECKING:
    from zhibu.domain.filings.models import Filing


@require_POST
def filing_send(request: Request, key: str) -> HttpResponse:
    """报送."""
    return _done(request, key, lambda filing, _: services.filing_send(actor=request.actor, filing=filing),
                 lambda filing: f"已报送 {filing.receiver}，文号 {filing.number}。")


@require_POST
def filing_receive(request: Request, key: str) -> HttpResponse:
    """签收."""
    return _done(request, key, lambda filing, _: services.filing_receive(actor=request.actor, filing=filing),
                 lambda filing: "已签收，报送的一方看得到。")


@require_POST
def filing_accept(request: Request, key: str) -> HttpResponse:
    """已阅, 备案, 审核同意."""
    return _done(request, key,
                 lambda filing, said: services.filing_accept(actor=request.actor, filing=filing, **said),
                 lambda filing: f"{ACCEPTED_WORDS[FilingKind(filing.kind)]}，报送的一方看得到。", AcceptForm, "accept")


@require_POST
def filing_return(request: Request, key: str) -> HttpResponse:
    """退回."""
    return _done(request, key,
                 lambda filing, said: services.filing_return(actor=request.actor, filing=filing, **said),
                 lambda filing: "已退回，原因报送的一方看得到。", ReasonForm, "give_back")


@require_POST
def filing_reply(request: Request, key: str) -> HttpResponse:
    """批复."""
    def reply(filing: Filing, said: dict[str, Any]) -> Filing:
        agrees = said.pop("agrees") == "yes"
        return services.filing_reply(actor=request.actor, filing=filing, agrees=agrees, **said)

    return _done(request, key, reply, lambda answer: f"批复已经发出，文号 {answer.number}。", ReplyForm, "reply")


@require_POST
def filing_withdraw(request: Request, key: str) -> HttpResponse:
    """撤回."""
    return _done(request, key,
                 lambda filing, said: services.filing_withdraw(actor=request.actor, filing=filing, **said),
                 lambda filing: "已撤回；文号不再用。", ReasonForm, "take_back")


@require_POST
def filing_discard(request: Request, key: str) -> HttpResponse:
    """Throw a draft away."""
    found = selectors.filing_get(request.actor, key)
    try:
        services.filing_discard(actor=request.actor, filing=found)
    except (Refused, NotAllowed) as error:
        messages.error(request, str(error))
        return redirect("filing", key)
    messages.success(request, f"草稿“{found.subject}”已删去。")
    return redirect("filing-list")


def _done(
    request: Request, key: str, do: Callable[[Filing, dict[str, Any]], Filing], say: Callable[[Filing], str],
    kind: type[forms.Form] | None = None, name: str = "",
) -> HttpResponse:
    """Do it and go back to the page; where a field is wrong the page comes again with what was typed."""
    found = selectors.filing_get(request.actor, key)
    form = kind(request.POST) if kind is not None else forms.Form(request.POST)
    answer = attempt(request, form, lambda said: say(do(found, said)), back=reverse("filing", args=[found.pk]))
    if isinstance(answer, HttpResponse):
        return answer
    context = pages.filing(request.actor, selectors.filing_get(request.actor, key), {name: form} if name else {})
    context["errors"] = form.non_field_errors()
    return render(request, "filings/filing.html", context, status=answer)
