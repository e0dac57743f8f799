"""Addresses of reports of a year."""

from __future__ import annotations

from django.urls import path

from zhibu.web.yearly import steps, views

urlpatterns = [
    path("yearly", views.yearly_list, name="yearly-list"),
    path("yearly/begin", views.yearly_begin, name="yearly-begin"),
    path("yearly/missing", views.yearly_missing, name="yearly-missing"),
    path("yearly/change/<path:key>", views.yearly_change, name="yearly-change"),
    path("yearly/paper/<path:key>", views.yearly_paper, name="yearly-paper"),
    path("yearly/refresh/<path:key>", steps.yearly_refresh, name="yearly-refresh"),
    path("yearly/submit/<path:key>", steps.yearly_submit, name="yearly-submit"),
    path("yearly/withdraw/<path:key>", steps.yearly_withdraw, name="yearly-withdraw"),
    path("yearly/receive/<path:key>", steps.yearly_receive, name="yearly-receive"),
    path("yearly/return/<path:key>", steps.yearly_return, name="yearly-return"),
    path("yearly/read/<path:key>", steps.yearly_read, name="yearly-read"),
    path("yearly/discard/<path:key>", steps.yearly_discard, name="yearly-discard"),
    path("yearly/<path:key>", views.yearly, name="yearly"),
]
