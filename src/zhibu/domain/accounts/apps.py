"""The room as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.accounts"
    label = "accounts"
    verbose_name = "账号"
