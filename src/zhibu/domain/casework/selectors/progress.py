"""How a case stands on a day: done, next, blocked and why, overdue, forecast."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from zhibu.domain.activities.models import Paper
from zhibu.domain.casework.days import Reckoning
from zhibu.domain.casework.gates import CaseFacts, StepDone, step_demands
from zhibu.domain.casework.holding import Holding
from zhibu.domain.casework.models import CaseRoad, StepPaper, StepRecord
from zhibu.domain.casework.standing import Progress, standing
from zhibu.domain.filings.choices import OPEN_STATES
from zhibu.domain.filings.models import Filing
from zhibu.domain.procedures.models import Case, Step
from zhibu.kernel.errors import NotFound

__all__ = ["Progress", "facts_of", "progress", "progresses", "step_demands"]


def progress(case: Case, on: dt.date) -> Progress:
    """How a case stands at the end of a day; NotFound where the packs have no such procedure."""
    found = progresses([case], on)
    if not found:
        raise NotFound(f"制度库里没有叫 {case.procedure} 的程序，这件事看不了步骤。")
    return found[0]


def progresses(cases: Sequence[Case], on: dt.date) -> list[Progress]:
    """The same of many cases; the number of queries does not grow with them."""
    holding = Holding([case.organisation for case in cases])
    roads = dict(CaseRoad.objects.filter(pk__in=[case.pk for case in cases]).values_list("pk", "road"))
    facts, reckoning = facts_of(cases, on), Reckoning()
    found = []
    for case in cases:
        road = holding.road(case.organisation, case.procedure, case.opened, roads.get(case.pk, ""))
        if road is not None:
            found.append(standing(case, road, facts[case.pk], on, reckoning))
    return found


def facts_of(cases: Iterable[Case], on: dt.date) -> dict[str, CaseFacts]:
    """What is recorded of cases up to a day: steps with what was said of them, papers."""
    keys = [case.pk for case in cases]
    found = {key: CaseFacts() for key in keys}
    steps = list(Step.objects.filter(case__in=keys, on__lte=on).order_by("on", "pk"))
    records = StepRecord.objects.in_bulk([step.pk for step in steps])
    papers: dict[int, list[str]] = {}
    linked = StepPaper.objects.filter(step__in=[step.pk for step in steps]).order_by("pk")
    for key, kind in linked.values_list("step", "paper__kind"):
        papers.setdefault(key, []).append(kind)
    for step in steps:
        said = records.get(step.pk)
        found[step.case_id].steps.append(StepDone(
            step.step, step.on, step.outcome, step.by, said.decided_by if said else "",
            said.reason if said else "", tuple(papers.get(step.pk, ())), tuple(said.deviations) if said else (),
            said.filing if said else "", said.vote if said else "", said.figures if said else ""))
    for about, kind, day in Paper.objects.filter(about__in=keys, on__lte=on).values_list("about", "kind", "on"):
        found[about].papers.append((kind, day))
    under_way = Filing.objects.filter(case__in=keys, state__in=OPEN_STATES, sent_on__lte=on).order_by("sent_on", "pk")
    for case, step, sent_on in under_way.values_list("case", "step", "sent_on"):
        if sent_on is not None:
            found[case].filed.setdefault(step, sent_on)
    return found
