"""Lists of verdicts with filters, and the verdicts of one member."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from zhibu.domain.accounts import scope
from zhibu.domain.compliance.choices import MISSES, SEVERITY, Status
from zhibu.domain.compliance.models import Verdict
from zhibu.domain.compliance.named import is_of, of_rule
from zhibu.domain.compliance.selectors.items import Item, items_of, merged
from zhibu.domain.compliance.selectors.past import verdicts_of_members, verdicts_on
from zhibu.domain.compliance.selectors.visible import members_on, verdicts_seen_by
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which verdicts are wanted; an empty field narrows nothing."""

    at: str = ""
    members: str = ""  # a group: what is asked of its members themselves, nothing else
    statuses: tuple[str, ...] = ()
    directive: str = ""
    rule: str = ""
    month: int = 0
    subject: str = ""
    due: dt.date | None = None
    past: dt.date | None = None  # a past day: the organisation `at` is judged anew


def verdict_list(*, actor: Actor, wanted: Wanted) -> QuerySet[Verdict] | list[Verdict]:
    """The verdicts wanted, in the order of the tree, then of the rules."""
    if wanted.members:
        return _of_members(actor, wanted)
    if wanted.past is not None and not wanted.at:
        raise Refused("过去的一天要按组织来看：从履职网格或组织页进来，或先选一个组织。")
    if wanted.past is not None:
        body = scope.organisation_get(actor, wanted.at)
        judged = verdicts_on(actor=actor, organisation=body, as_of=wanted.past)
        return [verdict for verdict in judged if _is_wanted(verdict, wanted)]
    found = verdicts_seen_by(actor)
    if wanted.at:
        body = scope.organisation_get(actor, wanted.at)
        found = found.filter(path__under=body.path)
    return _narrowed(found, wanted)


def _of_members(actor: Actor, wanted: Wanted) -> QuerySet[Verdict] | list[Verdict]:
    """The verdicts on the members of a group."""
    group = scope.organisation_get(actor, wanted.members)
    if wanted.past is None:
        members = members_on(group, clock.today())
        found = verdicts_seen_by(actor).filter(subject_kind="member", subject__in=members)
        return _narrowed(found, wanted)
    judged = verdicts_of_members(actor=actor, group=group, as_of=wanted.past)
    return [verdict for verdict in judged if _is_wanted(verdict, wanted)]


def _narrowed(found: QuerySet[Verdict], wanted: Wanted) -> QuerySet[Verdict]:
    """Narrowed by everything but the place, in the order of the tree."""
    if wanted.rule:
        found = found.filter(of_rule(wanted.rule))
    for column in ("directive", "month", "subject", "due"):
        value = getattr(wanted, column)
        if value:
            found = found.filter(**{column: value})
    if wanted.statuses:
        found = found.filter(status__in=wanted.statuses)
    return found.order_by("path", "directive", "rule", "subject", "period_start")


def _is_wanted(verdict: Verdict, wanted: Wanted) -> bool:
    if wanted.rule and not is_of(verdict.rule, wanted.rule):
        return False
    for column in ("directive", "month", "subject", "due"):
        value = getattr(wanted, column)
        if value and getattr(verdict, column) != value:
            return False
    return not wanted.statuses or verdict.status in wanted.statuses


def misses_besides(
    *, actor: Actor, keys: set[tuple[str, str, str, dt.date]], at: str = "", subject: str = ""
) -> int:
    """How many misses of an organisation or a member there are besides those of some keys."""
    wanted = Wanted(at=at, subject=subject, statuses=tuple(MISSES))
    found = verdict_list(actor=actor, wanted=wanted)
    assert not isinstance(found, list)
    rows = found.order_by().values_list("directive", "rule", "subject", "period_start")
    return sum(row not in keys for row in rows)


def verdicts_of_member(*, actor: Actor, member: str) -> list[Item]:
    """The verdicts on one member, those that need something first."""
    found = verdicts_seen_by(actor).filter(subject_kind="member", subject=member)
    return merged(items_of(found.order_by("-severity", "due", "rule")[:40]))


def body_get(*, actor: Actor, key: str) -> Organisation | None:
    """The organisation a page is about: the named one, else the highest in sight."""
    if key:
        return scope.organisation_get(actor, key)
    return scope.organisations(actor).order_by("depth", "path").first()


def statuses() -> list[tuple[str, str]]:
    """The statuses with their words, the loudest first."""
    order = (
        Status.UNMET,
        Status.DEVIATION,
        Status.ADVICE,
        Status.PENDING,
        Status.UNKNOWN,
        Status.WAIVED,
        Status.MET,
    )
    return [(status.value, str(status.label)) for status in order]


def counts_by_rule(*, actor: Actor, directive: str) -> dict[str, list[tuple[str, int]]]:
    """For each rule of a directive its statuses in sight with their numbers, the loudest first."""
    rows = (
        verdicts_seen_by(actor)
        .filter(directive=directive)
        .order_by()
        .values_list("rule", "status")
        .annotate(Count("pk"))
    )
    found: dict[str, Counter[str]] = {}
    for rule, status, count in rows:
        found.setdefault(rule.partition(".")[0], Counter())[status] += count
    return {
        rule: sorted(counts.items(), key=lambda pair: -SEVERITY[Status(pair[0])])
        for rule, counts in found.items()
    }
