"""Signing in and out, my account, changing the password."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from zhibu.domain.accounts import identities, selectors, services
from zhibu.domain.planning import selectors as planning
from zhibu.web.accounts.forms import PasswordForm, SignInForm
from zhibu.web.accounts.signing import complete, second_step
from zhibu.web.components.fields import mark_errors
from zhibu.web.layout.request import Request, require_form
from zhibu.web.layout.views import local_address

if TYPE_CHECKING:
    from zhibu.domain.accounts.models import User


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_form
def sign_in(request: Request) -> HttpResponse:
    """登录: back to the page that was asked for, never to another site."""
    target = request.POST.get("next", request.GET.get("next", ""))
    if request.user.is_authenticated:
        return HttpResponseRedirect(local_address(request, target))
    form = SignInForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid() and form.user is not None:
        return _next_step(request, form.user, target)
    mark_errors(form)
    context = {"form": form, "next": target, "providers": identities.providers()}
    return render(request, "accounts/sign_in.html", context)


def _next_step(request: Request, user: User, target: str) -> HttpResponse:
    """The password was right: in, or on to the second step where the account has one."""
    if not selectors.has_factor(user):
        complete(request, user, "password")
        return HttpResponseRedirect(local_address(request, target))
    return second_step(request, user, target)


@require_POST
def sign_out(request: Request) -> HttpResponse:
    """退出登录."""
    logout(request)
    messages.success(request, "已退出登录。")
    answer = redirect("sign-in")
    answer["Clear-Site-Data"] = '"storage"'  # words typed and not sent yet do not stay on a shared machine
    return answer


@require_safe
def account(request: Request) -> HttpResponse:
    """我的账号: what I may see, and what I can change."""
    user, actor = cast("User", request.user), request.actor
    context = {
        "roles": selectors.roles_of(actor=actor),
        "feeds": planning.feeds_of(actor),
        "guarded": selectors.has_factor(user),
        "keeps": actor.holds("clerk", "secretary"),
        "handovers": selectors.handovers_of(actor),
        "providers": identities.providers_for(user),
    }
    return render(request, "accounts/account.html", context)


@sensitive_post_parameters()
@require_form
def password_change(request: Request) -> HttpResponse:
    """改密码."""
    user = cast("User", request.user)  # a page for those who have signed in
    form = PasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        before = request.session.session_key or ""
        services.password_change(actor=request.actor, password=form.cleaned_data["new"], session=before)
        user.refresh_from_db()
        update_session_auth_hash(request, user)
        services.sign_in_follow(user, before, request.session.session_key or "")
        messages.success(request, "密码已换。别处的登录已经失效，下次用新密码。")
        return redirect("account")
    mark_errors(form)
    return render(request, "accounts/password_change.html", {"form": form})
