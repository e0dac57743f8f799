"""The room as a Django app."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.plans"
    label = "plans"
    verbose_name = "年度计划"
