"""Which committees come to the end of their term within half a year, or are past it (换届)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import Coalesce

from zhibu.domain.accounts import scope
from zhibu.domain.committees.choices import COMMITTEE
from zhibu.domain.committees.models import Reminder
from zhibu.domain.committees.selectors.lengths import term_length
from zhibu.domain.members.models import Member, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Case
from zhibu.kernel.actor import Actor
from zhibu.kernel.dates import add_months

AHEAD = 6  # months: when the body above reminds
SHORTEST = 36  # months: no rule knows a shorter term; whose end is not recorded is asked from then on


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
    """The organisations in scope whose term ends within half a year, the most urgent first.

    Rows bear `ends` (recorded end, may be None), `began` and `holders`.
    """
    horizon = add_months(on, AHEAD)
    there = Q(posts__post__in=COMMITTEE, posts__since__lte=on) & (
        Q(posts__until__isnull=True) | Q(posts__until__gt=on)
    )
    near = Post.objects.filter(
        Q(planned_until__lte=horizon) | Q(planned_until__isnull=True, since__lte=add_months(horizon, -SHORTEST)),
        Q(until__isnull=True) | Q(until__gt=on), post__in=COMMITTEE, since__lte=on,
    )  # fmt: skip
    found = scope.organisations(actor).filter(Q(dissolved=None) | Q(dissolved__gt=on))
    if top is not None:
        found = found.filter(path__under=top.path)
    found = found.filter(pk__in=near.order_by().values("organisation"))
    return found.annotate(
        ends=Min("posts__planned_until", filter=there), began=Min("posts__since", filter=there),
        holders=Count("posts", filter=there),
    ).order_by(Coalesce("ends", "began"), "path")  # fmt: skip


def due_rows(bodies: Sequence[Organisation], on: dt.date) -> list[Due]:
    """A page of `due_bodies` with secretaries, reminders and open cases: a fixed number of queries."""
    keys = [one.pk for one in bodies]
    open_span = Q(until__isnull=True) | Q(until__gt=on)
    posts = Post.objects.filter(open_span, organisation__in=keys, post="secretary", since__lte=on)
    holders = {one.organisation_id: one.member for one in posts}
    names = dict(Member.objects.filter(pk__in=holders.values()).values_list("pk", "name"))
    sent: dict[str, dt.date] = {}
    for row in Reminder.objects.filter(organisation__in=keys).order_by("on"):
        sent[row.organisation_id] = row.on
    cases = {
        one.organisation_id: one
        for one in Case.objects.filter(organisation__in=keys, procedure="branch_election", closed=None)
    }
    found = []
    for one in bodies:
        ends, assumed = one.ends, False  # type: ignore[attr-defined]  # annotated
        if ends is None:
            length = term_length(one, on)
            ends, assumed = (add_months(one.began, 12 * length.years), True) if length else (None, True)  # type: ignore[attr-defined]  # annotated
        reminded = sent.get(one.pk)
        recent = reminded if reminded and ends and reminded >= add_months(ends, -12) else None
        holder = holders.get(one.pk, "")
        found.append(
            Due(
                one, ends, assumed, (ends - on).days if ends else 0, names.get(holder, holder),
                one.holders, recent, cases.get(one.pk),  # type: ignore[attr-defined]  # annotated
            )
        )
    return found
