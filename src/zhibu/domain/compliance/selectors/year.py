"""The grid: a year by months for the organisations below one, and the duties of a line unfolded."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from zhibu.domain.compliance.choices import BY_SEVERITY, SEVERITY, Status
from zhibu.domain.compliance.grid import MONTHS, Cell, Mark, cells_of
from zhibu.domain.compliance.models import Verdict
from zhibu.domain.compliance.selectors.visible import verdicts_seen_by
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actor import Actor

MISSES_SHOWN = 1000
MARK_COLUMNS = (
    "directive",
    "rule",
    "subject",
    "subject_kind",
    "period_start",
    "period_end",
    "status",
    "due",
    "month",
    "evidence",
    "actual",
    "required",
)


@dataclass(slots=True)
class Duty:
    """One rule on one organisation through the year."""

    directive: str
    rule: str
    cells: list[Cell]

    @property
    def unmet(self) -> int:
        return _count(self.cells, Status.UNMET)

    @property
    def deviation(self) -> int:
        return _count(self.cells, Status.DEVIATION)


@dataclass(slots=True)
class Line:
    """An organisation's line: the worst of each month, and its duties where it is unfolded."""

    organisation: Organisation
    cells: list[Cell]
    unmet: int = 0
    deviation: int = 0
    is_open: bool = False
    duties: list[Duty] = field(default_factory=list)
    groups: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Filter:
    """What of the year is wanted."""

    year: int
    directive: str = ""
    rule: str = ""
    only_misses: bool = False


def lines_below(actor: Actor, top: Organisation, wanted: Filter) -> QuerySet[Organisation]:
    """The organisations that have a line of their own, in the order of the register."""
    if top.kind == OrganisationKind.PARTY_GROUP:
        return Organisation.objects.filter(pk=top.pk)
    shown = _wanted(verdicts_seen_by(actor), wanted).filter(line=OuterRef("pk"))
    lines = Organisation.objects.filter(path__under=top.path).exclude(
        kind=OrganisationKind.PARTY_GROUP
    )
    if wanted.only_misses or wanted.rule:
        return lines.filter(Exists(shown)).order_by("path")
    lived = Q(established__isnull=True) | Q(established__lt=dt.date(wanted.year + 1, 1, 1))
    lived &= Q(dissolved__isnull=True) | Q(dissolved__gt=dt.date(wanted.year, 1, 1))
    return lines.filter(Q(kind=OrganisationKind.BRANCH) & lived | Q(Exists(shown))).order_by("path")


def lines_filled(
    actor: Actor,
    organisations: Sequence[Organisation],
    wanted: Filter,
    opened: frozenset[str],
) -> list[Line]:
    """The lines with the worst of each month; those in `opened` with their duties."""
    months = _months(actor, organisations, wanted)
    misses = _misses(actor, organisations, wanted)
    lines = []
    for organisation in organisations:
        line = _line(organisation, months.get(organisation.pk, ()))
        for mark in misses.get(organisation.pk, ()):
            line.cells[mark.month % 100 - 1].marks.append(mark)
        if organisation.pk in opened:
            _unfold(actor, line, wanted, opened)
        lines.append(line)
    return lines


def marks_of(verdicts: QuerySet[Verdict]) -> list[Mark]:
    """Verdicts as far as a grid needs them."""
    rows = verdicts.values_list(*MARK_COLUMNS)
    return [Mark(**dict(zip(MARK_COLUMNS, row, strict=True))) for row in rows]


def duties_of(marks: Iterable[Mark], year: int) -> list[Duty]:
    """One row a rule, in the order of the marks."""
    by_rule: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    for mark in marks:
        by_rule[mark.directive, mark.rule].append(mark)
    return [Duty(*key, cells_of(found, year)) for key, found in by_rule.items()]


