"""Addresses of committees."""

from __future__ import annotations

from django.urls import path

from zhibu.web.committees import due, views

urlpatterns = [
    path("committees/due", due.committee_due, name="committee-due"),
    path("committees/remind", due.committee_remind, name="committee-remind"),
    path("committees/reminder/<int:key>", due.committee_reminder, name="committee-reminder"),
    path("committees/begin/<path:key>", views.committee_begin, name="committee-begin"),
    path("committees/withdraw/<path:key>", views.committee_withdraw, name="committee-withdraw"),
    path("committees/extend/<path:key>", views.committee_extend, name="committee-extend"),
    path("committees/appoint/<path:key>", views.committee_appoint, name="committee-appoint"),
    path("committees/relieve/<path:key>", views.committee_relieve, name="committee-relieve"),
    path("committees/duties/<path:key>", views.committee_duties, name="committee-duties"),
    path("committees/of/<path:key>", views.committee, name="committee"),
]
