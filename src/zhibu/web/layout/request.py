"""What a view is handed: Django's request with what the middleware has hung on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from zhibu.kernel.actor import Actor


class Request(HttpRequest):
    """For annotations only; `actor` is set by config/middleware.py."""

    actor: Actor
