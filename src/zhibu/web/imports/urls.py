"""Addresses of the import pages."""

from __future__ import annotations

from django.urls import path

from zhibu.web.imports import views

urlpatterns = [
    path("imports", views.import_list, name="import-list"),
    path("imports/memory", views.import_memory, name="import-memory"),
    path("imports/memory/columns/<int:pk>", views.column_forget, name="column-forget"),
    path("imports/memory/names/<int:pk>", views.name_forget, name="name-forget"),
    # one import
    path("imports/open", views.import_open, name="import-open"),
    path("imports/<str:key>", views.import_preview, name="import-preview"),
    path("imports/<str:key>/answer", views.import_answer, name="import-answer"),
    path("imports/<str:key>/sheets/<int:number>", views.import_sheet, name="import-sheet"),
    path("imports/<str:key>/map/<int:number>", views.import_map, name="import-map"),
    path("imports/<str:key>/confirm", views.import_confirm, name="import-confirm"),
    path("imports/<str:key>/undo", views.import_undo, name="import-undo"),
    path("imports/<str:key>/again", views.import_again, name="import-again"),
    path("imports/<str:key>/discard", views.import_discard, name="import-discard"),
    path("imports/<str:key>/errors/<int:order>", views.import_errors, name="import-errors"),
    path("imports/<str:key>/rows", views.import_rows, name="import-rows"),
]
