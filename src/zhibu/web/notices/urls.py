"""Addresses of notices."""

from __future__ import annotations

from django.urls import path

from zhibu.web.notices import keeping, views

urlpatterns = [
    path("notices", views.notice_list, name="notice-list"),
    path("notices/seen", views.notices_seen, name="notices-see"),
    path("n/<slug:key>", views.notice_open, name="notice-open"),
    path("notices/sent", views.batch_list, name="batch-list"),
    path("notices/sent/<slug:key>", views.batch, name="batch"),
    path("notices/sent/<slug:key>/print", views.batch_print, name="batch-print"),
    path("notices/sent/<slug:key>/again", views.notice_again, name="notice-again"),
    path("notices/settings", keeping.notice_wish_set, name="notice-wish-set"),
    path("notices/settings/test/<slug:channel>", keeping.wish_test, name="wish-test"),
    path("notices/channels", keeping.channel_list, name="channel-list"),
    path("notices/channels/office/<path:key>", keeping.office_wish_set, name="office-wish-set"),
    path("notices/robots/add/<path:key>", keeping.robot_add, name="robot-add"),
    path("notices/robots/<slug:key>/close", keeping.robot_close, name="robot-close"),
    path("notices/robots/<slug:key>/test", keeping.robot_test, name="robot-test"),
]
