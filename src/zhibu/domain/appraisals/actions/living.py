"""Life meetings and measures. Words of outlines and criticism go in, and come out only where the actor may read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Literal

from zhibu.domain.accounts import scope
from zhibu.domain.activities.models import Activity
from zhibu.domain.appraisals import selectors, services
from zhibu.domain.appraisals.models import LifeMeeting, Measure
from zhibu.kernel.actions import Action, Given, Listing, Shape, Single, Year, by_service
from zhibu.kernel.actor import Actor

Sources = Literal["above", "own"]
Founds = Literal["self", "criticism", "opinions", "above", "last", "appraisal"]


class LifeTold(Shape):
    """A life meeting with how far its package is; `id` is that of the meeting."""

    id: str
    organisation: str
    type: str
    on: dt.date
    status: str
    theme: str
    source: str
    basis: str
    outlines_by: dt.date | None
    talks_since: dt.date | None
    handed: int
    papers: list[str]
    open_measures: int


class LivesAsked(Given):
    """Which life meetings."""

    year: Year | None = None


class Opened(Given):
    """Begin or change a package; `life` is the id of the meeting, `studies` are ids of sessions."""

    life: str
    source: Sources = "own"
    basis: str = ""
    outlines_by: dt.date | None = None
    talks_since: dt.date | None = None
    names_critics: bool = False
    studies: list[str] = []


class Noted(Given):
    """A paper that is there."""

    life: str
    kind: str
    on: dt.date


class Written(Noted):
    """A paper with its text."""

    text: str


class Outlined(Given):
    """One's own outline."""

    life: str
    member: str
    text: str
    shared: bool = False
    handed: bool = False


class Criticised(Given):
    """What a member said of himself and others of him; `by`: who said it, in the same order (empty: not named)."""

    life: str
    member: str
    own: str = ""
    received: list[str] = []
    by: list[str] = []


class MeasureTold(Shape):
    """A problem with its measure."""

    id: str
    organisation: str
    life: str
    appraisal: str
    level: str
    member: str
    found: str
    problem: str
    measure: str
    owner: str
    due_on: dt.date | None
    found_on: dt.date
    state: str
    closed_on: dt.date | None


class MeasuresAsked(Given):
    """Which measures; `state` open: all that are not closed."""

    state: Literal["", "open", "done", "closed"] = "open"
    level: Literal["", "unit", "person"] = ""
    organisation: str = ""
    late: bool = False
    q: str = ""


class Added(Given):
    """A problem of a body, or of a member of it."""

    organisation: str
    problem: str
    found: Founds = "self"
    member: str = ""
    measure: str = ""
    owner: str = ""
    due_on: dt.date | None = None
    life: str = ""
    appraisal: str = ""


class Changed(Given):
    """Problem, measure, who, when."""

    measure: str
    problem: str
    text: str = ""
    owner: str = ""
    due_on: dt.date | None = None


class Progressed(Given):
    """How it goes."""

    measure: str
    text: str
    on: dt.date
    done: bool = False


class Checked(Given):
    """What the check found."""

    measure: str
    text: str
    on: dt.date
    passed: bool


class Extended(Given):
    """Another day."""

    measure: str
    due_on: dt.date
    reason: str


class Reopened(Given):
    """It goes on."""

    measure: str
    reason: str


class OfMeasure(Given):
    """One measure."""

    measure: str


class Settled(Given):
    """The list of a meeting on a day."""

    life: str
    on: dt.date


class OfLife(Given):
    """One life meeting."""

    life: str


def _lives(actor: Actor, asked: LivesAsked) -> Any:
    found = selectors.lives(actor)
    return found.filter(on__year=asked.year) if asked.year else found


def _told(actor: Actor, rows: Sequence[Activity]) -> list[LifeTold]:
    return selectors.told_in_bulk(rows, LifeTold)


def _life(actor: Actor, key: str) -> LifeTold:
    return _told(actor, [selectors.life_activity(actor, key)])[0]


def _open(actor: Actor, given: Opened) -> LifeTold:
    activity = selectors.life_activity(actor, given.life)
    offered = {one.pk: one for one in selectors.studies_offered(actor, activity)}
    said = given.model_dump(exclude={"life", "studies"})
    chosen = [offered.get(key) or scope.row_get(Activity.objects.none(), key, "这次学习") for key in given.studies]
    services.life_open(actor=actor, activity=activity, studies=chosen, **said)
    return _life(actor, activity.pk)


