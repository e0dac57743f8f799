"""Addresses of leaders and their selection."""

from __future__ import annotations

from django.urls import path

from zhibu.web.leaders import choosing, helping, views

urlpatterns = [
    path("leaders/of/<path:key>", views.leader, name="leader"),
    path("leaders/act/<path:key>", choosing.leader_act, name="leader-act"),
    path("leaders/file/<path:key>", views.leader_file, name="leader-file"),
    path("leaders/filed/<path:key>", helping.leader_file_note, name="leader-file-note"),
    path("leaders/interview/<path:key>", helping.interview_record, name="interview-record"),
    path("leaders/interviewed/<path:key>", helping.interview_close, name="interview-close"),
    path("leaders/hand-over/<path:key>", helping.hand_over_record, name="hand-over-record"),
    path("selections/open/<path:key>", choosing.selection_open, name="selection-open"),
    path("selections/candidate/<path:key>", choosing.candidate_name, name="candidate-name"),
    path("selections/candidates/<int:number>/drop", choosing.candidate_drop, name="candidate-drop"),
    path("selections/step/<path:key>", choosing.selection_step, name="selection-step"),
    path("selections/poll/<path:key>", choosing.selection_poll, name="selection-poll"),
    path("selections/vote/<path:key>", choosing.leader_vote_enter, name="leader-vote-enter"),
    path("selections/appoint/<path:key>", choosing.selection_appoint, name="selection-appoint"),
    path("selections/enforce/<path:key>", choosing.selection_enforce, name="selection-enforce"),
    path("selections/send/<path:key>", choosing.selection_send, name="selection-send"),
    path("selections/drop/<path:key>", choosing.selection_drop, name="selection-drop"),
    path("selections/<path:key>", views.selection, name="selection"),
]
