"""Addresses of reports."""

from __future__ import annotations

from django.urls import path

from zhibu.web.reports import views

urlpatterns = [
    path("reports", views.report_list, name="report-list"),
    path("reports/write", views.report_write, name="report-write"),
    path("reports/note", views.report_note, name="report-note"),
    path("reports/tally", views.tally_note, name="report-tally"),
    path("reports/answer/<path:key>", views.report_answer, name="report-answer"),
    path("reports/withdraw/<path:key>", views.report_withdraw, name="report-withdraw"),
    path("reports/<path:key>", views.report, name="report"),
]
