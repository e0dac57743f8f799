"""Addresses of meetings."""

from __future__ import annotations

from django.urls import path

from zhibu.web.meetings import batches, joining, papers, planning, series, steps, views

urlpatterns = [
    path("meetings", views.meeting_list, name="meeting-list"),
    path("meetings/calendar", views.meeting_calendar, name="meeting-calendar"),
    path("meetings/plan", planning.meeting_plan, name="meeting-plan"),
    path("meetings/enter", planning.meeting_enter, name="meeting-enter"),
    path("meetings/series", series.meeting_series, name="meeting-series"),
    path("meetings/consents", batches.meeting_consents, name="meeting-consents"),
    path("meetings/receipts", batches.meeting_receipts, name="meeting-receipts"),
    path("meetings/notices", batches.meeting_notices, name="meeting-notices"),
    path("meetings/change/<path:key>", planning.meeting_change, name="meeting-change"),
    path("meetings/again/<path:key>", planning.meeting_again, name="meeting-again"),
    path("meetings/notify/<path:key>", steps.meeting_notify, name="meeting-notify"),
    path("meetings/step/<slug:code>/<path:key>", steps.meeting_step, name="meeting-step"),
    path("meetings/paper/<slug:kind>/<path:key>", papers.meeting_paper, name="meeting-paper"),
    path("meetings/paper-undo/<slug:kind>/<path:key>", papers.meeting_paper_undo, name="meeting-paper-undo"),
    path("meetings/undo/<path:key>", steps.meeting_undo, name="meeting-undo"),
    path("meetings/join/<path:key>", steps.meeting_join, name="meeting-join"),
    path("meetings/invite/<path:key>", joining.joint_ask, name="joint-ask"),
    path("meetings/invitations/accept/<path:key>", joining.joint_accept, name="joint-accept"),
    path("meetings/invitations/decline/<path:key>", joining.joint_decline, name="joint-decline"),
    path("meetings/invitations/withdraw/<path:key>", joining.joint_withdraw, name="joint-withdraw"),
    path("meetings/invitations/<path:key>", joining.joint, name="joint"),
    path("meetings/remove/<path:key>", steps.meeting_remove, name="meeting-remove"),
    *(path(f"meetings/{name}/<path:key>", steps.step_page(name), name=f"meeting-{name}") for name in steps.STEPS),
    path("meetings/<path:key>", views.meeting, name="meeting"),
]
