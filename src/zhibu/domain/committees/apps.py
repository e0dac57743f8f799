"""The room as a Django app."""

from django.apps import AppConfig


class CommitteesConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.committees"
    label = "committees"
    verbose_name = "班子"
