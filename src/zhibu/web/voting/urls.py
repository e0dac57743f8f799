"""Addresses of votes."""

from __future__ import annotations

from django.urls import path

from zhibu.web.voting import acting, casting, drafting, pages, papers, reading

urlpatterns = [
    path("votings", pages.voting_list, name="voting-list"),
    path("votings/open", drafting.voting_open, name="voting-open"),
    path("votings/change/<path:key>", drafting.voting_change, name="voting-change"),
    path("votings/roll/<path:key>", drafting.voting_roll, name="voting-roll"),
    path("votings/slips/<path:key>", reading.voting_slips, name="voting-slips"),
    path("votings/read/<path:key>", reading.voting_read, name="voting-read"),
    path("votings/do/<slug:verb>/<path:key>", acting.voting_act, name="voting-act"),
    path("votings/vote/<path:key>", casting.voting_vote, name="voting-vote"),
    path("votings/token/<path:key>", casting.voting_token, name="voting-token"),
    path("votings/cast/<path:key>", casting.voting_cast, name="voting-cast"),
    path("votings/board/<path:key>", pages.voting_board, name="voting-board"),
    path("votings/result/<path:key>", pages.voting_result, name="voting-result"),
    path("votings/file/<path:key>", pages.voting_file, name="voting-file"),
    path("votings/paper/<slug:which>/<path:key>", papers.voting_paper, name="voting-paper"),
    path("votings/at/<path:key>", pages.voting, name="voting"),
]
