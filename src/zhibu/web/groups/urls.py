"""Addresses of groups and divisions."""

from __future__ import annotations

from django.urls import path

from zhibu.web.groups import changes, deciding, views

urlpatterns = [
    path("groups/of/<path:key>", views.group_list, name="group-list"),
    path("groups/one/<path:key>", views.group, name="group"),
    path("groups/adjust/<path:key>", changes.division_adjust, name="division-adjust"),
    path("groups/neighbours/note/<path:key>", changes.neighbour_note, name="neighbour-note"),
    path("groups/neighbours/<int:number>/forget", changes.neighbour_forget, name="neighbour-forget"),
    path("divisions/open/<path:key>", changes.division_open, name="division-open"),
    path("divisions/propose/<path:key>", changes.division_propose, name="division-propose"),
    path("divisions/take/<path:key>", changes.division_take, name="division-take"),
    path("divisions/move/<path:key>", changes.division_move, name="division-move"),
    path("divisions/pin/<path:key>", changes.division_pin, name="division-pin"),
    path("divisions/merge/<path:key>", changes.division_merge, name="division-merge"),
    path("divisions/name/<path:key>", changes.division_name, name="division-name"),
    path("divisions/undo/<path:key>", changes.division_undo, name="division-undo"),
    path("divisions/redo/<path:key>", changes.division_redo, name="division-redo"),
    path("divisions/drop/<path:key>", changes.division_drop, name="division-drop"),
    path("divisions/decide/<path:key>", deciding.division_decide, name="division-decide"),
    path("divisions/enforce/<path:key>", deciding.division_enforce, name="division-enforce"),
    path("divisions/withdraw/<path:key>", deciding.division_withdraw, name="division-withdraw"),
    path("divisions/file/<path:key>", deciding.division_file, name="division-file"),
    path("divisions/papers/<path:key>", deciding.division_papers, name="division-papers"),
    path("divisions/<path:key>", views.division, name="division"),
]
