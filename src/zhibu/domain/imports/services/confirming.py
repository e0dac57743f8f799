"""Writing what the preview says: all or nothing, each row noted for undo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db import transaction

from zhibu.domain.audit.services import entry_record
from zhibu.domain.exchange.facts.touching import touch_join, touch_of_changes, touch_of_rows
from zhibu.domain.imports import policies
from zhibu.domain.imports.choices import State
from zhibu.domain.imports.models import Import, RememberedName
from zhibu.domain.imports.services import previews
from zhibu.domain.imports.services.ending import UNDO_DAYS
from zhibu.domain.imports.services.plan import LEAVE, Plan
from zhibu.domain.imports.services.writing import Pen
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.organisations.services import place
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.rosters.reading import Reading

Told = Callable[[str], None]


def import_confirm(*, actor: Actor, of: Import, tell: Told = lambda _text: None) -> Import:
    """Write what the preview says; `tell` hears how far it is, in Chinese.

    The workbooks are read before the transaction begins, so that others wait for the writing only;
    what changed in the database meanwhile is found by comparing once more inside it. Of two confirmations
    at once the second finds the import written and is refused.
    """
    policies.import_touch(actor, of)
    policies.in_state(of, State.DRAFT, "写入")
    policies.import_open(actor, of.organisation)
    tell("核对工作簿和库里现在的情况")
    previews.preview_of(of, actor)
    with transaction.atomic():
        locked = Import.objects.select_for_update().get(pk=of.pk)
        policies.in_state(locked, State.DRAFT, "写入")
        kept = previews.preview_kept(locked, actor)
        reading = kept.reading if kept else previews.reading_make(locked, actor)
        return _confirm(actor, locked, reading, tell)


def _confirm(actor: Actor, of: Import, reading: Reading, tell: Told) -> Import:
    plan = previews.plan_for(of, actor, reading)
    preview = previews.preview_from(reading, plan)
    _remember(plan, of, actor, reading)
    before = touch_of_changes(change.row for change in plan.changes)
    pen = Pen(of, tell)
    _write(plan, pen)
    pen.close()
    now = clock.now()
    of.state = State.CONFIRMED
    of.confirmed_by_id, of.confirmed_at = actor.user or None, now
    of.undo_until = now + dt.timedelta(days=UNDO_DAYS)
    of.summary = {"rows": dict(preview.counts), **preview.summary, "remarks": preview.remarks[:200]}
    of.save()
    entry_record(
        actor=actor,
        action="import.confirm",
        subject=of.pk,
        organisation=of.organisation_id or "",
        details={"counts": pen.counts, "digest": pen.digest},
        touched=touch_join([before, touch_of_rows(of.changes.values_list("table", "row"))]),
    )
    tell("都写好了，重新算核查结论")
    return of


def _write(plan: Plan, pen: Pen) -> None:
    for rows in plan.creates.values():
        if rows and isinstance(rows[0], Organisation):
            rows = list(place([row for row in rows if isinstance(row, Organisation)]))
        pen.create(rows)
    pen.change([(change.row, change.fields) for change in plan.changes])


def _remember(plan: Plan, of: Import, actor: Actor, reading: Reading) -> None:
    """Names that a person explained, for later imports; they are rows of the import like any other."""
    wanted = {a.key: a.choice for a in of.answers.filter(remember=True) if a.choice != LEAVE}
    if not wanted:
        return
    planned = plan.creates.get("organisations.Organisation", [])
    by_name = {str(row): row.pk for row in planned}
    by_name |= {row.name: row.pk for row in planned if isinstance(row, Organisation)}
    for body in Organisation.objects.filter(name__in=list(wanted.values())):
        by_name.setdefault(body.name, body.pk)
    seen = set(RememberedName.objects.values_list("organisation_id", "name"))
    for issue in reading.issues:
        name = " ".join(issue.raw.split())[:200]
        pk = by_name.get(wanted.get(issue.key, ""))
        if pk and name and (pk, name) not in seen:
            seen.add((pk, name))
            plan.create(
                RememberedName(
                    organisation_id=pk,
                    name=name,
                    remembered_by_id=actor.user or None,
                    remembered_at=clock.now(),
                )
            )
