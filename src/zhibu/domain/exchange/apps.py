"""The room as a Django app."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.exchange"
    label = "exchange"
    verbose_name = "数据交换"
