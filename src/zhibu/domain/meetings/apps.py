"""The room as a Django app."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.meetings"
    label = "meetings"
    verbose_name = "会议活动"
