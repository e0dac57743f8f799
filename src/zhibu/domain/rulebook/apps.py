"""The room as a Django app."""

from django.apps import AppConfig


class RulebookConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.rulebook"
    label = "rulebook"
    verbose_name = "制度"

    def ready(self) -> None:
        """Workbooks may use the words of invented activity types."""
        from zhibu.domain.rulebook.shelf import own_type_words
        from zhibu.rosters.kinds.meetings_words import FURTHER

        FURTHER.append(own_type_words)
