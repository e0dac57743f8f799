"""What a filing for a step of a case says before anybody writes: kind, from whom, title, by when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhibu.domain.casework.days import Reckoning
from zhibu.domain.casework.meetings import deciding_body
from zhibu.domain.casework.selectors.naming import subject_name
from zhibu.domain.casework.selectors.progress import progress
from zhibu.domain.casework.selectors.roads import procedure_get, road_of
from zhibu.domain.filings.choices import FilingKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Case
from zhibu.kernel import clock


@dataclass(frozen=True, slots=True)
class FilingTerms:
    """A filing as it is proposed; `due_on` is the day by which the receiver has to answer, where a road says so."""

    kind: str
    sender: Organisation
    subject: str
    body: str
    due_on: dt.date | None
    about_kind: str
    about: str


def filing_terms(case: Case, step: str) -> FilingTerms:
    """What to file for a step; a reply waits for a request, so that one is written."""
    road, today = road_of(case), clock.today()
    found = road.step(step)
    kind = found.filing if found is not None else "none"
    word = FilingKind.REQUEST if kind == "reply" else FilingKind(kind) if kind in FilingKind.values else FilingKind.REPORT
    due = None
    for later in road.steps:
        for time in later.times:
            if time.latest and time.limit.from_ == step and later.filing in ("reply", "review") and found is not None:
                due = Reckoning().after(today, time.limit)
    name, label = subject_name(case), procedure_get(case.procedure).label
    done = [f"{state.done[0].on}，{state.label}。" for state in progress(case, today).done]
    ending = {FilingKind.REQUEST: "请示", FilingKind.REPORT: "报告", FilingKind.FILE: "备案报告"}.get(word, "报告")
    return FilingTerms(
        word, deciding_body(case.organisation), f"关于{name}{label}的{ending}", "\n".join(done), due, "case", case.pk)
