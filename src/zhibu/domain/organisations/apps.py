"""The room as a Django app."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Label and Chinese name of the room."""

    name = "zhibu.domain.organisations"
    label = "organisations"
    verbose_name = "党组织"

    def ready(self) -> None:
        """Columns of all rooms know the lookup `holds` from the start."""
        import zhibu.domain.organisations.grams  # noqa: F401 -- registers itself
