"""Addresses of study and commitments."""

from __future__ import annotations

from django.urls import path

from zhibu.web.study import commitments, own, planning, views

urlpatterns = [
    path("study", views.study, name="study"),
    path("study/mine", own.study_mine, name="study-mine"),
    path("study/record", views.session_record, name="session-record"),
    path("study/hours", views.hours_register, name="hours-register"),
    path("study/self", own.self_study_note, name="self-study-note"),
    path("study/self/remove/<path:key>", own.self_study_remove, name="self-study-remove"),
    path("study/line/<path:key>", views.session_change, name="session-change"),
    path("study/topic", planning.topic_add, name="topic-add"),
    path("study/topic/remove/<path:key>", planning.topic_remove, name="topic-remove"),
    path("study/topic/<path:key>", planning.topic_change, name="topic-change"),
    path("study/material", planning.material_add, name="material-add"),
    path("study/material/remove/<path:key>", planning.material_remove, name="material-remove"),
    path("study/material/<path:key>", planning.material, name="material"),
    path("study/note", own.note_write, name="note-write"),
    path("study/note/change/<path:key>", own.note_change, name="note-change"),
    path("study/note/share/<path:key>", own.note_share, name="note-share"),
    path("study/note/unshare/<path:key>", own.note_unshare, name="note-unshare"),
    path("study/note/remove/<path:key>", own.note_remove, name="note-remove"),
    path("study/note/<path:key>", own.note, name="note"),
    path("commitments", commitments.commitment_list, name="commitment-list"),
    path("commitments/write", commitments.commitment_write, name="commitment-write"),
    path("commitments/publish", commitments.commitments_publish, name="commitments-publish"),
    path("commitments/inspect", commitments.inspection_record, name="inspection-record"),
    path("commitments/publish/<path:key>", commitments.commitment_publish, name="commitment-publish"),
    path("commitments/return/<path:key>", commitments.commitment_return, name="commitment-return"),
    path("commitments/follow/<int:number>/<path:key>", commitments.finding_follow, name="finding-follow"),
    path("commitments/<path:key>", commitments.commitment, name="commitment"),
]
