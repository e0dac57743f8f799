"""The papers of a meeting (材料): which its type has, what directives in force demand of them, what is there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity, Paper
from zhibu.domain.meetings import policies
from zhibu.domain.meetings.choices import StepCode
from zhibu.domain.meetings.kinds import MADE_ELSEWHERE, PACKAGED
from zhibu.domain.meetings.selectors.reading import meeting_get
from zhibu.domain.meetings.selectors.steps import Cited, cited_as, due_day
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.selectors import demanded
from zhibu.engine.comparing.meetings import Demanded
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound, Refused

FROM_MINUTES = ("minutes", "resolution")  # noted when the minutes are confirmed
FILLED_BY_MINUTES = ("activity_form", "viewing_record", "discussion_record")  # sheets that say what the minutes say


@dataclass(frozen=True, slots=True)
class PaperTold:
    """One kind of paper: its label, who demands it, by when, since when it is there."""

    kind: str
    label: str
    citations: tuple[Cited, ...]
    due: dt.date | None
    noted_on: dt.date | None
    late: bool

    @property
    def filled(self) -> bool:
        """Whether it is printed filled in from the minutes, to be signed."""
        return self.kind in FILLED_BY_MINUTES

    @property
    def from_minutes(self) -> bool:
        return self.kind in FROM_MINUTES


def has_papers(activity: Activity) -> bool:
    """Whether its papers are kept here: life meetings and appraisals have a package, talks and reports a room of their own."""
    return activity.type not in PACKAGED | MADE_ELSEWHERE


def papers_of(activity: Activity) -> list[PaperTold]:
    """Those demanded first, each in the order of the type."""
    if not has_papers(activity):
        return []
    asked = demanded(activity.organisation, activity.type, activity.on)
    there: dict[str, dt.date] = {}
    for row in Paper.objects.filter(about=activity.pk).order_by("-on", "pk"):
        there[row.kind] = row.on
    today = clock.today()
    told = [_told(activity, one, there.get(one.code), today) for one in asked.papers]
    return sorted(told, key=lambda one: not one.citations)


def _told(activity: Activity, asked: Demanded, noted_on: dt.date | None, today: dt.date) -> PaperTold:
    due = due_day(activity, asked.code, asked)
    off = activity.status in (ActivityStatus.CANCELLED, ActivityStatus.POSTPONED)
    late = due is not None and (noted_on or today) > due and not (off and noted_on is None)
    return PaperTold(asked.code, asked.label, tuple(cited_as(one) for one in asked.citations), due, noted_on, late)


def meeting_files(actor: Actor, about: str) -> None:
    """Who may read the files of a meeting: who works on it and who consents to it (config/wiring FILES)."""
    found = meeting_get(actor, about)
    if not has_papers(found) or not (policies.runs(actor, found) or policies.answers(actor, found)):
        raise NotFound("找不到这个文件，或者它不在你的管理范围里。")


def meeting_files_change(actor: Actor, about: str) -> Organisation:
    """To whom they belong; added and taken away by who works on the meeting, until it is archived (FILES_CHANGE)."""
    meeting_files(actor, about)
    found = meeting_get(actor, about)
    policies.meeting_keep(actor, found.organisation)
    if found.steps_done.filter(code=StepCode.ARCHIVE).exists():
        raise Refused("这次会已经归档，先撤回归档，再加材料。")
    return found.organisation
