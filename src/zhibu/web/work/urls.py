"""Addresses of the hub and of a member's own page."""

from __future__ import annotations

from django.urls import path

from zhibu.web.work import views

urlpatterns = [
    path("work", views.work, name="work"),
    path("own", views.own, name="own"),
]
