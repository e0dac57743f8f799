"""Accounts of a scope: the list, one account, closing and opening again, roles."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from zhibu.domain.accounts import selectors, services
from zhibu.domain.accounts.selectors import listing
from zhibu.kernel.errors import NotAllowed, NotFound, Refused
from zhibu.web.accounts import sheets
from zhibu.web.accounts.confirming import require_confirmed
from zhibu.web.accounts.forms import CloseForm, GrantForm, RevokeForm
from zhibu.web.components.fields import mark_errors
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.layout.request import Request, require_form

PAGE = 50
MOST_SHEET = 5000


@require_safe
def user_list(request: Request) -> HttpResponse:
    """账号: who has one, what it may do, when it was last used."""
    find, state = request.GET.get("find", ""), request.GET.get("state", "")
    found = listing.accounts(request.actor, find=find, state=state)
    if wanted_as := sheet_format(request):
        return sheet_response(sheets.accounts(listing.account_lines(request.actor, list(found[:MOST_SHEET]))), wanted_as)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    lines = listing.account_lines(request.actor, list(page))
    context: dict[str, Any] = {"page": page, "lines": lines, "find": find, "state": state}
    context |= {"states": listing.STATES}
    context |= {"may_grant": request.actor.holds("clerk")}
    return render(request, "accounts/user_list.html", context)


@require_safe
def user(request: Request, key: str) -> HttpResponse:
    """One account: its rights and where each comes from, its invitations, what guards it."""
    found = listing.account_get(request.actor, key)
    [line] = listing.account_lines(request.actor, [found])
    context = {"line": line, "account": found, "factors": selectors.factors_of(found)}
    context |= {"grants": selectors.grants_of(request.actor, found)}
    context |= {"invitations": selectors.invitations_of(found)}
    return render(request, "accounts/user.html", context)


@require_form
def user_close(request: Request, key: str) -> HttpResponse:
    """Close an account, with the reason."""
    found = listing.account_get(request.actor, key)
    require_confirmed(request)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.user_close(actor=request.actor, user=found, reason=form.cleaned_data["reason"])
        messages.success(request, f"{found.name} 的账号已停用，各处的登录都已退出。停错了可以恢复。")
        return redirect("user", key)
    mark_errors(form)
    return render(request, "accounts/user_close.html", {"account": found, "form": form})


@require_POST
def user_reopen(request: Request, key: str) -> HttpResponse:
    """Open it again."""
    found = listing.account_get(request.actor, key)
    require_confirmed(request)
    services.user_reopen(actor=request.actor, user=found)
    messages.success(request, f"{found.name} 的账号已恢复，用原来的密码登录。")
    return redirect("user", key)


@require_form
def role_grant(request: Request, key: str) -> HttpResponse:
    """Give an account a role at an organisation, for a span."""
    found = listing.account_get(request.actor, key)
    require_confirmed(request)
    form = GrantForm(request.actor, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            given = services.role_grant(actor=request.actor, user=found, **form.given)
        except (Refused, NotAllowed, NotFound) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{found.name} 从 {given.since} 起是{given.organisation}的{given.get_role_display()}。")
            return redirect("user", key)
    mark_errors(form)
    return render(request, "accounts/role_grant.html", {"account": found, "form": form})


@require_form
def role_revoke(request: Request, key: str, grant: int) -> HttpResponse:
    """End a role from a day on."""
    found = listing.account_get(request.actor, key)
    held = selectors.grant_get(request.actor, found, grant)
    require_confirmed(request)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.role_revoke(actor=request.actor, grant=held, until=form.cleaned_data["until"])
        except Refused as error:
            form.add_error("until", str(error))
        else:
            messages.success(request, f"这个角色从 {form.cleaned_data['until']} 起不再有。")
            return redirect("user", key)
    mark_errors(form)
    return render(request, "accounts/role_revoke.html", {"account": found, "grant": held, "form": form})
