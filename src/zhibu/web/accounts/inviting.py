"""Inviting: choosing members, the slips with their codes, a new code for one, the invited person's page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from axes.helpers import get_client_ip_address
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from zhibu.domain.accounts import identities, invitations, services
from zhibu.domain.accounts.selectors import actor_of, has_factor, listing
from zhibu.kernel.errors import NotFound, Refused
from zhibu.web.accounts import slips
from zhibu.web.accounts.confirming import require_confirmed
from zhibu.web.accounts.forms import AcceptForm, ClerkForm, CodeForm
from zhibu.web.accounts.signing import complete
from zhibu.web.components.doing import Doing, doing
from zhibu.web.components.fields import mark_errors
from zhibu.web.components.paging import capped_page_of
from zhibu.web.components.papers import paper_response
from zhibu.web.layout.request import Request, require_form

if TYPE_CHECKING:
    from zhibu.domain.accounts.services import Issued

PAGE = 100
WHO = {"leaders": "书记、委员、组长", "all": "全部党员"}
WRONG, PAUSE = 30, 15 * 60  # wrong codes from one address, seconds


@require_form
def user_invite(request: Request) -> HttpResponse:
    """Choose members who have no account yet, and print a slip for each."""
    who = "all" if request.GET.get("who") == "all" else "leaders"
    find = request.GET.get("find", "")
    found = listing.invitable(request.actor, who=who, find=find)
    require_confirmed(request)
    if request.method == "POST":
        try:
            issued = services.members_invite(actor=request.actor, members=request.POST.getlist("member"))
            return _told(request, issued)
        except Refused as error:
            messages.error(request, str(error))
    page = capped_page_of(request, found, PAGE)
    ticked = who == "leaders" or request.GET.get("tick") == "all"
    context = {"page": page, "lines": listing.invitable_lines(list(page)), "who": who, "find": find, "ticked": ticked}
    return render(request, "accounts/user_invite.html", context | {"groups": WHO})


@require_form
def clerk_invite(request: Request) -> HttpResponse:
    """An account for a clerk, who need not be a member."""
    form = ClerkForm(request.actor, request.POST or None)
    require_confirmed(request)

    def do(_: dict[str, Any]) -> HttpResponse:
        return _told(request, [services.clerk_invite(actor=request.actor, **form.given)])

    page = Doing(
        "给党务工作者开账号", "不是党员、不在花名册里的也可以。角色是党务工作者：看得到那个组织和它下面的全部",
        "开账号，给邀请码", reverse("user-list"), "账号管理",
        "是党员的，从“邀请党员”里选，再给他授权：一个人一个账号。", (("我的账号", reverse("account")),),
    )  # fmt: skip
    return doing(request, form, page, do)


@require_POST
def invitation_send(request: Request, key: str) -> HttpResponse:
    """A new code for one account; the one before opens nothing any more."""
    found = listing.account_get(request.actor, key)
    require_confirmed(request)
    return _told(request, services.invitations_send(actor=request.actor, users=[found]))


@require_POST
def invitation_revoke(request: Request, key: str) -> HttpResponse:
    """Take back the code that is out."""
    found = listing.account_get(request.actor, key)
    services.invitation_revoke(actor=request.actor, user=found)
    messages.success(request, f"发给 {found.name} 的邀请码已作废。")
    return redirect("user", key)


def _told(request: Request, issued: Sequence[Issued]) -> HttpResponse:
    """The codes, shown this once: a sheet to print and cut, or the same as PDF."""
    made = [slips.of(one, request.build_absolute_uri(_address(one.code))) for one in issued]
    if request.POST.get("format") == "pdf":
        return paper_response(slips.paper(made), "登录邀请")
    return render(request, "accounts/invitation_slips.html", {"slips": made})


def _address(code: str) -> str:
    return reverse("invitation-accept", args=[code])


@login_not_required
@never_cache
@require_form
def invitation_open(request: Request) -> HttpResponse:
    """收到邀请: type the code that stands on the slip."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("invitation-accept", form.cleaned_data["code"])
    mark_errors(form)
    return render(request, "accounts/invitation_open.html", {"form": form})


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_form
def invitation_accept(request: Request, code: str) -> HttpResponse:
    """The invited person sets his password; a code that opens nothing says nothing of why."""
    if _too_often(request):
        return render(request, "accounts/invitation_locked.html", status=429)
    try:
        user = invitations.invitation_find(code).user
    except NotFound as error:
        _note_wrong(request)
        typed = CodeForm({"code": code})
        typed.add_error("code", str(error))
        mark_errors(typed)
        return render(request, "accounts/invitation_open.html", {"form": typed}, status=404)
    form = AcceptForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _accepted(request, code, form.cleaned_data["new"])
    mark_errors(form)
    context = {"form": form, "account": user, "code": code, "providers": identities.providers()}
    return render(request, "accounts/invitation_accept.html", context)


def _accepted(request: Request, code: str, password: str) -> HttpResponse:
    nobody = actor_of(user=request.user, door="web")
    user = services.invitation_accept(code=code, password=password, actor=nobody)
    messages.success(request, f"密码设好了。以后用用户名 {user.username} 和这个密码登录。")
    if has_factor(user):  # the invitation replaces the password, never the second step
        return redirect("sign-in")
    complete(request, user, "invitation")
    return redirect("desk")


def _key(request: Request) -> str:
    return f"invitation:{get_client_ip_address(request)}"


def _too_often(request: Request) -> bool:
    return int(cache.get(_key(request), 0)) >= WRONG


def _note_wrong(request: Request) -> None:
    cache.add(_key(request), 0, PAUSE)
    cache.incr(_key(request))
