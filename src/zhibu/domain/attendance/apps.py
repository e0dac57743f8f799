"""The room as a Django app."""

from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.attendance"
    label = "attendance"
    verbose_name = "到会"
