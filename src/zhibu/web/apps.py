"""The web door as a Django app: only so that its template tags are found."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "zhibu.web"
    label = "web"
    verbose_name = "网页"
