"""The room as a Django app."""

from django.apps import AppConfig


class TalksConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.talks"
    label = "talks"
    verbose_name = "谈心谈话"
