"""The room as a Django app."""

from django.apps import AppConfig


class GatewayConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.gateway"
    label = "gateway"
    verbose_name = "接口"
