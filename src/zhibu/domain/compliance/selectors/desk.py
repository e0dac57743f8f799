"""The desk (工作台): the next step on top, what is due, what was missed, what comes later."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field, replace

from django.db.models import Count, QuerySet

from zhibu.domain.compliance.choices import MISSES, SEVERITY, Status
from zhibu.domain.compliance.models import Verdict
from zhibu.domain.compliance.selectors.items import Item, grouped, items_of, merged
from zhibu.domain.compliance.selectors.visible import missing_data, verdicts_seen_by
from zhibu.domain.organisations.choices import UPPER_KINDS
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import BODY_ROLES, SUBTREE_ROLES, Actor

SOON = dt.timedelta(days=31)  # what is due later stands under "later"
FAR = dt.timedelta(days=400)
SHOWN = 8
LOUD = tuple(weight for status, weight in SEVERITY.items() if weight > SEVERITY[Status.WAIVED])
MOST = 1000  # of one branch or group there are no more to be read
READ = 60  # so many are put into words; what says the same thing of the same body is one item


@dataclass(slots=True)
class Desk:
    """What somebody finds when he comes in."""

    homes: list[Organisation]
    is_wide: bool
    next: Item | None = None
    due: list[Item] = field(default_factory=list)
    missed: list[Item] = field(default_factory=list)
    unknown: list[Item] = field(default_factory=list)
    later: list[Item] = field(default_factory=list)
    done: list[Item] = field(default_factory=list)  # only where somebody answers but for himself
    counts: dict[str, int] = field(default_factory=dict)
    has_verdicts: bool = False

    @property
    def due_rest(self) -> list[Item]:
        """What is due besides the next step."""
        return [item for item in self.due if item is not self.next][:SHOWN]

    @property
    def missed_shown(self) -> list[Item]:
        return [item for item in self.missed if item is not self.next][:SHOWN]

    @property
    def missed_count(self) -> int:
        return sum(self.counts.get(status, 0) for status in MISSES)


def desk(*, actor: Actor, today: dt.date) -> Desk:
    """The desk of an actor; at most eight queries whatever he sees."""
    homes = homes_of(actor)
    found = Desk(homes, any(home.kind in UPPER_KINDS for home in homes))
    seen = verdicts_seen_by(actor).order_by()
    if found.is_wide:
        _fill_wide(found, seen, today)
    else:
        _fill_narrow(found, seen, today)
    if not homes:
        found.done = merged(items_of(seen.filter(status=Status.MET).order_by("due", "rule")[:READ]))
    found.unknown += grouped(missing_data(), by_due=False)
    found.next = _next(found)
    found.has_verdicts = bool(found.counts or found.done) or seen.exists()
    return found


def _fill_wide(desk: Desk, seen: QuerySet[Verdict], today: dt.date) -> None:
    """A committee's desk: one item a rule, counted by the database."""
    loud = seen.filter(severity__in=LOUD)
    desk.counts = dict(loud.values_list("status").annotate(Count("pk")))
    pending = seen.filter(severity=SEVERITY[Status.PENDING], due__lte=today + FAR)
    due = grouped(pending, by_due=True)
    desk.due, desk.later = _split(due, today)
    missed = [SEVERITY[status] for status in MISSES]
    desk.missed = grouped(seen.filter(severity__in=missed), by_due=False)
    unknown = seen.filter(severity=SEVERITY[Status.UNKNOWN])
    desk.unknown = grouped(unknown, by_due=False)


def _fill_narrow(desk: Desk, seen: QuerySet[Verdict], today: dt.date) -> None:
    """The desk of a branch, a group, a member: each verdict by its name, all read at once."""
    rows = list(seen.filter(severity__in=LOUD).order_by("due", "-strength", "rule")[:MOST])
    desk.counts = dict(Counter(row.status for row in rows))
    pending = [
        row for row in rows if row.status == Status.PENDING and row.due and row.due <= today + FAR
    ]
    missed = [row for row in reversed(rows) if row.status in MISSES]
    items = items_of([*pending[:READ], *missed[:READ]])
    due = merged(item for item in items if item.status == Status.PENDING)
    desk.due, desk.later = _split(due, today)
    desk.missed = merged(item for item in items if item.status in MISSES)
    if len(desk.homes) == 1:
        home = str(desk.homes[0])
        desk.due = [_seen_from(home, item) for item in desk.due]
        desk.missed = [_seen_from(home, item) for item in desk.missed]
    if Status.UNKNOWN in desk.counts:
        unknown = seen.filter(severity=SEVERITY[Status.UNKNOWN])
        desk.unknown = grouped(unknown, by_due=False)


def _split(items: list[Item], today: dt.date) -> tuple[list[Item], list[Item]]:
    """What is due soon, and the first of what comes later."""
    soon = [item for item in items if item.due and item.due <= today + SOON]
    later = [item for item in items if item.due and item.due > today + SOON]
    return soon, later[:SHOWN]


def _seen_from(home: str, item: Item) -> Item:
    """The item without the name of the one body that the desk is about."""
    place = item.organisation
    own = place == home or place.endswith(f" {home}")
    return replace(item, organisation="" if own else place.removeprefix(f"{home} "))


def homes_of(actor: Actor) -> list[Organisation]:
    """The organisations at which the actor holds a role, the highest first."""
    keys = {held.organisation for held in actor.roles if held.role in SUBTREE_ROLES | BODY_ROLES}
    return list(Organisation.objects.filter(pk__in=keys).order_by("depth", "path"))


def _next(desk: Desk) -> Item | None:
    """What is due first; of one day the strongest. Without any, the miss that came last."""
    order = {"must": 0, "usual": 1, "encouraged": 2}
    due = sorted(desk.due, key=lambda item: (item.due or dt.date.max, order.get(item.strength, 3)))
    candidates = due or desk.missed
    return candidates[0] if candidates else None
