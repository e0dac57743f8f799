"""How an import ends: taken back, given up, or past the time in which it could be taken back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhibu.domain.audit.services import entry_record
from zhibu.domain.exchange.facts.touching import touch_join, touch_of_rows
from zhibu.domain.imports import policies
from zhibu.domain.imports.choices import State
from zhibu.domain.imports.models import Import
from zhibu.domain.imports.services import files
from zhibu.domain.imports.services.undoing import later_work, take_back
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

UNDO_DAYS = 30
SHOWN = 50


def import_undo(*, actor: Actor, of: Import) -> Import:
    """Take the whole import back; refused, with the list, where later work rests on it."""
    with transaction.atomic():
        of, gone = _undo(actor, of)
    _delete(gone)
    return of


def _delete(names: list[str]) -> None:
    """Files go last: a transaction that fails at its end must find them still there."""
    for name in names:
        files.delete_sealed(name)


def _undo(actor: Actor, of: Import) -> tuple[Import, list[str]]:
    of = Import.objects.select_for_update().get(pk=of.pk)
    policies.import_touch(actor, of)
    policies.in_state(of, State.CONFIRMED, "撤销")
    policies.import_open(
        actor, of.organisation
    )  # whoever made it may no longer answer for the body
    now = clock.now()
    kept = of.files.exclude(stored_as="").exists()
    if of.undo_until is None or now > of.undo_until or not kept:
        raise Refused(f"写入已超过 {UNDO_DAYS} 天，不能整批撤销；在各人、各支部的页面上逐项改。")
    found = later_work(of)
    if found:
        lines = "\n".join(found[:SHOWN])
        rest = f"\n……共 {len(found)} 处" if len(found) > SHOWN else ""
        raise Refused(f"后来的工作用到了这次导入，先处理下面这些才能撤销：\n{lines}{rest}")
    rows = list(of.changes.values_list("table", "row"))
    before = touch_of_rows(rows)
    take_back(of)
    gone = files.forget(of)
    of.state, of.closed_at = State.UNDONE, now
    of.save(update_fields=["state", "closed_at"])
    entry_record(
        actor=actor,
        action="import.undo",
        subject=of.pk,
        organisation=of.organisation_id or "",
        details={"rows": of.changes.count()},
        touched=touch_join([before, touch_of_rows(rows)]),
    )
    of.changes.all().delete()
    return of, gone


def import_discard(*, actor: Actor, of: Import) -> Import:
    """Give a draft up: its files and answers go."""
    with transaction.atomic():
        of = Import.objects.select_for_update().get(pk=of.pk)
        policies.import_touch(actor, of)
        policies.in_state(of, State.DRAFT, "放弃")
        gone = files.forget(of)
        of.answers.all().delete()
        of.state, of.closed_at = State.DISCARDED, clock.now()
        of.save(update_fields=["state", "closed_at"])
        entry_record(actor=actor, action="import.discard", subject=of.pk)
    _delete(gone)
    return of


def imports_expire(*, actor: Actor, now: dt.datetime) -> int:
    """Delete uploads whose undo has ended, and drafts nobody touched for as long; the daily job."""
    ended = Import.objects.filter(state=State.CONFIRMED, undo_until__lt=now)
    count = 0
    for of in ended.filter(files__stored_as__gt="").distinct():
        with transaction.atomic():
            gone = files.forget(of)
            of.changes.all().delete()
            of.answers.all().delete()
            entry_record(actor=actor, action="import.expire", subject=of.pk)
        _delete(gone)
        count += 1
    stale = Import.objects.filter(state=State.DRAFT, made_at__lt=now - dt.timedelta(days=UNDO_DAYS))
    for of in stale:
        import_discard(actor=Actor.system("jobs"), of=of)
        count += 1
    return count
