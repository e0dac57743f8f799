"""A member's own notes and reflections, what he studied himself; of others only what they shared."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.compliance.choices import Status
from zhibu.domain.compliance.citations import Citation, cite
from zhibu.domain.compliance.models import Verdict
from zhibu.domain.letters.selectors import letter_open
from zhibu.domain.members.belonging import homes_of
from zhibu.domain.members.models import Membership
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.spans import covering
from zhibu.domain.rulebook.selectors import rulebook
from zhibu.domain.study.choices import NoteKind
from zhibu.domain.study.models import Note, SelfStudy
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor

OPEN = (Status.PENDING, Status.UNMET, Status.DEVIATION)


def notes(actor: Actor) -> QuerySet[Note]:
    """His own, and those that were shared in his branch or with a body in scope; the latest first."""
    found = Note.objects.select_related("member", "letter").order_by("-on", "-pk")
    shared = Q(shared_on__isnull=False)
    if actor.everything:
        return found.filter(shared)
    day = clock.today()
    homes = homes_of(actor.member, day).filter(organisation__kind=OrganisationKind.BRANCH).values("organisation")
    near = Membership.objects.filter(covering(day), Q(organisation__in=homes) | scope.reach(actor, "organisation__"))
    condition = shared & Q(member__in=near.values("member"))
    if actor.member:
        condition |= Q(member=actor.member)
    return found.filter(condition)


def note_get(actor: Actor, pk: str) -> Note:
    """One note in sight."""
    return scope.row_get(notes(actor), pk, "这篇笔记")


def note_text(actor: Actor, note: Note) -> str:
    """What stands in it: for him, or as he shared it."""
    if note.letter is None:
        return note.shared_text
    return letter_open(actor, note.letter)


def self_studies(member: str, year: int) -> QuerySet[SelfStudy]:
    """What he studied himself in a year; the caller has asked who may know."""
    return SelfStudy.objects.filter(member=member, on__year=year)


@dataclass(frozen=True, slots=True)
class WantedNote:
    """Notes or a reflection that a directive asks of a member for a period."""

    kind: str
    label: str
    period: str
    due: dt.date | None
    citation: Citation


def wanted_notes(member: str, today: dt.date) -> list[WantedNote]:
    """What is open for him now, by the rules that want such a paper of each member."""
    rules = {}
    for directive in rulebook().directives.values():
        for rule in directive.rules:
            spec: Any = rule.spec
            if spec.subject == "member" and getattr(spec, "paper", "") in NoteKind.values:
                rules[rule.directive, rule.id] = spec.paper
    if not rules:
        return []
    found = Verdict.objects.filter(
        subject_kind="member", subject=member, rule__in={rule for _, rule in rules}, status__in=OPEN,
        period_start__lte=today, period_end__gte=dt.date(today.year, 1, 1),
    ).order_by("due", "rule")  # fmt: skip
    return [
        WantedNote(
            kind, NoteKind(kind).label, period_name(one.period_start, one.period_end), one.due,
            cite(one.directive, one.rule, one.article),
        )
        for one in found if (kind := rules.get((one.directive, one.rule)))
    ]  # fmt: skip


def period_name(start: dt.date, end: dt.date) -> str:
    """2026, 2026-H1, 2026-Q2 or 2026-05, as papers name their period."""
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if months == 1:
        return f"{start:%Y-%m}"
    if months == 3:
        return f"{start.year}-Q{(start.month + 2) // 3}"
    return f"{start.year}-H{1 if start.month < 7 else 2}" if months == 6 else str(start.year)


def self_studies_own(actor: Actor) -> QuerySet[SelfStudy]:
    """All that he noted himself."""
    return SelfStudy.objects.filter(member=actor.member or None)
