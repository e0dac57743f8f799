"""Signing in through another system, linking one's account to it, and the way back."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zhibu.domain.accounts import identities, selectors, services
from zhibu.kernel.errors import NotFound, Refused
from zhibu.web.accounts.confirming import require_confirmed
from zhibu.web.accounts.signing import complete, second_step
from zhibu.web.layout.request import Request
from zhibu.web.layout.views import local_address

if TYPE_CHECKING:
    from zhibu.domain.accounts.identities import Provider
    from zhibu.domain.accounts.models import User

TRIP = "identity"


def _back(request: Request, provider: Provider) -> str:
    return request.build_absolute_uri(reverse("identity-return", args=[provider.key]))


@require_safe
def identity_list(request: Request) -> HttpResponse:
    """外部账号: which systems are linked to my account."""
    context = {"providers": identities.providers_for(cast("User", request.user))}
    return render(request, "accounts/identity_list.html", context)


@login_not_required
@never_cache
@require_POST
def identity_begin(request: Request, provider: str) -> HttpResponse:
    """Off to the other system: to sign in, to link my account, or to take up an invitation."""
    other = identities.provider_get(provider)
    code, purpose = request.POST.get("code", ""), "sign-in"
    if request.user.is_authenticated:
        require_confirmed(request)
        purpose = "link"
    elif code:
        purpose = "invitation"
    trip = identities.Trip()
    try:
        address = other.leave_for(trip, _back(request, other), request.headers.get("User-Agent", ""))
    except Refused as error:
        return _failed(request, str(error))
    request.session[TRIP] = {
        "provider": other.key, "state": trip.state, "nonce": trip.nonce, "verifier": trip.verifier,
        "purpose": purpose, "code": code, "next": request.POST.get("next", ""),
    }  # fmt: skip
    # no redirect: the policy of the page lets a form lead to this site only, a page of its own may go on
    answer = render(request, "accounts/identity_leave.html", {"provider": other, "address": address})
    answer["Refresh"] = f"0; url={address}"
    return answer


@login_not_required
@never_cache
@require_safe
def identity_return(request: Request, provider: str) -> HttpResponse:
    """Back from there. What was begun in this browser, and only that, is gone on with."""
    other = identities.provider_get(provider)
    left: dict[str, Any] = request.session.pop(TRIP, None) or {}
    if left.get("provider") != other.key or not hmac.compare_digest(
        str(left.get("state", "")).encode(), request.GET.get("state", "").encode()
    ):
        return _failed(request, "这次登录不是在这个浏览器里开始的，或者已经用过。从登录页重新点一次。")
    trip = identities.Trip(left["state"], left["nonce"], left["verifier"])
    try:
        person = other.person(request.GET.dict(), trip, _back(request, other))
        return _go_on(request, other, person, left)
    except (Refused, NotFound) as error:
        return _failed(request, str(error))


def _go_on(request: Request, other: Provider, person: str, left: dict[str, Any]) -> HttpResponse:
    if left["purpose"] == "link":
        services.identity_link(actor=request.actor, provider=other, person=person)
        messages.success(request, f"{other.label}绑定好了，下次可以用它登录。")
        return redirect("identity-list")
    if left["purpose"] == "invitation":
        nobody = selectors.actor_of(user=request.user, door="web")
        user = services.identity_accept(
            actor=nobody, code=left["code"], provider=other, person=person
        )
    else:
        user = identities.user_of(other, person)
    services.identity_touch(user=user, provider=other.key)
    if selectors.has_factor(user):
        return second_step(request, user, left["next"])
    complete(request, user, other.key)
    return HttpResponseRedirect(local_address(request, left["next"]))


def _failed(request: Request, said: str) -> HttpResponse:
    return render(request, "accounts/identity_failed.html", {"said": said}, status=409)


@require_POST
def identity_unlink(request: Request, provider: str) -> HttpResponse:
    """Take the link away."""
    require_confirmed(request)
    services.identity_unlink(actor=request.actor, provider=provider)
    messages.success(request, "已解除绑定。")
    return redirect("identity-list")
