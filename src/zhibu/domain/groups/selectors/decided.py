"""What was decided of a division, and what is still to be done by the road that it goes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhibu.domain.activities.models import Activity
from zhibu.domain.casework.meetings import meetings_fit
from zhibu.domain.casework.selectors import Progress, Road, progress, roads
from zhibu.domain.filings.models import Filing
from zhibu.domain.groups.models import Division
from zhibu.domain.groups.selectors.upward import upward_steps
from zhibu.domain.organisations.models import Organisation
from zhibu.engine.comparing.roads import MergedStep
from zhibu.kernel import clock


@dataclass(frozen=True, slots=True)
class Upward:
    """One step that goes to the level above, with its paper where there is one."""

    step: MergedStep
    filing: Filing | None
    done_on: dt.date | None
    due: dt.date | None


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision and the way from it."""

    meeting: Activity | None
    progress: Progress | None
    upward: list[Upward]
    may_enforce: bool


def decided(row: Division) -> Decided:
    """How a decided division stands."""
    meeting = Activity.objects.filter(pk=row.decided_by).first() if row.decided_by else None
    if row.case is None:
        return Decided(meeting, None, [], False)
    stands = progress(row.case, clock.today())
    states = {one.code: one for one in stands.steps}
    papers = {
        one.step: one for one in Filing.objects.filter(case=row.case).exclude(state="withdrawn").order_by("created_on")
    }
    upward = []
    for step in upward_steps(row.case):
        state = states.get(step.code)
        done = max((one.on for one in state.done), default=None) if state else None
        upward.append(Upward(step, papers.get(step.code), done, state.due if state else None))
    return Decided(meeting, stands, upward, row.state == "decided" and stands.in_force_from is not None)


def group_roads(branch: Organisation, on: dt.date) -> list[Road]:
    """The roads by which groups may be set up, changed and closed here."""
    return roads(branch, "group_setup", on)


def deciding_meetings(branch: Organisation, on: dt.date) -> list[Activity]:
    """Meetings of the branch that can decide by one of the roads, the latest first."""
    found: dict[str, Activity] = {}
    for road in group_roads(branch, on):
        step = road.step("decision")
        if step is not None:
            found |= {one.pk: one for one in meetings_fit(branch, step, on)}
    return sorted(found.values(), key=lambda one: (one.on, one.pk), reverse=True)


def waiting_on(branch: Organisation) -> Division | None:
    """The decided division of which something has not been sent up or not been answered: the next one waits for it."""
    rows = Division.objects.filter(branch=branch, state__in=("decided", "in_force"), case__closed__isnull=True)
    for row in rows.filter(case__isnull=False).select_related("case__organisation").order_by("-since", "-pk"):
        if row.case is not None and not progress(row.case, clock.today()).finished:
            return row
    return None
