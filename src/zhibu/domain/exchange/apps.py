"""The room as a Django app."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate, pre_migrate


class ExchangeConfig(AppConfig):
    """Label and Chinese name of the room; the fact views follow every migration."""

    name = "zhibu.domain.exchange"
    label = "exchange"
    verbose_name = "数据交换"

    def ready(self) -> None:
        """Only Django's own hooks of `migrate`: reactions of the house stand in config/wiring.py."""
        from zhibu.domain.exchange.facts import views

        # Django announces only for apps with tables, once each, before and after all of them change
        any_with_tables = apps.get_app_config("organisations")
        pre_migrate.connect(views.before_migrate, sender=any_with_tables)
        post_migrate.connect(views.after_migrate, sender=any_with_tables)
