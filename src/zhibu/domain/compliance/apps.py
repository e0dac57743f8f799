"""The room as a Django app."""

from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.compliance"
    label = "compliance"
    verbose_name = "核查"
