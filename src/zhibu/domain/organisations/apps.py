"""The room as a Django app."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.organisations"
    label = "organisations"
    verbose_name = "党组织"
