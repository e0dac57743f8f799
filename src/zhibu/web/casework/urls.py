"""Addresses of cases."""

from __future__ import annotations

from django.urls import path

from zhibu.web.casework import deeds, views

urlpatterns = [
    path("cases", views.case_list, name="case-list"),
    path("cases/new", views.case_open, name="case-open"),
    path("cases/one/<path:key>", views.case, name="case"),
    path("cases/paper/<path:key>", views.case_paper, name="case-paper"),
    path("cases/step/<str:step>/<path:key>", deeds.step_record, name="case-step"),
    path("cases/undo/<str:step>/<path:key>", deeds.step_withdraw, name="case-step-withdraw"),
    path("cases/close/<path:key>", deeds.case_close, name="case-close"),
    path("cases/reopen/<path:key>", deeds.case_reopen, name="case-reopen"),
    path("cases/abandon/<path:key>", deeds.case_abandon, name="case-abandon"),
]
