"""The room as a Django app."""

from django.apps import AppConfig


class EstablishmentConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.establishment"
    label = "establishment"
    verbose_name = "组织设置"
