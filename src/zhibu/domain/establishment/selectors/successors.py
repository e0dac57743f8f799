"""Who carries on what a body that is no more left behind."""

from __future__ import annotations

from zhibu.domain.establishment.choices import ChangeKind, Part
from zhibu.domain.establishment.models import ChangePart
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation


def successor_of(body: Organisation) -> Organisation | None:
    """The body into which it was merged, else the nearest above it that is there still; None at the top."""
    last = ChangePart.objects.filter(
        organisation=body, part=Part.ENDED, change__kind=ChangeKind.MERGE, change__undone_on=None
    ).select_related("change").order_by("-change__on", "-pk").first()  # fmt: skip
    into = str(last.change.told.get("into", "")) if last is not None and body.kind != OrganisationKind.PARTY_GROUP else ""
    found = Organisation.objects.filter(pk=into, dissolved=None).first() if into else None
    above = body.parent
    while found is None and above is not None:
        found, above = (above, None) if above.dissolved is None else (None, above.parent)
    return found
