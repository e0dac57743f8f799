"""The room as a Django app."""

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.groups"
    label = "groups"
    verbose_name = "党小组设置"
