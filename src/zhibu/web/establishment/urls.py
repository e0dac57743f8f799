"""Addresses of changes of the tree."""

from __future__ import annotations

from django.urls import path

from zhibu.web.establishment import calendar, checks, particulars, trees, views
from zhibu.web.establishment.deeds import DEEDS

urlpatterns = [
    *(
        path(f"establishment/{deed}/<path:key>", views.change_make, {"deed": deed}, name=f"organisation-{deed}")
        for deed in DEEDS
    ),
    path("establishment/checks", checks.check_table, name="check-table"),
    path("establishment/checks/of/<path:key>", checks.check_sheet, name="check-sheet"),
    path("establishment/checks/record/<path:key>", checks.check_record, name="check-record"),
    path("establishment/checks/withdraw/<int:key>", checks.check_withdraw, name="check-withdraw"),
    path("establishment/terms", calendar.school_terms, name="school-terms"),
    path("establishment/calendar", calendar.workdays, name="workdays"),
    path("establishment/particulars/<path:key>", particulars.organisation_describe, name="organisation-describe"),
    path("establishment/tree/<path:key>", trees.organisation_tree, name="organisation-tree"),
    path("establishment/history/<path:key>", views.organisation_changes, name="organisation-changes"),
    path("establishment/change/<path:key>/undo", views.organisation_change_undo, name="organisation-change-undo"),
    path("establishment/change/<path:key>", views.organisation_change, name="organisation-change"),
]
