"""Who acts is resolved once, here, and hangs on the request as `request.actor`."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from zhibu.domain.accounts import selectors


class ActorMiddleware:
    """Sets `request.actor` lazily: pages that need nobody (sign-in) cost no query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        actor = SimpleLazyObject(lambda: selectors.actor_of(user=request.user, door="web"))
        setattr(request, "actor", actor)  # noqa: B010 -- Django's request has no such attribute declared
        return self.get_response(request)
