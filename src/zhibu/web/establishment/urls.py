"""Addresses of changes of the tree."""

from __future__ import annotations

from django.urls import path

from zhibu.web.establishment import views
from zhibu.web.establishment.deeds import DEEDS

urlpatterns = [
    *(
        path(f"establishment/{deed}/<path:key>", views.change_make, {"deed": deed}, name=f"organisation-{deed}")
        for deed in DEEDS
    ),
    path("establishment/history/<path:key>", views.organisation_changes, name="organisation-changes"),
    path("establishment/change/<path:key>/undo", views.organisation_change_undo, name="organisation-change-undo"),
    path("establishment/change/<path:key>", views.organisation_change, name="organisation-change"),
]
