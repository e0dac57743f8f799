"""A body is no more: its open tasks go on with who carries its work on, its monthly ones end."""

from __future__ import annotations

from django.db.models import Q

from zhibu.domain.audit.services import Announcement, entry_record
from zhibu.domain.establishment.selectors.successors import successor_of
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.tasks.choices import OPEN, What
from zhibu.domain.tasks.models import Task, TaskEvent, TaskSeries
from zhibu.domain.tasks.services.noting import held, kept, noted
from zhibu.domain.tasks.services.repeating import series_end
from zhibu.kernel import clock

MOVED = "moved"  # in what an event keeps: whose the task was before its body ended


def tasks_return(announcement: Announcement) -> None:
    """Heard when a change of the tree is taken back: what had gone on to another body is again where it was."""
    events = TaskEvent.objects.filter(before__moved__isnull=False, undone_at=None, task__state__in=OPEN)
    for event in list(events.select_related("task").order_by("-pk")):
        back = {name: Organisation.objects.get(pk=key) for name, key in event.before[MOVED].items()}
        if any(body.dissolved is not None for body in back.values()):
            continue
        found = held(event.task)
        found.organisation, found.giver = back["organisation"], back["giver"]
        found.save(update_fields=["organisation", "giver"])
        event.undone_at = clock.now()
        event.save(update_fields=["undone_at"])
        entry_record(
            actor=announcement.actor, action="task.undo", subject=found.pk, organisation=found.organisation_id,
            details={"what": event.what, "state": found.state},
        )  # fmt: skip


def tasks_follow(announcement: Announcement) -> None:
    """Heard when bodies end (config/wiring): nothing that was given stays where nobody works."""
    gone = Q(organisation__dissolved__isnull=False) | Q(giver__dissolved__isnull=False)
    heirs: dict[str, Organisation | None] = {}
    for one in list(Task.objects.filter(gone, state__in=OPEN).order_by("pk")):
        found = held(one)
        before, left = kept(found) | {MOVED: {name: getattr(found, f"{name}_id") for name in ("organisation", "giver")}}, []
        for name in ("organisation", "giver"):
            body = getattr(found, name)
            if body.dissolved is None:
                continue
            if body.pk not in heirs:
                heirs[body.pk] = successor_of(body)
            if (heir := heirs[body.pk]) is not None:
                setattr(found, name, heir)
                left.append(f"{body}撤销，转到{heir}")
        if left:
            found.save(update_fields=["organisation", "giver"])
            noted(announcement.actor, found, "change", What.CHANGE, before, note=left[0])
    for series in TaskSeries.objects.filter(organisation__dissolved__isnull=False).exclude(until__lte=clock.today()):
        series_end(actor=announcement.actor.entrusted(), series=series)