def _criticise(actor: Actor, given: Criticised) -> LifeTold:
    life = selectors.life_get(actor, given.life)
    by = [*given.by, *([""] * len(given.received))]
    received = [
        (text, scope.member_get(actor, key) if key else None) for text, key in zip(given.received, by, strict=False)
    ]
    services.criticism_save(
        actor=actor, life=life, member=scope.member_get(actor, given.member), own=given.own, received=received
    )
    return _life(actor, life.pk)


def measure_told(row: Measure) -> MeasureTold:
    """A measure as it is told outside."""
    plain = {name: getattr(row, name) for name in MeasureTold.model_fields if name not in
             ("organisation", "life", "appraisal", "member", "owner")}  # fmt: skip
    return MeasureTold(
        **plain, organisation=row.organisation_id, life=row.life_id or "", appraisal=row.appraisal_id or "",
        member=row.member_id or "", owner=row.owner_id or "",
    )  # fmt: skip


def _measures(actor: Actor, asked: MeasuresAsked) -> Any:
    return selectors.measures_asked(actor, **asked.model_dump())


def _measure_rows(actor: Actor, rows: Sequence[Measure]) -> list[MeasureTold]:
    return [measure_told(row) for row in rows]


def _measure(actor: Actor, key: str) -> MeasureTold:
    return measure_told(selectors.measure_get(actor, key))


def _add(actor: Actor, given: Added) -> MeasureTold:
    life = selectors.life_get(actor, given.life) if given.life else None
    appraisal = selectors.appraisal_get(actor, given.appraisal) if given.appraisal else None
    return measure_told(services.measure_add(
        actor=actor, organisation=scope.organisation_get(actor, given.organisation), problem=given.problem, found=given.found,
        member=scope.member_get(actor, given.member) if given.member else None, measure=given.measure,
        owner=scope.member_get(actor, given.owner) if given.owner else None, due_on=given.due_on, life=life, appraisal=appraisal,
    ))  # fmt: skip


def _remove(actor: Actor, given: OfMeasure) -> MeasureTold:
    row = selectors.measure_get(actor, given.measure)
    told = measure_told(row)
    services.measure_remove(actor=actor, measure=row)
    return told


def _of_life(actor: Actor, row: LifeMeeting, made: Any) -> LifeTold:
    return _life(actor, row.pk)


ABOUT, MEASURE = ("life", "life"), ("measure", "measure")
_by = by_service("life", _of_life, life=selectors.life_get, member=scope.member_get)
_of = by_service("measure", lambda actor, _, made: measure_told(made), measure=selectors.measure_get, owner=scope.member_get)
LIVING = (
    Listing("life.list", "组织生活会", LivesAsked, LifeTold, _lives, _told),
    Single("life.get", "一次组织生活会", LifeTold, _life),
    Action("life.open", "准备生活会", Opened, LifeTold, _open, ABOUT),
    Action("life.write", "写生活会材料", Written, LifeTold, _by(services.life_write), ABOUT),
    Action("life.note", "登记生活会材料", Noted, LifeTold, _by(services.life_note), ABOUT),
    Action("outline.save", "写发言提纲", Outlined, LifeTold, _by(services.outline_save), ABOUT),
    Action("criticism.save", "记批评和自我批评", Criticised, LifeTold, _criticise, ABOUT),
    Listing("measure.list", "整改清单", MeasuresAsked, MeasureTold, _measures, _measure_rows),
    Single("measure.get", "一项整改", MeasureTold, _measure),
    Action("measure.add", "列整改问题", Added, MeasureTold, _add),
    Action("measure.change", "改整改事项", Changed, MeasureTold, _of(services.measure_change), MEASURE),
    Action("measure.progress", "记整改进展", Progressed, MeasureTold, _of(services.measure_progress), MEASURE),
    Action("measure.check", "检查整改", Checked, MeasureTold, _of(services.measure_check), MEASURE),
    Action("measure.extend", "整改延期", Extended, MeasureTold, _of(services.measure_extend), MEASURE),
    Action("measure.reopen", "重新整改", Reopened, MeasureTold, _of(services.measure_reopen), MEASURE),
    Action("measure.remove", "删掉误列的问题", OfMeasure, MeasureTold, _remove, MEASURE),
    Action("measure.settle", "定整改清单", Settled, LifeTold, _by(services.measures_settle), ABOUT),
    Action("measure.carry", "转入没有整改完的", OfLife, LifeTold, _by(services.measures_carry), ABOUT),
)
