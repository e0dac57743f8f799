"""The room as a Django app."""

from django.apps import AppConfig


class ScheduleConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.schedule"
    label = "schedule"
    verbose_name = "定时任务"
