"""The addresses of the site: one word an area, the order in which they are tried."""

from __future__ import annotations

from pathlib import Path

from django.urls import include, path

AREAS = (
    "layout",
    "work",
    "accounts",
    "compliance",
    "establishment",
    "committees",
    "groups",
    "leaders",
    "organisations",
    "registry",
    "transfers",
    "discipline",
    "members",
    "filings",
    "casework",
    "voting",
    "uploads",
    "notices",
    "tasks",
    "opinions",
    "meetings",
    "attendance",
    "minutes",
    "plans",
    "talks",
    "reports",
    "study",
    "appraisals",
    "yearly",
    "bylaws",
    "audit",
    "drafting",
    "rulebook",
    "planning",
    "scoring",
    "imports",
    "api",
)
HERE = Path(__file__).parent

urlpatterns = [
    path("", include(f"zhibu.web.{area}.urls")) for area in AREAS if (HERE / area / "urls.py").exists()
]
