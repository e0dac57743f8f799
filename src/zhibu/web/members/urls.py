"""Addresses of members: rosters, one member, what is recorded of him."""

from __future__ import annotations

from django.urls import path

from zhibu.web.members import changing, rosters, views

urlpatterns = [
    path("members/record/<path:key>", changing.member_record, name="member-record"),
    path("members/change/<path:key>", changing.member_change, name="member-change"),
    path("members/place/<path:key>", changing.placement_set, name="placement-set"),
    path("members/state/<path:key>", changing.state_begin, name="state-begin"),
    path("members/states/<int:key>/end", changing.state_end, name="state-end"),
    path("members/leave/<path:key>", changing.member_leave, name="member-leave"),
    path("members/restore/<path:key>", changing.member_restore, name="member-restore"),
    path("members/numbers/<path:key>", rosters.roster_numbers, name="roster-numbers"),
    path("members/<path:key>", views.member, name="member"),
]
