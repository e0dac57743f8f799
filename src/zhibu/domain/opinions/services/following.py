"""A body is no more: opinions that lay with it go on to who carries its work on; none is lost."""

from __future__ import annotations

from zhibu.domain.audit.services import Announcement
from zhibu.domain.establishment.selectors.successors import successor_of
from zhibu.domain.opinions.choices import UNDER_WAY, What
from zhibu.domain.opinions.models import Opinion
from zhibu.domain.opinions.services.noting import held, kept, noted
from zhibu.kernel import clock


def opinions_follow(announcement: Announcement) -> None:
    """Heard when bodies end (config/wiring)."""
    waiting = Opinion.objects.filter(at__dissolved__isnull=False, state__in=UNDER_WAY).select_related("at").order_by("pk")
    for one in list(waiting):
        heir = successor_of(one.at)
        if heir is None:
            continue
        found = held(one)
        before, old = kept(found), found.at
        found.at, found.at_since = heir, clock.today()
        found.save(update_fields=["at", "at_since"])
        noted(announcement.actor, found, "pass", What.PASS, before, note=f"{old}撤销")
