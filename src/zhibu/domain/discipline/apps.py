"""The room as a Django app."""

from django.apps import AppConfig


class DisciplineConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.discipline"
    label = "discipline"
    verbose_name = "违纪处分"
