"""Addresses of organisations and of search."""

from __future__ import annotations

from django.urls import path

from zhibu.web.members import rosters
from zhibu.web.organisations import views

urlpatterns = [
    path("organisations", views.organisation_list, name="organisation-list"),
    path("organisations/<path:key>/members", rosters.roster, name="organisation-roster"),
    path("organisations/<path:key>", views.organisation, name="organisation"),
    path("search", views.search, name="search"),
]
