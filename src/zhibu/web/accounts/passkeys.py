"""通行密钥: what the script of the page asks for and brings back, as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zhibu.domain.accounts import passkeys, services
from zhibu.kernel.errors import Refused
from zhibu.web.accounts.confirming import note_confirmed, require_confirmed
from zhibu.web.accounts.signing import complete
from zhibu.web.layout.request import Request
from zhibu.web.layout.views import local_address

if TYPE_CHECKING:
    from zhibu.domain.accounts.models import User

STATE = "passkey_state"
CODES = "recovery_codes"  # new ones wait in the session for the one page that shows them


def _read(request: Request) -> dict[str, Any]:
    """What the script sent; Refused where it is no JSON object."""
    try:
        given = json.loads(request.body)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise Refused(passkeys.WRONG)
    return given


def _wrong(error: Refused) -> JsonResponse:
    return JsonResponse({"error": str(error)}, status=400)


@require_safe
def passkey_new(request: Request) -> HttpResponse:
    """添加通行密钥: the page whose script makes it."""
    require_confirmed(request)
    possible = passkeys.possible(request.get_host(), request.is_secure())
    return render(request, "accounts/passkey_new.html", {"possible": possible, "host": request.get_host()})


@require_POST
def passkey_begin(request: Request) -> HttpResponse:
    """What the browser is to make."""
    require_confirmed(request)
    options, state = passkeys.registration_begin(cast("User", request.user), request.get_host())
    request.session[STATE] = state
    return JsonResponse(options)


@require_POST
def passkey_add(request: Request) -> HttpResponse:
    """What it made."""
    require_confirmed(request)
    try:
        given = _read(request)
        made, codes = services.passkey_add(
            actor=request.actor, state=request.session.pop(STATE, None), host=request.get_host(),
            answer=given.get("credential"), name=str(given.get("name", "")),
        )  # fmt: skip
    except Refused as error:
        return _wrong(error)
    messages.success(request, f"通行密钥“{made.name}”添加好了。")
    if codes:
        request.session[CODES] = codes
    return JsonResponse({"next": reverse("recovery-show" if codes else "factor-list")})


@never_cache
@require_safe
def recovery_show(request: Request) -> HttpResponse:
    """The recovery codes that came with the first passkey, shown this once."""
    codes = request.session.pop(CODES, [])
    return render(request, "accounts/recovery_codes.html", {"codes": codes})


@login_not_required
@never_cache
@require_POST
def passkey_ask(request: Request) -> HttpResponse:
    """Ask for any passkey of this site."""
    options, state = passkeys.asking_begin(request.get_host())
    request.session[STATE] = state
    return JsonResponse(options)


@login_not_required
@never_cache
@require_POST
def passkey_sign_in(request: Request) -> HttpResponse:
    """Sign in with what answered: it stands for password and second step together."""
    try:
        given = _read(request)
        user = _answered(request, given)
    except Refused as error:
        return _wrong(error)
    complete(request, user, "passkey")
    return JsonResponse({"next": local_address(request, str(given.get("next", "")))})


@require_POST
def passkey_confirm(request: Request) -> HttpResponse:
    """He has proved again who he is, with a passkey of his own."""
    try:
        given = _read(request)
        user = _answered(request, given)
        if user.pk != request.actor.user:
            raise Refused("这把通行密钥是别的账号的。")
    except Refused as error:
        return _wrong(error)
    note_confirmed(request)
    return JsonResponse({"next": local_address(request, str(given.get("next", "")))})


def _answered(request: Request, given: dict[str, Any]) -> User:
    state = request.session.pop(STATE, None)
    return services.passkey_use(state=state, answer=given.get("credential"), host=request.get_host())
