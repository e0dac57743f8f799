"""Addresses of members."""

from __future__ import annotations

from django.urls import path

from zhibu.web.members import views

urlpatterns = [path("members/<path:key>", views.member, name="member")]
