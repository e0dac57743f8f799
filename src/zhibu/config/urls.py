"""The root of the addresses."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import include, path

urlpatterns = [path("", include("zhibu.web.urls"))] if find_spec("zhibu.web.urls") else []
