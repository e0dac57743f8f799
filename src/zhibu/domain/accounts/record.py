"""What of the record (操作日志) somebody may read, and under which filters.

The keeper of the machine reads all. A clerk and a secretary read what was done at the organisations they
answer for; everybody what he did himself, what was done about him, and what was entered for him (代办).
Cases of discipline (`labels.NARROW`) are read only by who wrote them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from zhibu.domain.accounts import policies, scope
from zhibu.domain.accounts.models import User
from zhibu.domain.activities.models import Activity
from zhibu.domain.audit.details import Known, mentioned, said
from zhibu.domain.audit.labels import DOORS, NARROW, label_of
from zhibu.domain.audit.models import AuditCheck, AuditEntry
from zhibu.domain.members.models import Member, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.choices import NARROW as NARROW_CASES
from zhibu.domain.procedures.models import Case
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor

READERS = ("clerk", "secretary")


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """What is looked for; empty means all. `until` is the last day that counts."""

    since: dt.date | None = None
    until: dt.date | None = None
    action: str = ""
    person: str = ""
    organisation: str = ""
    about: str = ""  # "me": only what concerns the reader himself


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry as it is read."""

    number: int
    at: dt.datetime
    actor: str
    door: str
    label: str
    subject: str
    organisation: str
    said: str
    on_behalf: bool


def entries(actor: Actor, wanted: EntryFilter) -> QuerySet[AuditEntry]:
    """The entries that he may read, latest first."""
    found = AuditEntry.objects.order_by("-number")
    if not actor.everything:
        found = found.filter(_mine(actor) if wanted.about == "me" else _seen(actor))
    elif wanted.about == "me":
        found = found.none()
    if wanted.since:
        found = found.filter(at__gte=wanted.since.isoformat())
    if wanted.until:
        found = found.filter(at__lt=(wanted.until + dt.timedelta(days=1)).isoformat())
    if wanted.action:
        found = found.filter(action=wanted.action)
    if wanted.person.strip():
        found = found.filter(actor__contains=wanted.person.strip())
    if wanted.organisation:
        body = scope.organisation_get(actor, wanted.organisation)
        below = Organisation.objects.filter(path__under=body.path)
        found = found.filter(organisation__in=below.order_by().values("pk"))
    return found


def _mine(actor: Actor) -> Q:
    """What he did, what was done about him, what was entered for him."""
    condition = Q(user=actor.user) if actor.user and actor.in_person else Q(pk__in=[])
    own = _not_narrow()
    if actor.user:
        condition |= own & Q(subject=actor.user)
    if actor.member:
        condition |= own & (Q(subject=actor.member) | Q(on_behalf=actor.member))
    return condition


def _seen(actor: Actor) -> Q:
    bodies = Organisation.objects.filter(scope.reach(actor, roles=READERS)).order_by()
    few = list(bodies.values_list("pk", flat=True)[: scope.FEW + 1])
    # few are named one by one: an index can be joined with those of one's own entries, a subquery cannot
    there = few if len(few) <= scope.FEW else bodies.values("pk")
    return _mine(actor) | (_not_narrow() & Q(organisation__in=there))


def _not_narrow() -> Q:
    condition = Q()
    for noun in NARROW:
        condition &= ~Q(action__startswith=noun)
    # the steps of such a case are entries of the case; he whom it concerns may be secretary himself
    return condition & ~Q(subject__in=Case.objects.filter(procedure__in=NARROW_CASES).values("pk"))


def entry_lines(rows: Sequence[AuditEntry], words: Mapping[str, str] | None = None) -> list[EntryLine]:
    """A page of entries with the names of what they speak of, in five queries; `words`: those that packs add."""
    told = set().union(*(mentioned(row.details) for row in rows))
    subjects = {row.subject for row in rows if row.subject}
    places = {row.organisation for row in rows if row.organisation} | subjects | told
    bodies = {body.pk: str(body) for body in Organisation.objects.filter(pk__in=places)}
    posts = list(Post.objects.filter(pk__in=told))
    people = subjects | told | {post.member for post in posts}
    members = dict(Member.objects.filter(pk__in=people).values_list("pk", "name"))
    held = {post.pk: f"{members.get(post.member, '')}（{post.get_post_display()}）" for post in posts}
    known = Known({**_others(told), **held, **members, **bodies}, words or {})
    return [
        EntryLine(
            row.number, dt.datetime.fromisoformat(row.at).astimezone(clock.SHANGHAI), row.actor,
            DOORS.get(row.door, row.door), label_of(row.action),
            members.get(row.subject) or bodies.get(row.subject, ""),
            bodies.get(row.organisation, ""), said(row.details, known), bool(row.on_behalf),
        )
        for row in rows
    ]  # fmt: skip


def _others(told: set[str]) -> dict[str, str]:
    """What meetings and accounts named in details are called."""
    names = {user.pk: user.name for user in User.objects.filter(pk__in=told)}
    meetings = Activity.objects.filter(pk__in=told)
    return names | {one.pk: f"{one.on} {one.theme or '会议'}" for one in meetings}


def may_check(actor: Actor) -> bool:
    """Whether the page offers to go through the chain: it speaks of everybody's entries."""
    return policies.stands_above_all(actor)


def checks(actor: Actor) -> QuerySet[AuditCheck]:
    """What going through the chain has found, latest first."""
    policies.record_check(actor)
    return AuditCheck.objects.all()


def alarm(actor: Actor) -> AuditCheck | None:
    """The latest check where it found the chain broken, for clerks; their desks show it."""
    if not (actor.everything or actor.holds("clerk")):
        return None
    latest = AuditCheck.objects.first()
    return latest if latest is not None and latest.problems else None
