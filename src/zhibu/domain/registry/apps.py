"""The room as a Django app."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.registry"
    label = "registry"
    verbose_name = "党员档案"
