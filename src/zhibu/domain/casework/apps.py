"""The room as a Django app."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.casework"
    label = "casework"
    verbose_name = "办理事项"
