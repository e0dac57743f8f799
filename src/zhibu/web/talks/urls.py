"""Addresses of talks."""

from __future__ import annotations

from django.urls import path

from zhibu.web.talks import steps, views

urlpatterns = [
    path("talks", views.talk_list, name="talk-list"),
    path("talks/record", views.talk_record, name="talk-record"),
    path("talks/plan", views.talk_plan, name="talk-plan"),
    path("talks/hold/<path:key>", steps.talk_hold, name="talk-hold"),
    path("talks/move/<path:key>", steps.talk_move, name="talk-move"),
    path("talks/cancel/<path:key>", steps.talk_cancel, name="talk-cancel"),
    path("talks/remove/<path:key>", steps.talk_remove, name="talk-remove"),
    path("talks/note/<path:key>", steps.talk_note, name="talk-note"),
    path("talks/burn/<path:key>", steps.talk_burn, name="talk-burn"),
    path("talks/<path:key>", steps.talk, name="talk"),
]
