"""What a view is handed: Django's request with what the middleware has hung on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.views.decorators.http import require_http_methods

if TYPE_CHECKING:
    from zhibu.kernel.actor import Actor

require_form = require_http_methods(["GET", "HEAD", "POST"])  # a page that shows a form and takes it


class Request(HttpRequest):
    """For annotations only; `actor` is set by config/middleware.py."""

    actor: Actor
