"""Errors of the rooms become pages: not found, not allowed, refused, unreadable."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from zhibu.kernel.errors import InputError, NotAllowed, NotFound, Refused

PAGES: dict[type[Exception], tuple[str, int]] = {
    NotFound: ("404.html", 404),
    NotAllowed: ("403.html", 403),
    Refused: ("403.html", 409),
    InputError: ("400.html", 400),
}

JSON_DOOR = "/api/v1/"


def _values(given: QueryDict) -> Iterator[str]:
    for _, values in given.lists():
        yield from (value for value in values if isinstance(value, str))


class DomainErrors:
    """Views need not catch what a service or selector raises; forms may, to show it in place."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        """A letter of value 0 stands in no name: PostgreSQL takes no text with it, wherever it comes from."""
        if request.path.startswith(JSON_DOOR):  # it reads what it is given itself, and tells faults in its own shape
            return None
        texts = (request.path, *_values(request.GET), *_values(request.POST))
        if any("\x00" in text for text in texts):
            return render(request, "400.html", {"reason": "地址或表单里有不能读的字符。"}, status=400)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for an error of ours; None lets Django answer for any other."""
        for kind, (template, status) in PAGES.items():
            if isinstance(error, kind):
                context = {"reason": str(error), "refused": kind is Refused}
                return render(request, template, context, status=status)
        return None


class Unkept:
    """What is shown to somebody signed in is kept nowhere: after signing out, Back does not show it again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response
