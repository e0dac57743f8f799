"""The room as a Django app."""

from django.apps import AppConfig


class OpinionsConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.opinions"
    label = "opinions"
    verbose_name = "意见"