def years_judged(actor: Actor) -> list[int]:
    """The years of which there are verdicts in the actor's sight, the latest first."""
    found = Verdict.objects.order_by().values_list("month", flat=True).distinct()
    return sorted({month // 100 for month in found}, reverse=True)


def _wanted(verdicts: QuerySet[Verdict], wanted: Filter) -> QuerySet[Verdict]:
    verdicts = verdicts.filter(
        month__gte=wanted.year * 100 + 1, month__lte=wanted.year * 100 + MONTHS
    )
    if wanted.directive:
        verdicts = verdicts.filter(directive=wanted.directive)
    if wanted.rule:
        verdicts = verdicts.filter(rule=wanted.rule)
    if wanted.only_misses:
        verdicts = verdicts.filter(severity__gte=SEVERITY[Status.DEVIATION])
    return verdicts.order_by()


def _months(
    actor: Actor, organisations: Sequence[Organisation], wanted: Filter
) -> dict[str, list[tuple[int, int, int, int]]]:
    """For each line: (month, worst, how many unmet, how many deviations)."""
    if not organisations:
        return {}
    column = _column(organisations)
    shown = _wanted(verdicts_seen_by(actor), wanted)
    rows = (
        shown.filter(**{f"{column}__in": [organisation.pk for organisation in organisations]})
        .values_list(column, "month")
        .annotate(
            Max("severity"),
            Count("pk", filter=Q(status=Status.UNMET)),
            Count("pk", filter=Q(status=Status.DEVIATION)),
        )
    )
    found = defaultdict(list)
    for key, month, worst, unmet, deviation in rows:
        found[key].append((month % 100, worst, unmet, deviation))
    return found


def _misses(
    actor: Actor, organisations: Sequence[Organisation], wanted: Filter
) -> dict[str, list[Mark]]:
    """The misses on each line, the worst first: what the tip of a cell says."""
    if not organisations:
        return {}
    column = _column(organisations)
    rows = (
        _wanted(verdicts_seen_by(actor), wanted)
        .filter(
            severity__gte=SEVERITY[Status.DEVIATION],
            **{f"{column}__in": [organisation.pk for organisation in organisations]},
        )
        .order_by("-severity", "path", "rule")
        .values_list(column, *MARK_COLUMNS)[:MISSES_SHOWN]
    )
    found = defaultdict(list)
    for key, *values in rows:
        found[key].append(Mark(**dict(zip(MARK_COLUMNS, values, strict=True))))
    return found


def _column(organisations: Sequence[Organisation]) -> str:
    """A group's own verdicts; of any other body all on its line."""
    is_group = organisations[0].kind == OrganisationKind.PARTY_GROUP
    return "organisation" if is_group else "line"


def _line(organisation: Organisation, months: Iterable[tuple[int, int, int, int]]) -> Line:
    line = Line(organisation, [Cell(month) for month in range(1, MONTHS + 1)])
    for month, worst, unmet, deviation in months:
        cell = line.cells[month - 1]
        cell.status = BY_SEVERITY[worst].value
        cell.count = {Status.UNMET: unmet, Status.DEVIATION: deviation}.get(BY_SEVERITY[worst], 0)
        line.unmet += unmet
        line.deviation += deviation
    return line


def _unfold(actor: Actor, line: Line, wanted: Filter, opened: frozenset[str]) -> None:
    """Fill in the duties of a line, and a line for each of its groups."""
    line.is_open = True
    shown = _wanted(verdicts_seen_by(actor), wanted).order_by("directive", "rule", "subject")
    own = shown.filter(organisation=line.organisation.pk)
    line.duties = duties_of(marks_of(own), wanted.year)
    groups = Organisation.objects.filter(
        parent=line.organisation, kind=OrganisationKind.PARTY_GROUP
    ).order_by("path")
    for group, months in _groups(actor, list(groups), wanted):
        inner = _line(group, months)
        if group.pk in opened:
            inner.is_open = True
            of_group = shown.filter(organisation=group.pk)
            inner.duties = duties_of(marks_of(of_group), wanted.year)
        line.groups.append(inner)


def _groups(
    actor: Actor, groups: list[Organisation], wanted: Filter
) -> list[tuple[Organisation, list[tuple[int, int, int, int]]]]:
    months = _months(actor, groups, wanted)
    return [(group, months[group.pk]) for group in groups if group.pk in months]


def _count(cells: Iterable[Cell], status: Status) -> int:
    return sum(1 for cell in cells for mark in cell.marks if mark.status == status)
