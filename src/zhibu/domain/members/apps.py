"""The room as a Django app."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.members"
    label = "members"
    verbose_name = "党员"
