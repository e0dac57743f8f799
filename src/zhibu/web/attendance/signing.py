"""Signing oneself in at a real meeting: the screen with the rotating code, what a scan opens, typing the digits."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zhibu.domain.attendance import policies, selectors, services, tokens
from zhibu.kernel import clock
from zhibu.kernel.errors import NotAllowed, NotFound, Refused
from zhibu.papers.drawing import qr
from zhibu.web.attendance.rolls import above
from zhibu.web.layout.request import Request, require_form

if TYPE_CHECKING:
    from zhibu.domain.activities.models import Activity

COOKIE = "zhibu_sign"  # the cookie of somebody who scanned a code that held: he may have to sign in first
CODE = "c"


@require_safe
@never_cache
def attendance_code(request: Request, key: str) -> HttpResponse:
    """会场签到码: full screen; the browser comes again when the next code is due, without a script."""
    found = selectors.kept_get(request.actor, key)
    policies.attendance_tick(request.actor, found)
    now = clock.now()
    context = above(found) | {"closed": selectors.closed_reason(found, now)}
    if not context["closed"]:
        code = f"{reverse('attendance-sign', args=[found.pk])}?{CODE}={tokens.token_at(found.pk, now)}"
        address = request.build_absolute_uri(code)
        counts = selectors.roll(found)
        context |= {
            "svg": qr(address, "svg", fluid=True).decode(), "digits": tokens.digits_at(found.pk, now), "left": tokens.seconds_left(now),
            "short": request.build_absolute_uri(reverse("attendance-type")), "here_only": _is_loopback(request.get_host()),
            "signed": sum(line.known and line.status == "present" for line in counts.lines), "entitled": len(counts.lines),
        }  # fmt: skip
    response = render(request, "attendance/attendance_code.html", context)
    response["Refresh"] = str(context.get("left", 60))
    return response


def _is_loopback(host: str) -> bool:
    """Whether no phone can reach the address under which this page was opened."""
    name = host.rsplit(":", 1)[0].strip("[]")
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


@login_not_required
@never_cache
@require_form
def attendance_sign(request: Request, key: str) -> HttpResponse:
    """签到: what a scan opens. Whoever is not signed in signs in first and comes back; then one tap.

    A code that holds is taken when it is scanned, not when the password is typed: the browser keeps a sealed
    note of it for ten minutes.
    """
    if CODE in request.GET:
        return _scanned(request, key, request.GET[CODE])
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
    held = _pass(request, key)
    fault, status = request.GET.get("old", "") and "这个码已经换了。", 200
    if request.method == "POST":
        meant, code = selectors.meant_get(key), request.POST.get("code", "") or held
        try:
            new = services.attendance_sign(actor=request.actor, activity=meant, token=code)
        except (Refused, NotAllowed) as error:
            fault, status = str(error), 409
        else:
            messages.success(request, "签到好了。" if new else "你已经在到会名单上，不用再签。")
            return redirect("attendance-sign", key)
    found = selectors.called_get(request.actor, key)
    return render(request, "attendance/attendance_sign.html", _signing(request, found, held, fault), status=status)


def _signing(request: Request, found: Activity, held: str, fault: str) -> dict[str, Any]:
    return above(found) | {
        "fault": fault, "held": held, "there": selectors.is_there(found, request.actor.member),
        "closed": selectors.closed_reason(found, clock.now()),
    }  # fmt: skip


def _scanned(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Look at the code at once, before anybody has to type a password; nothing of the meeting is told yet."""
    address = reverse("attendance-sign", args=[key])
    now = clock.now()
    try:
        tokens.code_check(key, code, now)
    except Refused:
        return redirect(f"{address}?old=1")
    response = redirect(address)
    response.set_signed_cookie(
        COOKIE, f"{key} {tokens.pass_at(key, now)}", salt=COOKIE, max_age=tokens.PASS, path=reverse("attendance-type"),
        httponly=True, samesite="Lax", secure=settings.HTTPS,
    )  # fmt: skip
    return response


def _pass(request: HttpRequest, key: str) -> str:
    """What the browser keeps of a scan of this meeting's code."""
    try:
        kept = request.get_signed_cookie(COOKIE, "", salt=COOKIE, max_age=tokens.PASS) or ""
    except BadSignature:
        return ""
    of, _, held = kept.rpartition(" ")
    return held if of == key else ""


@require_form
def attendance_type(request: Request) -> HttpResponse:
    """输码签到: the six digits from the screen, for whoever cannot scan; the meeting is found by itself."""
    open_now = selectors.open_calls(request.actor, clock.now())
    fault, status = "", 200
    if request.method == "POST":
        try:
            found = services.attendance_type(actor=request.actor, digits=request.POST.get("code", ""))
        except (Refused, NotFound, NotAllowed) as error:
            fault, status = str(error), 409
        else:
            messages.success(request, "签到好了。")
            return redirect("attendance-sign", found.pk)
    return render(request, "attendance/attendance_type.html", {"fault": fault, "open": open_now}, status=status)
