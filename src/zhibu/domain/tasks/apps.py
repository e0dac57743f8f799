"""The room as a Django app."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.tasks"
    label = "tasks"
    verbose_name = "任务"
