"""The room as a Django app."""

from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.procedures"
    label = "procedures"
    verbose_name = "办理"
