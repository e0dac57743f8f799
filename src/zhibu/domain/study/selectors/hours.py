"""Hours of study of a year against what directives in force ask for; told to each himself and who answers for him."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from zhibu.domain.activities.choices import ActivityStatus, AttendanceStatus
from zhibu.domain.activities.models import Attendance
from zhibu.domain.compliance.citations import Citation, cite
from zhibu.domain.members.models import Member, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.selectors import in_force
from zhibu.domain.study.choices import HOURS
from zhibu.domain.study.models import SelfStudy
from zhibu.domain.talks.choices import COMMITTEE

PAPER = "training_hours"
MEMBERS, LEADERS = "member_hours", "committee_hours"
NONE = (Decimal(0), 0)
THERE = (AttendanceStatus.PRESENT, AttendanceStatus.ONLINE)


@dataclass(frozen=True, slots=True)
class Needed:
    """How many hours a directive asks of a member, and of the secretary and committee; by which article."""

    members: Decimal | None
    committee: Decimal | None
    citation: Citation


@dataclass(frozen=True, slots=True)
class Hours:
    """One member's hours of a year."""

    member: Member
    together: Decimal
    alone: Decimal
    unknown: int  # studies he took part in whose hours nobody entered
    needed: Decimal | None

    @property
    def total(self) -> Decimal:
        """All he has."""
        return self.together + self.alone

    @property
    def lacking(self) -> Decimal:
        """How many are still to come; nought where nothing is asked."""
        return max((self.needed or Decimal(0)) - self.total, Decimal(0))


def needed_for(body: Organisation, on: dt.date) -> Needed | None:
    """What is asked in the body, from the rule that wants the hours registered; None where none is in force."""
    branch = body.parent if body.kind == "party_group" and body.parent else body
    for one in in_force(branch, on):
        for rule in one.directive.rules if one.directive else ():
            spec: Any = rule.spec
            if getattr(spec, "paper", "") == PAPER and one.directive is not None:
                values = {parameter.name: value for parameter, value in one.directive.parameters_of(rule)}
                return Needed(_number(values.get(MEMBERS)), _number(values.get(LEADERS)), cite(rule.directive, rule.id))
    return None


def _number(text: str | None) -> Decimal | None:
    return Decimal(text) if text and text.replace(".", "", 1).isdecimal() else None


def hours_of(people: list[Member], body: Organisation, year: int, on: dt.date) -> list[Hours]:
    """The hours of these members, in the order given; the caller has asked whether they may be told."""
    keys = [one.pk for one in people]
    there = Attendance.objects.filter(
        member__in=keys, status__in=THERE, activity__status=ActivityStatus.HELD, activity__on__year=year,
        activity__type__in=HOURS,
    ).order_by().values("member")  # fmt: skip
    summed = there.annotate(
        hours=Sum("activity__session__hours"), unknown=Count("pk", filter=Q(activity__session__hours=None))
    )
    together = {key: (hours or Decimal(0), unknown) for key, hours, unknown in summed.values_list("member", "hours", "unknown")}
    own = SelfStudy.objects.filter(member__in=keys, on__year=year).order_by().values("member").annotate(hours=Sum("hours"))
    alone = {row["member"]: row["hours"] for row in own}
    leading = set(Post.objects.filter(
        Q(until__isnull=True) | Q(until__gt=on), member__in=keys, post__in=COMMITTEE, since__lte=on
    ).values_list("member", flat=True))  # fmt: skip
    needed = needed_for(body, on)
    return [
        Hours(
            one, together.get(one.pk, NONE)[0], alone.get(one.pk) or Decimal(0), together.get(one.pk, NONE)[1],
            (needed.committee if one.pk in leading and needed.committee else needed.members) if needed else None,
        ) for one in people
    ]  # fmt: skip
