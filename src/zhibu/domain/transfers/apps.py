"""The room as a Django app."""

from django.apps import AppConfig


class TransfersConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.transfers"
    label = "transfers"
    verbose_name = "组织关系转接"
