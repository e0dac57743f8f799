"""Addresses of cases of discipline."""

from __future__ import annotations

from django.urls import path

from zhibu.web.discipline import views

urlpatterns = [
    path("discipline", views.matter_list, name="matter-list"),
    path("discipline/blank", views.matter_blank, name="matter-blank"),
    path("discipline/open/<path:member>", views.matter_open, name="matter-open"),
    path("discipline/step/<slug:step>/<path:key>", views.matter_step, name="matter-step"),
    path("discipline/paper/<slug:kind>/<path:key>", views.matter_paper, name="matter-paper"),
    path("discipline/<path:key>", views.matter, name="matter"),
]
