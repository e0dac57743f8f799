"""The addresses of the site: one line an area."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import include, path

AREAS = ("layout", "accounts", "compliance", "organisations", "members", "rulebook", "imports")

urlpatterns = [
    path("", include(f"zhibu.web.{area}.urls"))
    for area in AREAS
    if find_spec(f"zhibu.web.{area}") and find_spec(f"zhibu.web.{area}.urls")
]
