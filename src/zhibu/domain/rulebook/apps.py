"""The room as a Django app."""

from django.apps import AppConfig


class RulebookConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.rulebook"
    label = "rulebook"
    verbose_name = "制度"
