"""Who acts is resolved once, here, and hangs on the request as `request.actor`."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from zhibu.domain.accounts import selectors
from zhibu.kernel.actor import Actor

BEHALF = "behalf"  # the name of the member's id in the session


class ActorMiddleware:
    """Sets `request.actor` lazily: pages that need nobody (sign-in) cost no query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        actor = SimpleLazyObject(lambda: _actor(request))
        setattr(request, "actor", actor)  # noqa: B010 -- Django's request has no such attribute declared
        return self.get_response(request)


def _actor(request: HttpRequest) -> Actor:
    """Whoever is signed in, as himself or for the member whom the session names (代办)."""
    behalf = str(request.session.get(BEHALF, "")) if hasattr(request, "session") else ""
    return selectors.actor_of(user=request.user, door="web", behalf=behalf)
