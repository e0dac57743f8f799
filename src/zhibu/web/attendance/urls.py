"""Addresses of attending: the list of a meeting, answers, signing in, the printed sheet, making up."""

from __future__ import annotations

from django.urls import path

from zhibu.web.attendance import answers, making_up, rolls, scans, signing

urlpatterns = [
    path("attendance/answer/<path:key>", answers.answer_give, name="answer-give"),
    path("attendance/deadline/<path:key>", answers.deadline_set, name="deadline-set"),
    path("attendance/leave/<path:key>", answers.leave_decide, name="leave-decide"),
    path("attendance/sheet/<path:key>", rolls.attendance_sheet, name="attendance-sheet"),
    path("attendance/enter/<path:key>", rolls.attendance_enter, name="attendance-enter"),
    path("attendance/scan/<path:key>", scans.attendance_scan, name="attendance-scan"),
    path("attendance/code/<path:key>", signing.attendance_code, name="attendance-code"),
    path("attendance/making-up", making_up.making_up_list, name="making-up-list"),
    path("attendance/making-up/record/<int:row>", making_up.making_up_record, name="making-up-record"),
    path("attendance/making-up/withdraw/<int:row>", making_up.making_up_withdraw, name="making-up-withdraw"),
    path("attendance/<path:key>", rolls.attendance, name="attendance"),
    path("sign", signing.attendance_type, name="attendance-type"),
    path("sign/<path:key>", signing.attendance_sign, name="attendance-sign"),
]
