"""The room as a Django app."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.reports"
    label = "reports"
    verbose_name = "党员汇报"
