"""The addresses of the site: one line an area."""

from __future__ import annotations

from django.urls import include, path

AREAS = ("layout", "accounts", "compliance", "organisations", "members", "drafting", "rulebook", "planning", "scoring", "imports")

urlpatterns = [path("", include(f"zhibu.web.{area}.urls")) for area in AREAS]
