"""Which committees come to the end of their term within half a year, or are past it (换届)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Min, Q, QuerySet
from django.db.models.functions import Coalesce

from zhibu.domain.accounts import scope
from zhibu.domain.committees.choices import COMMITTEE
from zhibu.domain.committees.models import Reminder
from zhibu.domain.committees.selectors.lengths import term_lengths
from zhibu.domain.members.models import Member, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Case
from zhibu.kernel.actor import Actor
from zhibu.kernel.dates import add_months

AHEAD = 6  # months: when the body above reminds
SHORTEST = 36  # months: no rule knows a shorter term; whose end is not recorded is asked from then on
# all that is read of them: a whole province is sorted by its ends, and wide rows cost
COLUMNS = ("name", "short_name", "kind", "sector", "form", "path", "depth", "parent")


@dataclass(frozen=True, slots=True)
class Due:
    """One committee whose term ends, and what was done so far."""

    organisation: Organisation
    due: dt.date | None
    assumed: bool
    days: int
    secretary: str
    holders: int
    reminded: dt.date | None
    case: Case | None


def due_bodies(actor: Actor, on: dt.date, *, top: Organisation | None = None) -> QuerySet[Organisation]:
    """The organisations in scope whose term ends within half a year, the most urgent first; for `due_rows`.

    Only posts that end soon (or whose end nobody recorded) are looked at, which an index finds.
    """
    horizon = add_months(on, AHEAD)
    soon = Q(posts__planned_until__lte=horizon) | Q(
        posts__planned_until__isnull=True, posts__since__lte=add_months(horizon, -SHORTEST)
    )
    going_on = Q(posts__until__isnull=True) | Q(posts__until__gt=on)
    found = scope.organisations(actor)
    if top is not None:
        found = found.filter(path__under=top.path)
    found = found.filter(Q(dissolved=None) | Q(dissolved__gt=on))
    found = found.filter(soon, going_on, posts__post__in=COMMITTEE, posts__since__lte=on)
    ends = Min(Coalesce("posts__planned_until", "posts__since"))
    return found.annotate(first=ends).only(*COLUMNS).order_by("first", "path")


def due_rows(bodies: Sequence[Organisation], on: dt.date) -> list[Due]:
    """A page of `due_bodies` with secretaries, reminders and open cases: a fixed number of queries."""
    keys = [one.pk for one in bodies]
    open_span = Q(until__isnull=True) | Q(until__gt=on)
    posts: dict[str, list[Post]] = defaultdict(list)
    for post in Post.objects.filter(open_span, organisation__in=keys, post__in=COMMITTEE, since__lte=on):
        posts[post.organisation_id].append(post)
    holders = {key: post.member for key, held in posts.items() for post in held if post.post == "secretary"}
    names = dict(Member.objects.filter(pk__in=holders.values()).values_list("pk", "name"))
    lasts = term_lengths(bodies, on)
    sent: dict[str, dt.date] = {}
    for row in Reminder.objects.filter(organisation__in=keys).order_by("on"):
        sent[row.organisation_id] = row.on
    cases = {
        one.organisation_id: one
        for one in Case.objects.filter(organisation__in=keys, procedure="branch_election", closed=None)
    }
    found = []
    for one in bodies:
        here = posts[one.pk]
        ends = min((post.planned_until for post in here if post.planned_until), default=None)
        assumed = ends is None
        if ends is None and here and (length := lasts[one.pk]):
            ends = add_months(min(post.since for post in here), 12 * length.years)
        reminded = sent.get(one.pk)
        recent = reminded if reminded and ends and reminded >= add_months(ends, -12) else None
        holder = holders.get(one.pk, "")
        found.append(
            Due(
                one, ends, assumed, (ends - on).days if ends else 0, names.get(holder, holder),
                len(here), recent, cases.get(one.pk),
            )
        )
    return found
