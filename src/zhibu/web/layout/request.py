"""What a view is handed: Django's request with what the middleware has hung on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from zhibu.kernel.actor import Actor


class Request(HttpRequest):
    """For annotations only; `actor` is set by config/middleware.py, `htmx` by django-htmx."""

    actor: Actor
    htmx: HtmxDetails
