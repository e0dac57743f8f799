"""The room as a Django app."""

from django.apps import AppConfig


class DuesConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.dues"
    label = "dues"
    verbose_name = "党费"
