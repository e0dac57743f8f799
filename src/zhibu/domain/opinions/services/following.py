"""A body is no more: opinions that lay with it go on to who carries its work on; none is lost."""

from __future__ import annotations

from zhibu.domain.audit.services import Announcement, entry_record
from zhibu.domain.establishment.selectors.successors import successor_of
from zhibu.domain.opinions.choices import UNDER_WAY, What
from zhibu.domain.opinions.models import Opinion, OpinionEvent
from zhibu.domain.opinions.services.noting import held, kept, noted
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock

MOVED = "moved"  # in what an event keeps: where the opinion lay before that body ended


def opinions_return(announcement: Announcement) -> None:
    """Heard when a change of the tree is taken back: what had gone on to another body lies again where it lay."""
    events = OpinionEvent.objects.filter(before__moved__isnull=False, undone_at=None, opinion__state__in=UNDER_WAY)
    for event in list(events.select_related("opinion").order_by("-pk")):
        back = Organisation.objects.get(pk=event.before[MOVED])
        found = held(event.opinion)
        if back.dissolved is not None or found.at_id != event.organisation_id:  # it has gone on from there since
            continue
        found.at, found.at_since = back, clock.today()
        found.save(update_fields=["at", "at_since"])
        event.undone_at, event.organisation = clock.now(), back  # a body that the change made never was
        event.save(update_fields=["undone_at", "organisation"])
        entry_record(
            actor=announcement.actor, action="opinion.undo", subject=found.pk, organisation=found.at_id,
            details={"what": event.what, "state": found.state},
        )  # fmt: skip


def opinions_follow(announcement: Announcement) -> None:
    """Heard when bodies end (config/wiring)."""
    waiting = Opinion.objects.filter(at__dissolved__isnull=False, state__in=UNDER_WAY).select_related("at").order_by("pk")
    for one in list(waiting):
        heir = successor_of(one.at)
        if heir is None:
            continue
        found = held(one)
        before, old = kept(found) | {MOVED: found.at_id}, found.at
        found.at, found.at_since = heir, clock.today()
        found.save(update_fields=["at", "at_since"])
        noted(announcement.actor, found, "pass", What.PASS, before, note=f"{old}撤销")
