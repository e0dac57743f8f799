"""Which reports directives in force demand of whom, and what was found: from the verdicts, never from numbers here."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity
from zhibu.domain.compliance.choices import Status
from zhibu.domain.compliance.citations import Citation, cite
from zhibu.domain.compliance.models import Verdict
from zhibu.domain.members.belonging import members_on
from zhibu.domain.members.models import Member
from zhibu.domain.members.selectors import is_full
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.reports.choices import TYPE
from zhibu.domain.rulebook.selectors import rulebook

OPEN = (Status.PENDING, Status.UNMET, Status.DEVIATION)
LATE = (Status.UNMET, Status.DEVIATION)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A report that a rule demands of a member for a period and that was not given."""

    start: dt.date
    end: dt.date
    due: dt.date | None
    late: bool
    written: bool
    citation: Citation

    @property
    def period(self) -> str:
        """2026-11, 2026-Q4 or 2026, as it is kept."""
        months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1
        if months == 1:
            return f"{self.start:%Y-%m}"
        if months == 3:
            return f"{self.start.year}-Q{(self.start.month + 2) // 3}"
        return str(self.start.year)


def rules_of_reports() -> dict[tuple[str, str], bool]:
    """(directive, rule) of all that count a member's reports -> whether they must be written."""
    found = {}
    for directive in rulebook().directives.values():
        for rule in directive.rules:
            spec: Any = rule.spec
            if spec.kind == "frequency" and spec.subject == "member" and TYPE in spec.types:
                found[rule.directive, rule.id] = tuple(spec.where.form or ()) == ("written",)
    return found


def wanted_of(members: Sequence[str], since: dt.date, until: dt.date) -> dict[str, list[Wanted]]:
    """What is open for each member in periods that end on or after `since` and have begun by `until`."""
    rules = rules_of_reports()
    verdicts = Verdict.objects.filter(
        subject_kind="member", subject__in=members, rule__in={rule for _, rule in rules}, status__in=OPEN,
        period_end__gte=since, period_start__lte=until,
    ).order_by("due", "period_start", "directive", "rule")  # fmt: skip
    found: dict[str, list[Wanted]] = defaultdict(list)
    for one in verdicts:
        if (one.directive, one.rule) in rules:
            found[one.subject].append(
                Wanted(one.period_start, one.period_end, one.due, one.status in LATE, rules[one.directive, one.rule],
                       cite(one.directive, one.rule, one.article))
            )  # fmt: skip
    return dict(found)


@dataclass(frozen=True, slots=True)
class Line:
    """A member of a body: his reports in the span, and what is open."""

    member: Member
    probationary: bool
    given: tuple[tuple[dt.date, str], ...]  # day, manner
    wanted: tuple[Wanted, ...]


def lines(body: Organisation, since: dt.date, until: dt.date, today: dt.date) -> list[Line]:
    """The members of a branch or group by name: when each reported in the span, what is due or late.

    Reports noted elsewhere (an import) count as well: what counts is the activity in which he speaks.
    """
    people = list(members_on(body, today))
    keys = {one.pk for one in people}
    given: dict[str, list[tuple[dt.date, str]]] = defaultdict(list)
    held = Activity.objects.filter(
        type=TYPE, status=ActivityStatus.HELD, on__range=(since, until), organisation__path__under=(body.parent or body).path
    )
    for on, form, speakers in held.order_by("on").values_list("on", "form", "speaker"):
        for key in speakers.split():
            if key in keys:
                given[key].append((on, "书面" if form == "written" else "口头"))
    wanted = wanted_of(list(keys), since, min(until, today))
    return [
        Line(one, not is_full(one, today), tuple(given.get(one.pk, ())), tuple(wanted.get(one.pk, ()))) for one in people
    ]


def tally(body: Organisation, year: int, today: dt.date) -> list[tuple[Member, tuple[tuple[str, ...], ...]]]:
    """汇报统计表: for each member twelve months with the days and manner of his reports."""
    found = lines(body, dt.date(year, 1, 1), dt.date(year, 12, 31), today)
    return [
        (line.member, tuple(
            tuple(f"{on.month}月{on.day}日{'' if manner == '口头' else '书面'}" for on, manner in line.given if on.month == month)
            for month in range(1, 13)
        )) for line in found
    ]  # fmt: skip
