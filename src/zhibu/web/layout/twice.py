"""The same form sent twice (a double click, a tap on a slow line) is done once.

Every page that is shown bears a token of its own in its forms (Django's masked CSRF token). So the same
address with the same content, token and all, is the same button on the same page pressed again.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

AGAIN = 10.0  # seconds after it was done; later it is meant anew
PATIENCE = 30.0  # seconds for which the second waits while the first is being done
FORM = "application/x-www-form-urlencoded"
STILL = "刚才点的那一次还在办。等几秒刷新页面看结果，不用再点。"


@dataclass(slots=True)
class Sent:
    """A form under way, or done: where its answer leads."""

    over: threading.Event = field(default_factory=threading.Event)
    location: str = ""
    at: float = 0.0


class SentTwice:
    """The second time is answered as the first, if that led on to a page; a form with faults is tried again.

    Known in one process only, in memory: a digest of what was sent, nothing of its content.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._lock = threading.Lock()
        self._known: dict[bytes, Sent] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = _key(request)
        if key is None:
            return self.get_response(request)
        sent, first = self._take(key)
        if first:
            return self._do(request, key, sent)
        if not sent.over.wait(PATIENCE):
            return render(request, "403.html", {"reason": STILL, "refused": True}, status=409)
        return HttpResponseRedirect(sent.location) if sent.location else self.get_response(request)

    def _take(self, key: bytes) -> tuple[Sent, bool]:
        now = time.monotonic()
        with self._lock:
            for old in [k for k, one in self._known.items() if one.at and one.at < now - AGAIN]:
                del self._known[old]
            if key in self._known:
                return self._known[key], False
            made = self._known[key] = Sent()
            return made, True

    def _do(self, request: HttpRequest, key: bytes, sent: Sent) -> HttpResponse:
        try:
            response = self.get_response(request)
            if isinstance(response, HttpResponseRedirect):
                sent.location = response["Location"]
            return response
        finally:
            sent.at = time.monotonic()
            if not sent.location:
                with self._lock:
                    self._known.pop(key, None)
            sent.over.set()


def _key(request: HttpRequest) -> bytes | None:
    """What tells one pressing of a button from another; None for all that is no form of somebody signed in."""
    if request.method != "POST" or request.content_type != FORM:
        return None
    token, session = request.POST.get("csrfmiddlewaretoken", ""), request.session.session_key
    if not token or not session or not request.user.is_authenticated:
        return None
    parts = (session.encode(), request.get_full_path().encode(), request.body)
    return hashlib.sha256(b"\0".join(parts)).digest()
