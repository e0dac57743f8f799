"""What the records of many meetings say, field by field, for the ledger of one type."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db.models import F

from zhibu.domain.activities.models import Activity, Paper
from zhibu.domain.meetings.models import StepDone
from zhibu.domain.minutes import policies, texts
from zhibu.domain.minutes.models import Minutes, Version
from zhibu.domain.minutes.selectors.reading import READABLE, hidden
from zhibu.engine.language.activity_types import ActivityType
from zhibu.kernel.actor import Actor

LONGEST = 300  # letters of a cell: the record itself has the rest


def said_in(actor: Actor, rows: Sequence[Activity], kind: ActivityType) -> dict[str, dict[str, str]]:
    """Activity -> code of a field of the record -> its text, of the records that the actor may read.

    Whoever works there reads all, others what was confirmed; of types that are kept narrow nothing is told.
    """
    if kind.code in hidden() or not rows:
        return {}
    there = {one.pk for one in rows if policies.works_there(actor, one.organisation)}
    keys = [one.pk for one in rows]
    states = dict(Minutes.objects.filter(pk__in=keys).values_list("pk", "state"))
    open_to = [key for key in keys if key in states and (key in there or states[key] in READABLE)]
    found = Version.objects.filter(minutes__in=open_to, number=F("minutes__version"))
    return {version.minutes_id: _cells(version.texts, kind) for version in found}


def days_of(rows: Sequence[Activity]) -> dict[tuple[str, str, str], dt.date]:
    """(activity, `paper` or `step`, code) -> the day of the last such paper, or on which the step was made."""
    keys, found = [one.pk for one in rows], dict[tuple[str, str, str], dt.date]()
    for about, kind, on in Paper.objects.filter(about__in=keys).order_by("on").values_list("about", "kind", "on"):
        found[about, "paper", kind] = on
    for key, code, on in StepDone.objects.filter(activity__in=keys).values_list("activity", "code", "on"):
        found[key, "step", code] = on
    return found


def _cells(written: Mapping[str, str], kind: ActivityType) -> dict[str, str]:
    items, todos = texts.items(written), texts.todos(written)
    views = [one.view for one in items if one.view]
    derived = {
        "agenda": [one.title for one in items],
        "discussion": [one.said for one in items if one.said],
        "opinions": views,
        "resolutions": [*views, *(one.title for one in todos)],
        "problems": [one.title for one in todos],
    }
    cells = {}
    for field in kind.minutes:
        own = written.get(f"field.{field.code}", "")
        lines = [own] if own else derived.get(field.code, derived.get(field.kind, []))
        cells[field.code] = "；".join(" ".join(line.split()) for line in lines)[:LONGEST]
    return cells
