"""The room as a Django app."""

from django.apps import AppConfig


class StudyConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.study"
    label = "study"
    verbose_name = "学习"
