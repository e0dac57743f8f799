"""The room as a Django app."""

from django.apps import AppConfig


class VotingConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.voting"
    label = "voting"
    verbose_name = "选举表决"
