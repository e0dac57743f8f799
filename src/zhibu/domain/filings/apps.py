"""The room as a Django app."""

from django.apps import AppConfig


class FilingsConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.filings"
    label = "filings"
    verbose_name = "报送批复"
