"""Addresses of the JSON door, of its description and of one's keys."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, path

from zhibu.web.api import views
from zhibu.web.api.door import build

_patterns, _app, _namespace = build().urls
for _pattern in _patterns:
    if isinstance(_pattern, URLPattern):  # it asks for a key itself
        _pattern.callback = login_not_required(_pattern.callback)

urlpatterns = [
    path("api", views.api, name="api"),
    path("api/keys/open", views.key_open, name="key-open"),
    path("api/keys/<int:key>/revoke", views.key_revoke, name="key-revoke"),
    path("api/v1/", (_patterns, _app, _namespace)),
    path("api/v1/<path:rest>", views.nowhere, name="api-nowhere"),
]
