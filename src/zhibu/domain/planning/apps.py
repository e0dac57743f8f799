"""The room as a Django app."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.planning"
    label = "planning"
    verbose_name = "计划"
