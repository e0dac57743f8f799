"""What the forms offer: bodies, people, types for the same gathering, units for a joint meeting, topics."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from zhibu.domain.accounts import scope
from zhibu.domain.meetings import selectors
from zhibu.domain.meetings.choices import Source
from zhibu.domain.meetings.content import Item
from zhibu.domain.meetings.kinds import kinds_for
from zhibu.domain.members.belonging import OWN_ROLL, members_on
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.policies import works_for
from zhibu.domain.organisations.selectors import existing
from zhibu.domain.rulebook.selectors import topics_for
from zhibu.domain.tasks.choices import OPEN
from zhibu.domain.tasks.selectors import follow_up
from zhibu.kernel.actor import Actor
from zhibu.web.meetings.reading import guests_told

if TYPE_CHECKING:
    from zhibu.domain.activities.models import Activity
    from zhibu.domain.organisations.models import Organisation
    from zhibu.engine.language.activity_types import ActivityType

MOST_BODIES, MOST_PEOPLE, MOST_TASKS = 300, 400, 5


def bodies(actor: Actor, on: dt.date) -> list[Organisation]:
    """The organisations whose meetings he works on, his own nearest first."""
    found = scope.organisations(actor).filter(existing(on))
    held = {one.organisation for one in actor.roles}
    rows = list(found.select_related("parent")[:MOST_BODIES])
    return sorted(rows, key=lambda body: body.pk not in held)


def people(organisation: Organisation, on: dt.date, *more: str) -> dict[str, str]:
    """Who may preside, write or speak: the roll of a group or branch, else the committee; and those named already."""
    if organisation.kind in OWN_ROLL:
        rows = list(members_on(organisation, on)[:MOST_PEOPLE])
    else:
        rows = selectors.called(organisation, "committee_meeting", on)
    found = {one.pk: one.name for one in rows}
    if organisation.kind == OrganisationKind.PARTY_GROUP and organisation.parent is not None:
        found |= {one.pk: one.name for one in selectors.called(organisation.parent, "committee_meeting", on) if one.pk not in found}
    return found | selectors.names_of(*more)


def also_types(organisation: Organisation, type: str, on: dt.date) -> list[tuple[str, str]]:
    """What can be held in the same gathering."""
    return [(kind.code, kind.label) for kind in kinds_for(organisation, on) if kind.code != type and not kind.is_written]


def joint_bodies(actor: Actor, organisation: Organisation, on: dt.date) -> list[tuple[str, str]]:
    """Units beside it whose meetings he works on too."""
    near = scope.organisations(actor).filter(existing(on), parent=organisation.parent_id, kind=organisation.kind)
    rows = near.exclude(pk=organisation.pk).filter(parent__isnull=False)[:30]
    return [(body.pk, str(body)) for body in rows if works_for(actor, body)]


def topics(organisation: Organisation, type: str, on: dt.date) -> list[Item]:
    """What directives propose to talk about at such a meeting in that month; those of the month first."""
    told = topics_for(organisation, type, on.month, on)
    return [Item(one.topic.label, note=one.topic.gist, source=Source.TOPIC.value, origin=f"{one.directive}/{one.topic.code}")
            for one in told[:8]]  # fmt: skip


def to_follow(actor: Actor, organisation: Organisation, on: dt.date) -> list[Item]:
    """What the body still has to do, to be looked back at: one item for each open task, the nearest due first."""
    rows = [row.task for row in follow_up(actor, organisation, on, on) if row.task.state in OPEN]
    rows.sort(key=lambda task: (task.due_on, task.pk))
    return [Item(f"回头看：{task.title}", source=Source.TASK.value, origin=task.pk) for task in rows[:MOST_TASKS]]


def as_last(organisation: Organisation, kind: ActivityType, on: dt.date) -> dict[str, Any]:
    """Hour, place, recorder and manner of the last of its kind that says them; the host as the post says it."""
    host = selectors.host_of(organisation, on)
    found: dict[str, Any] = {"host": host.pk if host else ""}
    for last in selectors.last_of(organisation, kind.code, on):
        said = {"start": last.start, "place": last.place, "recorder": last.recorder.split(" ")[0], "form": last.form,
                "requirements": selectors.sheet_of(last).requirements}  # fmt: skip
        for name, value in said.items():
            found[name] = found.get(name) or value
    return found


def copied(activity: Activity) -> dict[str, Any]:
    """All of another meeting but its day."""
    found: dict[str, Any] = {name: getattr(activity, name) for name in ("start", "place", "theme", "form")}
    found |= {name: getattr(activity, name).split(" ")[0] for name in ("host", "recorder", "speaker")}
    sheet = selectors.sheet_of(activity)
    found |= {"requirements": sheet.requirements, "host_word": sheet.host_word}
    found["agenda"] = "\n".join(item.title for item in selectors.agenda_of(activity))
    found["guests"] = guests_told(selectors.guests_of(activity))
    return found


def items_of(activity: Activity) -> list[Item]:
    """Its agenda as values, so that a source is not lost where only the order changes."""
    return [Item(item.title, item.note, item.source, item.origin) for item in selectors.agenda_of(activity)]
