"""The room as a Django app."""

from django.apps import AppConfig


class MinutesConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.minutes"
    label = "minutes"
    verbose_name = "会议记录"
