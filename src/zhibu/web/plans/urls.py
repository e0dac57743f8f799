"""Addresses of plans of a year."""

from __future__ import annotations

from django.urls import path

from zhibu.web.plans import views, writing

urlpatterns = [
    path("plans", views.plan, name="plan"),
    path("plans/draft", writing.plan_draft, name="plan-draft"),
    path("plans/change/<path:key>", writing.plan_change, name="plan-change"),
    path("plans/adopt/<path:key>", writing.plan_adopt, name="plan-adopt"),
    path("plans/decide/<path:key>", writing.plan_decide, name="plan-decide"),
    path("plans/reopen/<path:key>", writing.plan_reopen, name="plan-reopen"),
    path("plans/remove/<path:key>", writing.plan_remove, name="plan-remove"),
    path("plans/<path:key>", views.plan_one, name="plan-one"),
]
