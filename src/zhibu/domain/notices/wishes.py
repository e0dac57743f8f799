"""What is wanted of notices: by the person, else by the nearest office above, else as the house has it."""

from __future__ import annotations

from zhibu.domain.notices.models import OfficeWish, Wish
from zhibu.domain.notices.timing import Wanted
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.paths import path_parents


def office_wanted(organisation: Organisation) -> Wanted:
    """What holds at an organisation for whoever said nothing."""
    places = [*path_parents(organisation.path), organisation.path]
    found = OfficeWish.objects.filter(organisation__path__in=places).order_by("-organisation__path").first()
    return Wanted() if found is None else Wanted(found.rhythm, found.quiet_from, found.quiet_until)


def wanted_of(wish: Wish, office: Wanted) -> Wanted:
    """The person's own words, and the office's where he has none."""
    quiet = wish.quiet_from is not None and wish.quiet_until is not None
    return Wanted(
        wish.rhythm or office.rhythm,
        wish.quiet_from if quiet and wish.quiet_from is not None else office.quiet_from,
        wish.quiet_until if quiet and wish.quiet_until is not None else office.quiet_until,
    )
