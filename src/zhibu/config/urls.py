"""The root of the addresses."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("zhibu.web.urls"))]

handler400 = "zhibu.web.layout.views.unread"
