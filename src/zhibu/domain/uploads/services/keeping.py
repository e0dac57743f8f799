"""Takes files away for good only after a while, and looks after what lies on the disk."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhibu.domain.audit.services import entry_record
from zhibu.domain.uploads import store
from zhibu.domain.uploads.models import StoredFile
from zhibu.domain.uploads.selectors import require_changes
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

UNDO = dt.timedelta(days=30)
FRESH = dt.timedelta(days=1)  # a file without a row may belong to a transaction that has not ended


@transaction.atomic
def file_remove(*, actor: Actor, file: StoredFile) -> StoredFile:
    """Take a file away; for 30 days it can be brought back, then its bytes are deleted."""
    found = StoredFile.objects.select_for_update().get(pk=file.pk)
    require_changes(actor, found)
    if found.removed_at is not None:
        raise Refused(f"“{found.name}”已经删了。")
    found.removed_at, found.removed_by_id = clock.now(), actor.user or None
    found.save(update_fields=["removed_at", "removed_by"])
    _noted(actor, found, "remove")
    return found


@transaction.atomic
def file_restore(*, actor: Actor, file: StoredFile) -> StoredFile:
    """Bring a file back that was taken away less than 30 days ago."""
    found = StoredFile.objects.select_for_update().get(pk=file.pk)
    require_changes(actor, found)
    if found.removed_at is None:
        raise Refused(f"“{found.name}”没有删，不用恢复。")
    if found.purged_at is not None:
        raise Refused(f"“{found.name}”删了超过 {UNDO.days} 天，内容已经清除，不能恢复。")
    same = StoredFile.objects.filter(noun=found.noun, about=found.about, digest=found.digest, removed_at=None)
    if same.exists():
        raise Refused(f"同样内容的文件又传过一次，不用恢复“{found.name}”。")
    found.removed_at, found.removed_by_id = None, None
    found.save(update_fields=["removed_at", "removed_by"])
    _noted(actor, found, "restore")
    return found


def files_sweep(*, actor: Actor, now: dt.datetime | None = None) -> tuple[int, int, list[str]]:
    """Delete the bytes of what was taken away 30 days ago and what no row knows; (cleared, orphans, ids without bytes).

    Each is a short transaction of its own: the row says first that the bytes are gone.
    """
    at = now or clock.now()
    cleared = 0
    for pk in list(StoredFile.objects.filter(purged_at=None, removed_at__lte=at - UNDO).values_list("pk", flat=True)):
        cleared += _purged(actor, pk, at)
    known = set(StoredFile.objects.filter(purged_at=None).values_list("stored_as", flat=True))
    lying, orphans = set(), 0
    for place, written in store.places():
        lying.add(place)
        if place not in known and written < (at - FRESH).timestamp():
            store.delete(place)
            orphans += 1
    gone = [pk for pk, place in StoredFile.objects.filter(purged_at=None).values_list("pk", "stored_as") if place not in lying]
    return cleared, orphans, [pk for pk in gone if not store.exists(StoredFile.objects.get(pk=pk).stored_as)]


@transaction.atomic
def _purged(actor: Actor, pk: str, at: dt.datetime) -> bool:
    found = StoredFile.objects.select_for_update().get(pk=pk)
    if found.removed_at is None or found.removed_at > at - UNDO or found.purged_at is not None:
        return False  # brought back meanwhile
    found.purged_at = at
    found.save(update_fields=["purged_at"])
    _noted(actor, found, "purge")
    transaction.on_commit(lambda: store.delete(found.stored_as))
    return True


def _noted(actor: Actor, file: StoredFile, verb: str) -> None:
    entry_record(
        actor=actor, action=f"file.{verb}", subject=file.pk, organisation=file.organisation_id,
        details={"noun": file.noun, "about": file.about, "digest": file.digest},
    )  # fmt: skip
