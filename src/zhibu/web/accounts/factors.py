"""登录方式: one-time codes, recovery codes, taking factors away, the second step of signing in, sign-ins."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_lockout_response
from django.contrib import messages
from django.contrib.auth import user_login_failed
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from zhibu.domain.accounts import passkeys, selectors, services
from zhibu.domain.accounts.selectors import listing
from zhibu.kernel import totp
from zhibu.kernel.errors import Refused
from zhibu.web.accounts.confirming import require_confirmed
from zhibu.web.accounts.forms import OneCodeForm
from zhibu.web.accounts.signing import complete, pending
from zhibu.web.components.fields import mark_errors
from zhibu.web.layout.request import Request, require_form
from zhibu.web.layout.views import local_address

if TYPE_CHECKING:
    from zhibu.domain.accounts.models import User

SECRET = "totp_secret"  # noqa: S105 -- the name in the session


@require_safe
def factor_list(request: Request) -> HttpResponse:
    """登录方式: what guards my account, and where it is signed in."""
    user = request.user
    context = {
        "factors": selectors.factors_of(user), "has_totp": selectors.has_totp(user),
        "codes_left": selectors.recovery_left(user), "sign_ins": selectors.sign_ins_of(request.actor),
        "session": request.session.session_key, "possible": passkeys.possible(request.get_host(), request.is_secure()),
        "host": request.get_host(),
    }  # fmt: skip
    return render(request, "accounts/factor_list.html", context)


@sensitive_post_parameters()
@require_form
def totp_add(request: Request) -> HttpResponse:
    """设动态码: scan, then type the first code."""
    require_confirmed(request)
    secret = str(request.session.get(SECRET) or totp.new_secret())
    request.session[SECRET] = secret
    form = OneCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = services.totp_add(actor=request.actor, secret=secret, code=form.cleaned_data["code"])
        except Refused as error:
            form.add_error("code", str(error))
        else:
            del request.session[SECRET]
            return _set_up(request, "动态码设好了。以后登录：先密码，再动态码。", codes)
    mark_errors(form)
    address = totp.address(secret, cast("User", request.user).username, passkeys.SITE)
    context = {"form": form, "grouped": " ".join(wrap(secret, 4)), "address": address, "picture": _picture(address)}
    return render(request, "accounts/totp_add.html", context)


def _picture(address: str) -> str:
    import segno  # only this page and slips need it

    return str(segno.make(address, error="m").svg_data_uri(scale=4, border=2))


def _set_up(request: Request, said: str, codes: list[str]) -> HttpResponse:
    messages.success(request, said)
    if codes:
        kept = "data:text/plain;charset=utf-8," + quote("\r\n".join([f"{passkeys.SITE}恢复码", *codes]))
        return render(request, "accounts/recovery_codes.html", {"codes": codes, "kept": kept})
    return redirect("factor-list")


@require_POST
def recovery_make(request: Request) -> HttpResponse:
    """New recovery codes, shown this once."""
    require_confirmed(request)
    codes = services.recovery_make(actor=request.actor)
    return _set_up(request, "换了一套新的恢复码，原来的作废。", codes)


@require_POST
def factor_remove(request: Request, key: int) -> HttpResponse:
    """Take away one of one's own."""
    selectors.factor_get(request.actor, key)
    require_confirmed(request)
    services.factor_remove(actor=request.actor, key=key)
    messages.success(request, "已删掉。")
    return redirect("factor-list")


@require_POST
def factor_clear(request: Request, key: str) -> HttpResponse:
    """Take away those of another, who has lost them."""
    found = listing.account_get(request.actor, key)
    require_confirmed(request)
    services.factor_clear(actor=request.actor, user=found)
    messages.success(request, f"{found.name} 现在只用密码登录。告诉他尽快重新设置。")
    return redirect("user", key)


@require_POST
def sign_in_end(request: Request, key: int) -> HttpResponse:
    """End one other sign-in."""
    services.sign_in_end(actor=request.actor, key=key, session=request.session.session_key or "")
    messages.success(request, "那一处已退出。")
    return redirect("factor-list")


@require_POST
def sign_ins_end(request: Request) -> HttpResponse:
    """End all other sign-ins."""
    count = services.sign_ins_end(actor=request.actor, session=request.session.session_key or "")
    messages.success(request, f"别处的登录都退出了，{count} 处。" if count else "别处没有登录。")
    return redirect("factor-list")


def _tell_left(request: Request, user: User, way: str) -> None:
    """A recovery code is gone for good: how many are left, and what to do about a lost phone."""
    if way == "recovery":
        left = selectors.recovery_left(user)
        messages.warning(request, f"用掉了一个恢复码，还剩 {left} 个。换了手机的，在“登录方式”里删掉旧的动态码，重新设。")


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_form
def sign_in_code(request: Request) -> HttpResponse:
    """登录第二步: the code of the app, or a recovery code. Wrong ones count as wrong passwords do."""
    target = request.POST.get("next", request.GET.get("next", ""))
    user = pending(request)
    if user is None:
        return redirect("sign-in")
    credentials = {"username": user.username}
    if not AxesProxyHandler.is_allowed(request, credentials):
        return get_lockout_response(request, credentials=credentials)
    form = OneCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        way = services.code_use(user=user, code=form.cleaned_data["code"])
        if way:
            complete(request, user, way)
            _tell_left(request, user, way)
            return HttpResponseRedirect(local_address(request, target))
        user_login_failed.send(__name__, credentials=credentials, request=request)
        form.add_error("code", "不对，或者用过了。看手机上现在的六位数字，或者用一个恢复码。")
    mark_errors(form)
    context = {"form": form, "next": target, "passkeys": selectors.has_passkey(user), "totp": selectors.has_totp(user)}
    return render(request, "accounts/sign_in_code.html", context)
