"""Asking again who it is (再认一次) before what does harm in the wrong hands: invitations, roles, factors."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from zhibu.domain.accounts import selectors
from zhibu.web.accounts.forms import ConfirmForm
from zhibu.web.components.fields import mark_errors
from zhibu.web.layout.request import Request, require_form
from zhibu.web.layout.views import local_address

if TYPE_CHECKING:
    from zhibu.domain.accounts.models import User

CONFIRMED = "confirmed_at"
FRESH, STILL = 15 * 60, 60 * 60  # seconds: for opening such a page, for sending what was filled in there


class ConfirmFirst(Exception):
    """Raised by a view; config/middleware.py leads to the page that asks."""


def note_confirmed(request: HttpRequest) -> None:
    """He has just proved who he is."""
    request.session[CONFIRMED] = time.time()


def require_confirmed(request: HttpRequest) -> None:
    """To be called after the object was found in scope: a foreign one stays not found."""
    at = float(request.session.get(CONFIRMED, 0))
    if time.time() - at > (STILL if request.method == "POST" else FRESH):
        raise ConfirmFirst


@never_cache
@sensitive_post_parameters("password")
@require_form
def identity_confirm(request: Request) -> HttpResponse:
    """再认一次: the password or a passkey, then on to where he was going."""
    user = cast("User", request.user)
    target = request.POST.get("next", request.GET.get("next", ""))
    form = ConfirmForm(request, user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        note_confirmed(request)
        messages.success(request, "认过了。15 分钟里不再问。")
        return HttpResponseRedirect(local_address(request, target))
    mark_errors(form)
    context = {"form": form, "next": target, "passkeys": selectors.has_passkey(user)}
    return render(request, "accounts/identity_confirm.html", context)
