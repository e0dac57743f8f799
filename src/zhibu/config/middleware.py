"""Who acts is resolved once, here, and hangs on the request as `request.actor`."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from zhibu.config.wiring import NEVER_ON_BEHALF
from zhibu.domain.accounts import selectors
from zhibu.domain.schedule.due import due_make
from zhibu.kernel.actor import Actor
from zhibu.kernel.remembering import reading
from zhibu.web.accounts.confirming import ConfirmFirst

READS = ("GET", "HEAD")
BEHALF = "behalf"  # the name of the member's id in the session


class ActorMiddleware:
    """Sets `request.actor` lazily: pages that need nobody (sign-in) cost no query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        due_make()
        actor = SimpleLazyObject(lambda: _actor(request))
        setattr(request, "actor", actor)  # noqa: B010 -- Django's request has no such attribute declared
        if request.method not in READS:
            return self.get_response(request)
        with reading():
            return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        """Voting and ways of signing in do not open at all while somebody acts for another."""
        match = request.resolver_match
        if not request.session.get(BEHALF) or match is None or not match.url_name:
            return None
        if not match.url_name.startswith(NEVER_ON_BEHALF) or request.actor.in_person:  # type: ignore[attr-defined]  # set above
            return None
        reason = "投票、改登录方式、看完整号码、打印和“谁看过我的资料”要本人来，不能代办。先点“办完了”结束代办。"
        return render(request, "403.html", {"reason": reason}, status=403)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page that wants to be sure who it is leads to the one that asks."""
        if not isinstance(error, ConfirmFirst):
            return None
        at = request.get_full_path()
        if request.method == "POST":  # what was sent cannot be sent again from there: back to its page
            at = urlsplit(request.headers.get("Referer", "")).path or "/account"
        return redirect(f"{reverse('identity-confirm')}?{urlencode({'next': at})}")


def _actor(request: HttpRequest) -> Actor:
    """Whoever is signed in, as himself or for the member whom the session names (代办)."""
    behalf = str(request.session.get(BEHALF, "")) if hasattr(request, "session") else ""
    return selectors.actor_of(user=request.user, door="web", behalf=behalf)
