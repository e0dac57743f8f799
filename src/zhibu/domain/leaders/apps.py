"""The room as a Django app."""

from django.apps import AppConfig


class LeadersConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.leaders"
    label = "leaders"
    verbose_name = "党小组组长"
