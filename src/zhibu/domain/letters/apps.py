"""The room as a Django app."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.letters"
    label = "letters"
    verbose_name = "只给本人看的内容"
