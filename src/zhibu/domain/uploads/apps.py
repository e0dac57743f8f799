"""The room as a Django app."""

from django.apps import AppConfig


class UploadsConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.uploads"
    label = "uploads"
    verbose_name = "文件"
