"""Addresses of points: a unit, the units below a body, marks."""

from __future__ import annotations

from django.urls import path

from zhibu.web.scoring import marks, trials, views

urlpatterns = [
    path("scores", views.score_table, name="score-table"),
    path("scores/organisations/<path:key>", views.organisation_score, name="organisation-score"),
    path("scores/keep", views.score_keep, name="score-keep"),
    path(
        "trials/drafts/<int:key>/scorecards/<int:place>",
        trials.draft_score_try,
        name="draft-score-try",
    ),
    path("marks/enter", marks.mark_enter, name="mark-enter"),
    path("marks/<int:key>/correct", marks.mark_correct, name="mark-correct"),
    path("marks/<int:key>/withdraw", marks.mark_withdraw, name="mark-withdraw"),
]
