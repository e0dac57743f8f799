"""The room as a Django app."""

from django.apps import AppConfig


class YearlyConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.yearly"
    label = "yearly"
    verbose_name = "年度报告"
