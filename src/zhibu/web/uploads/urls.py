"""Addresses of uploaded files."""

from __future__ import annotations

from django.urls import path

from zhibu.web.uploads import views

urlpatterns = [
    path("files/add/<slug:noun>/<path:about>", views.file_add, name="file-add"),
    path("files/<slug:key>/remove", views.file_remove, name="file-remove"),
    path("files/<slug:key>/restore", views.file_restore, name="file-restore"),
    path("files/<slug:key>", views.file, name="file"),
]
