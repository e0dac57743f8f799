"""The room as a Django app."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.activities"
    label = "activities"
    verbose_name = "组织生活"
