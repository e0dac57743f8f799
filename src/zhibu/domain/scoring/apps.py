"""The room as a Django app."""

from django.apps import AppConfig


class ScoringConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.scoring"
    label = "scoring"
    verbose_name = "考评"
