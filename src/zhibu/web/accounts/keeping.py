"""Accounts of a scope: the list, one account, closing and opening again, roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhibu.domain.accounts import selectors, services
from zhibu.domain.accounts.selectors import listing
from zhibu.web.accounts import sheets
from zhibu.web.accounts.confirming import require_confirmed
from zhibu.web.accounts.forms import CloseForm, GrantForm, RevokeForm
from zhibu.web.components.doing import Doing, doing
from zhibu.web.components.paging import capped_page_of
from zhibu.web.components.sheets import sheet_format, sheet_response
from zhibu.web.layout.request import Request, require_form

if TYPE_CHECKING:
    from zhibu.domain.accounts.models import User

PAGE = 50
MOST_SHEET = 5000


@require_safe
def user_list(request: Request) -> HttpResponse:
    """账号: who has one, what it may do, when it was last used."""
    find, state = request.GET.get("find", ""), request.GET.get("state", "")
    found = listing.accounts(request.actor, find=find, state=state)
    if wanted_as := sheet_format(request):
        return sheet_response(request, sheets.accounts(listing.account_lines(request.actor, list(found[:MOST_SHEET]))), wanted_as)
    page = capped_page_of(request, found, PAGE)
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

    def do(given: dict[str, Any]) -> str:
        services.user_close(actor=request.actor, user=found, reason=given["reason"])
        return f"{found.name} 的账号已停用，各处的登录都已退出。停错了可以恢复。"

    lead = "停用以后不能再登录，各处的登录马上退出，发出的邀请码作废；他做过的事都还在，可以恢复"
    page = _page(found, f"停用 {found.name} 的账号", lead, "停用这个账号")
    return doing(request, CloseForm(request.POST or None), page, do)


def _page(account: User, title: str, lead: str, go: str) -> Doing:
    above = (("我的账号", reverse("account")), ("账号管理", reverse("user-list")))
    return Doing(title, lead, go, reverse("user", args=[account.pk]), account.name, above=above)


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

    def do(_: dict[str, Any]) -> str:
        given = services.role_grant(actor=request.actor, user=found, **form.given)
        return f"{found.name} 从 {given.since} 起是{given.organisation}的{given.get_role_display()}。"

    lead = "书记、委员、组长的角色跟着任职走，不用在这里给；这里给机关里做党务工作的人"
    return doing(request, form, _page(found, f"给 {found.name} 授权", lead, "授权"), do)


@require_form
def role_revoke(request: Request, key: str, grant: int) -> HttpResponse:
    """End a role from a day on."""
    found = listing.account_get(request.actor, key)
    held = selectors.grant_get(request.actor, found, grant)
    require_confirmed(request)

    def do(given: dict[str, Any]) -> str:
        services.role_revoke(actor=request.actor, grant=held, until=given["until"])
        return f"这个角色从 {given['until']} 起不再有。"

    lead = f"{found.name}：{held.get_role_display()}，{held.organisation}，{held.since} 起"
    return doing(request, RevokeForm(request.POST or None), _page(found, "收回授权", lead, "收回"), do, at="until")
