"""Years and half-years: their names, their spans, and what the directives in force demand of one."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from zhibu.domain.compliance.choices import Status
from zhibu.domain.compliance.models import Verdict
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.selectors import rulebook
from zhibu.kernel.errors import Refused

_PERIOD = re.compile(r"(20\d\d)(?:-H([12]))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Demand:
    """What a directive in force demands of a body: by which article, until when, and how it stands."""

    directive: str
    title: str
    article: str
    rule: str
    sentence: str
    since: dt.date
    due_on: dt.date | None
    status: str

    @property
    def is_met(self) -> bool:
        """Whether the records show it."""
        return self.status in (Status.MET, Status.WAIVED)


def span_of(period: str) -> tuple[dt.date, dt.date]:
    """First day, and first day after, of 2026 or 2026-H1."""
    found = _PERIOD.fullmatch(period)
    if found is None:
        raise Refused(f"时期读到“{period}”，应是年（2026）或者半年（2026-H1、2026-H2）。")
    year, half = int(found[1]), found[2]
    since = dt.date(year, 7 if half == "2" else 1, 1)
    return since, dt.date(year, 7, 1) if half == "1" else dt.date(year + 1, 1, 1)


def named(period: str) -> str:
    """2026年度, 2026年上半年."""
    year, _, half = period.partition("-")
    return {"": f"{year}年度", "H1": f"{year}年上半年", "H2": f"{year}年下半年"}[half]


def periods_shown(today: dt.date, *, halves: bool) -> list[str]:
    """What can be chosen: this year and the last, or the halves that have begun."""
    if not halves:
        return [str(today.year), str(today.year - 1)]
    found = [f"{today.year}-H1", f"{today.year - 1}-H2", f"{today.year - 1}-H1"]
    return [f"{today.year}-H2", *found] if today.month > 6 else found


def rules_for(type: str) -> dict[tuple[str, str], tuple[str, str]]:
    """The rules that count activities of a type, by directive and id: title of the directive and the sentence."""
    found = {}
    for directive in rulebook().directives.values():
        for rule in directive.rules:
            if rule.judges and type in (getattr(rule.spec, "types", None) or ()):
                found[directive.id, rule.id] = (directive.head.title, rule.spec.sentence)
    return found


def demands_of(bodies: list[Organisation], type: str, since: dt.date, until: dt.date) -> dict[str, list[Demand]]:
    """What the directives in force demand of bodies about a period, as it was judged last; by id of the body."""
    rules = rules_for(type)
    rows = Verdict.objects.filter(
        subject__in=[one.pk for one in bodies], rule__in={rule for _, rule in rules}, period_start__gte=since, period_start__lt=until
    ).order_by("due", "directive", "rule")
    found: dict[str, list[Demand]] = {one.pk: [] for one in bodies}
    for row in rows:
        if (row.directive, row.rule) in rules:
            title, sentence = rules[row.directive, row.rule]
            due = row.due or row.period_end
            found[row.subject].append(Demand(row.directive, title, row.article, row.rule, sentence, row.period_start, due, row.status))
    return found


def demand_of(body: Organisation, type: str, since: dt.date, until: dt.date) -> Demand | None:
    """The first of them to fall due; None where no directive in force demands it."""
    return next(iter(demands_of([body], type, since, until)[body.pk]), None)
