"""What waits for somebody in all rooms, as a desk shows it: what is his, what comes later, what others see to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from zhibu.domain.members.selectors import posts_held_on
from zhibu.domain.rulebook.selectors import holders_of
from zhibu.kernel.actor import Actor
from zhibu.kernel.open_work import OpenItem

SHORT, SOON = 8, 7  # lines of a desk that are shown whole; days ahead that belong on a longer one


@dataclass(frozen=True, slots=True)
class Waiting:
    """The lines of one desk, the soonest due first."""

    now: list[OpenItem]
    later: list[OpenItem]  # due in more than a week, folded where the list is long
    others: list[OpenItem]  # what a commissioner may do too, yet another commissioner sees to


def waiting(actor: Actor, today: dt.date) -> list[OpenItem]:
    """What waits for him elsewhere, by the functions that config/wiring.py lists; the soonest due first."""
    found = [item for path in import_string(settings.ZHIBU_DESK) for item in import_string(path)(actor, today)]
    last = {item.about: item for item in found if item.about}
    return sorted((item for item in found if not item.about or last[item.about] is item), key=lambda item: item.due or dt.date.max)


def sorted_out(actor: Actor, waits: list[OpenItem], today: dt.date) -> tuple[list[OpenItem], list[OpenItem]]:
    """His own, and of a commissioner what the rulebook gives to another post (duty_holders.yaml).

    Secretaries and clerks answer for everything; what names no duty is his on whose desk it stands.
    """
    if not actor.member or not actor.holds("commissioner") or actor.holds("secretary", "clerk"):
        return waits, []
    posts = {one.post for one in posts_held_on(actor.member, today) if one.since <= today}
    others = [item for item in waits if item.duty and (named := holders_of(item.duty)) and not posts & set(named)]
    return [item for item in waits if item not in others], others


def folded(waits: list[OpenItem], others: list[OpenItem], today: dt.date) -> Waiting:
    """What has a day more than a week ahead is folded where the list is long: today's desk is for today."""
    if len(waits) <= SHORT:
        return Waiting(waits, [], others)
    until = today + dt.timedelta(days=SOON)
    later = [item for item in waits if item.due and item.due > until]
    return Waiting([item for item in waits if item not in later], later, others)
