"""Addresses of the record."""

from __future__ import annotations

from django.urls import path

from zhibu.web.audit import views

urlpatterns = [
    path("record", views.entry_list, name="entry-list"),
    path("record/check", views.record_check, name="record-check"),
    path("record/head", views.head_paper, name="head-paper"),
]
