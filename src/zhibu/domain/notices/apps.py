"""The room as a Django app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.notices"
    label = "notices"
    verbose_name = "通知"
