"""The room's label."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Room `imports`."""

    name = "zhibu.domain.imports"
    label = "imports"
    verbose_name = "导入"
