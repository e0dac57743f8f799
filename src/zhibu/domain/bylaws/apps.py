"""The room as a Django app."""

from django.apps import AppConfig


class BylawsConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.bylaws"
    label = "bylaws"
    verbose_name = "规章制度"
