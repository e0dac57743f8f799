"""The room as a Django app."""

from django.apps import AppConfig


class AppraisalsConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.appraisals"
    label = "appraisals"
    verbose_name = "民主评议"
