"""The room as a Django app."""

from django.apps import AppConfig


class DraftingConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.drafting"
    label = "drafting"
    verbose_name = "起草"
