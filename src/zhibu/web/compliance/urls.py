"""Addresses of desk, grid, findings and lists of verdicts."""

from __future__ import annotations

from django.urls import path

from zhibu.web.compliance import views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("grid", views.grid, name="grid"),
    path("grid/line", views.grid_line, name="grid-line"),
    path("finding", views.finding, name="finding"),
    path("verdicts", views.verdict_list, name="verdict-list"),
]
