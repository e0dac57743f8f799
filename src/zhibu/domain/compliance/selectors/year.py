"""The grid: a year by months for the organisations below one, and the duties of a line unfolded.

The present day is read from the stored verdicts; a past day is judged anew (`past`).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet

from zhibu.domain.compliance.choices import SEVERITY, Status
from zhibu.domain.compliance.grid import MONTHS, Mark
from zhibu.domain.compliance.models import Verdict
from zhibu.domain.compliance.named import of_rule
from zhibu.domain.compliance.selectors.lines import Filter, Line, duties_of, line_of
from zhibu.domain.compliance.selectors.past import past_lines
from zhibu.domain.compliance.selectors.visible import members_on, verdicts_seen_by
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.models import Adoption
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor

MISSES_SHOWN = 1000
YEARS_SHOWN = 5
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
    "reason",
)


def lines_below(actor: Actor, top: Organisation, wanted: Filter) -> QuerySet[Organisation]:
    """The organisations that have a line of their own, in the order of the register."""
    if top.kind == OrganisationKind.PARTY_GROUP:
        return Organisation.objects.filter(pk=top.pk)
    shown = _wanted(verdicts_seen_by(actor), wanted).filter(line=OuterRef("pk"))
    lines = Organisation.objects.filter(path__under=top.path).select_related("parent")
    lines = lines.exclude(kind=OrganisationKind.PARTY_GROUP)
    if (wanted.only_misses or wanted.rule) and wanted.past is None:
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
    if wanted.past is not None:
        return past_lines(actor, organisations, wanted, opened)
    months = _months(actor, organisations, wanted)
    misses = _misses(actor, organisations, wanted)
    lines = []
    for organisation in organisations:
        line = line_of(organisation, months.get(organisation.pk, ()))
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


def years_shown(today: dt.date) -> list[int]:
    """The years since anything was in force, the latest first, not more than a few."""
    first = Adoption.objects.aggregate(first=Min("since"))["first"] or today
    return list(range(today.year, max(first.year, today.year - YEARS_SHOWN + 1) - 1, -1))


def _wanted(verdicts: QuerySet[Verdict], wanted: Filter) -> QuerySet[Verdict]:
    verdicts = verdicts.filter(
        month__gte=wanted.year * 100 + 1, month__lte=wanted.year * 100 + MONTHS
    )
    if wanted.directive:
        verdicts = verdicts.filter(directive=wanted.directive)
    if wanted.rule:
        verdicts = verdicts.filter(of_rule(wanted.rule))
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
            worst=Max("severity"),
            unmet=Count("pk", filter=Q(status=Status.UNMET)),
            deviation=Count("pk", filter=Q(status=Status.DEVIATION)),
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


def _unfold(actor: Actor, line: Line, wanted: Filter, opened: frozenset[str]) -> None:
    """Fill in the duties of a line, and a line for each of its groups."""
    line.is_open = True
    shown = _wanted(verdicts_seen_by(actor), wanted).order_by("directive", "rule", "subject")
    own = shown.filter(organisation=line.organisation.pk)
    line.duties = duties_of(marks_of(own), wanted.year)
    if line.organisation.kind == OrganisationKind.PARTY_GROUP:
        theirs = shown.filter(subject_kind="member", subject__in=members_on(line.organisation, clock.today()))
        line.of_members = duties_of(marks_of(theirs), wanted.year)
        return
    groups = Organisation.objects.filter(
        parent=line.organisation, kind=OrganisationKind.PARTY_GROUP
    ).order_by("path")
    for group, months in _groups(actor, list(groups), wanted):
        inner = line_of(group, months)
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
