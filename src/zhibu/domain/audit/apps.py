"""The room as a Django app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.audit"
    label = "audit"
    verbose_name = "操作日志"
