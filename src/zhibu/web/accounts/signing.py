"""What every way of signing in ends with: the session, the note of it, the day."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from zhibu.domain.accounts import selectors, services
from zhibu.web.accounts.confirming import note_confirmed

if TYPE_CHECKING:
    from zhibu.domain.accounts.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"
PENDING = "pending"  # the account whose password was right and whose second step is missing
PATIENCE = 10 * 60  # seconds for the second step
BROWSERS = (
    ("MicroMessenger", "微信"), ("wxwork", "企业微信"), ("DingTalk", "钉钉"), ("Edg", "Edge"),
    ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("Android", "安卓手机"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("HarmonyOS", "鸿蒙"),
    ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def complete(request: HttpRequest, user: User, way: str) -> None:
    """Sign in whoever has proved who he is."""
    request.session.pop(PENDING, None)
    login(request, user, backend=BACKEND)
    actor = selectors.actor_of(user=user, door="web")
    services.sign_in_note(
        actor=actor, user=user, session=request.session.session_key or "", way=way,
        device=device_of(request.headers.get("User-Agent", "")),
    )  # fmt: skip
    note_confirmed(request)


def second_step(request: HttpRequest, user: User, target: str) -> HttpResponse:
    """On to the one-time code; who he is waits in the session."""
    request.session.cycle_key()
    request.session[PENDING] = [user.pk, time.time()]
    return HttpResponseRedirect(f"{reverse('sign-in-code')}?{urlencode({'next': target})}")


def pending(request: HttpRequest) -> User | None:
    """Whose password was right a moment ago; nobody after ten minutes."""
    key, at = request.session.get(PENDING) or ["", 0]
    return selectors.user_pending(key) if time.time() - at < PATIENCE else None


def device_of(agent: str) -> str:
    """Browser and system in two words: enough to know one's own again."""
    browser = next((word for mark, word in BROWSERS if mark in agent), "浏览器")
    system = next((word for mark, word in SYSTEMS if mark in agent), "")
    return f"{browser} · {system}" if system else browser
