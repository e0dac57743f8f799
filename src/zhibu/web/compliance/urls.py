"""Addresses of desk, grid, findings and lists of verdicts."""

from __future__ import annotations

from django.urls import path

from zhibu.web.compliance import run_views, views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("grid", views.grid, name="grid"),
    path("grid/line", views.grid_line, name="grid-line"),
    path("finding", views.finding, name="finding"),
    path("runs", run_views.run_list, name="run-list"),
    path("runs/<int:pk>", run_views.run, name="run"),
    path("runs/<int:pk>/verify", run_views.run_verify, name="run-verify"),
    path("runs/<int:pk>/keep", run_views.run_keep, name="run-keep"),
    path("runs/<int:pk>/release", run_views.run_release, name="run-release"),
    path("verdicts", views.verdict_list, name="verdict-list"),
]
