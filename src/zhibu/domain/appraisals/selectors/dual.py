"""Dual organisational life (双重组织生活) of leading cadres: in their own group or branch, and in the leading body."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from zhibu.domain.accounts import scope
from zhibu.domain.activities.choices import ActivityStatus, AttendanceStatus
from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.compliance.choices import Status
from zhibu.domain.compliance.selectors.items import Item, items_of
from zhibu.domain.compliance.selectors.visible import verdicts_seen_by
from zhibu.domain.members.choices import PostKind
from zhibu.domain.members.models import Member, Membership, Post
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.selectors import rulebook
from zhibu.kernel.actor import KEEPERS, Actor

CADRE = PostKind.LEADING_CADRE
THERE = (AttendanceStatus.PRESENT, AttendanceStatus.ONLINE)
SMALL = (OrganisationKind.BRANCH, OrganisationKind.PARTY_GROUP)
MOST = 300


@dataclass(frozen=True, slots=True)
class Turn:
    """One activity to which he was called, and whether he came."""

    activity: Activity
    came: bool
    reason: str  # why not


@dataclass(frozen=True, slots=True)
class Person:
    """A leading cadre with his year."""

    member: Member
    post: str
    homes: tuple[Organisation, ...]
    own: tuple[Turn, ...]  # in his own group and branch
    body: tuple[Turn, ...]  # in the leading body
    verdicts: tuple[Item, ...]

    @property
    def own_came(self) -> int:
        return sum(one.came for one in self.own)

    @property
    def body_came(self) -> int:
        return sum(one.came for one in self.body)

    @property
    def missed(self) -> list[Item]:
        """Verdicts of rules in force that are not met."""
        return [one for one in self.verdicts if one.status in (Status.UNMET, Status.DEVIATION)]


def dual(actor: Actor, year: int, *, organisation: str = "") -> list[Person]:
    """Leading cadres who belong to a branch or group in scope, and himself; the number of queries is fixed."""
    first, last = dt.date(year, 1, 1), dt.date(year + 1, 1, 1)
    overlap = Q(since__lt=last) & (Q(until__isnull=True) | Q(until__gt=first))
    posts = {row.member: row for row in Post.objects.filter(overlap, post=CADRE).select_related("organisation")}
    spans = Membership.objects.filter(overlap, member__in=posts, organisation__kind__in=SMALL)
    if organisation:
        spans = spans.filter(organisation__path__under=scope.organisation_get(actor, organisation).path)
    seen = scope.reach(actor, "organisation__") | (Q(member=actor.member) if actor.member else Q(pk__in=[]))
    homes: dict[str, list[Organisation]] = {}
    for span in spans.filter(seen).select_related("organisation", "member").order_by("member__name_pinyin", "organisation__path"):
        if span.organisation not in homes.setdefault(span.member_id, []):
            homes[span.member_id].append(span.organisation)
    keys = list(homes)[:MOST]
    names = Member.objects.in_bulk(keys)
    turns = _turns(keys, first, last)
    verdicts = _verdicts(actor, keys, year)
    return [_person(names[key], posts[key], homes[key], turns.get(key, []), verdicts.get(key, [])) for key in keys]


def _turns(keys: Iterable[str], first: dt.date, last: dt.date) -> dict[str, list[Turn]]:
    rows = Attendance.objects.filter(
        member__in=keys, activity__on__gte=first, activity__on__lt=last, activity__status=ActivityStatus.HELD
    ).select_related("activity__organisation").order_by("activity__on", "activity")
    found: dict[str, list[Turn]] = {}
    for row in rows:
        found.setdefault(row.member_id, []).append(Turn(row.activity, row.status in THERE, row.reason))
    return found


def _verdicts(actor: Actor, keys: Iterable[str], year: int) -> dict[str, list[Item]]:
    """What the rules in force that speak of leading cadres say of each in the year, in words."""
    wanted = _rules()
    rows = verdicts_seen_by(actor).filter(
        subject_kind="member", subject__in=keys, rule__in={rule for _, rule in wanted}, period_start__lte=dt.date(year, 12, 31),
        period_end__gte=dt.date(year, 1, 1),
    ).order_by("subject", "-severity", "rule", "period_start")  # fmt: skip
    found: dict[str, list[Item]] = {}
    for item in items_of(row for row in rows if (row.directive, row.rule) in wanted):
        found.setdefault(item.subject, []).append(item)
    return found


def _rules() -> set[tuple[str, str]]:
    """Rules of all directives that are about leading cadres: (directive, rule)."""
    said = f'"{CADRE.value}"'
    return {
        (unit.directive, unit.id) for directive in rulebook().directives.values() for rule in directive.rules for unit in rule.units
        if said in unit.spec.model_dump_json()
    }  # fmt: skip


def _person(member: Member, post: Post, homes: list[Organisation], turns: list[Turn], verdicts: list[Item]) -> Person:
    own = tuple(one for one in turns if one.activity.organisation.kind in SMALL)
    body = tuple(one for one in turns if one.activity.organisation.kind not in SMALL)
    return Person(member, f"{post.organisation} {post.get_post_display()}", tuple(homes), own, body, tuple(verdicts))


def may_see_others(actor: Actor) -> bool:
    """Whether he works for somebody but himself."""
    return actor.everything or actor.holds(*KEEPERS, "leader")
