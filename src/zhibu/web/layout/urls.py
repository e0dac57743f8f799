"""Addresses of the frame."""

from __future__ import annotations

from django.urls import path

from zhibu.web.layout import views

urlpatterns = [
    path("large-type", views.large_type, name="large-type"),
    path("more", views.more, name="more"),
]
