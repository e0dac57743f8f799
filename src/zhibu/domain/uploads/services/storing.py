"""Takes files in: checked, written to the disk, then the row; a crash between leaves a file that the sweep finds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from zhibu.domain.audit.services import entry_record
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.uploads import store
from zhibu.domain.uploads.content import Checked, checked
from zhibu.domain.uploads.content.checking import megabytes
from zhibu.domain.uploads.models import StoredFile
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import InputError, Problem, Refused
from zhibu.kernel.ids import new_id

MOST_AT_ONCE = 20
MOST_OF_ONE = 200  # files at one row


@transaction.atomic
def file_store(*, actor: Actor, organisation: Organisation, noun: str, about: str, name: str, content: bytes) -> StoredFile:
    """Keep one file about a row of another room; that room has asked who may.

    The same content at the same place a second time is the file that is there already. InputError where it is not
    one of the kinds taken, is not what its name says, or holds what may not be; Refused where the room is used up.
    """
    [made] = files_store(actor=actor, organisation=organisation, noun=noun, about=about, files=[(name, content)])
    return made


@transaction.atomic
def files_store(
    *, actor: Actor, organisation: Organisation, noun: str, about: str, files: Iterable[tuple[str, bytes]]
) -> list[StoredFile]:
    """Keep several, all or none; every problem of every file is told."""
    ready = _all_checked(list(files))
    _require_room(organisation, noun, about, ready)
    return [_kept(actor, organisation, noun, about, one) for one in ready]


def _all_checked(files: list[tuple[str, bytes]]) -> list[Checked]:
    if not files:
        raise InputError([Problem("文件", "", "至少一个文件", "选好文件再传")])
    if len(files) > MOST_AT_ONCE:
        raise InputError([Problem("文件", f"{len(files)} 个", f"一次不超过 {MOST_AT_ONCE} 个", "分几次传")])
    ready: list[Checked] = []
    problems: list[Problem] = []
    for name, content in files:
        try:
            ready.append(checked(name, content, most=settings.ZHIBU_UPLOADS["most"]))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return ready


def _require_room(organisation: Organisation, noun: str, about: str, ready: list[Checked]) -> None:
    """The organisation is held, so that two who upload at once do not both take the last of the room."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if StoredFile.objects.filter(noun=noun, about=about, removed_at=None).count() + len(ready) > MOST_OF_ONE:
        raise Refused(f"这里最多放 {MOST_OF_ONE} 个文件。删去不要的，再传新的。")
    used = used_by(organisation.pk)
    wanted, most = sum(len(one.content) for one in ready), settings.ZHIBU_UPLOADS["quota"]
    if used + wanted > most:
        raise Refused(
            f"{organisation}存文件的地方一共 {megabytes(most)}，已用 {megabytes(used)}，这次要 {megabytes(wanted)}。"
            "删去不要的文件（删后 30 天才腾出地方），或者请维护的人加大。"
        )


def used_by(organisation: str) -> int:
    """Bytes that lie there for an organisation, those that can still be brought back too."""
    found = StoredFile.objects.filter(organisation=organisation, purged_at=None)
    return found.aggregate(all=Sum("size"))["all"] or 0


def _kept(actor: Actor, organisation: Organisation, noun: str, about: str, one: Checked) -> StoredFile:
    digest = hashlib.sha256(one.content).hexdigest()
    there = StoredFile.objects.filter(noun=noun, about=about, digest=digest, removed_at=None).first()
    if there is not None:
        return there
    pk = new_id("fil")
    place = store.place_of(digest, pk)
    store.write(place, one.content)
    made = StoredFile.objects.create(
        id=pk, organisation=organisation, noun=noun, about=about, name=_free_name(noun, about, one.name),
        kind=one.kind, size=len(one.content), digest=digest, stored_as=place,
        uploaded_by_id=actor.user or None, uploaded_at=clock.now(),
    )  # fmt: skip
    details = {"noun": noun, "about": about, "kind": one.kind, "size": made.size, "digest": digest}
    entry_record(actor=actor, action="file.store", subject=pk, organisation=organisation.pk, details=details)
    return made


def _free_name(noun: str, about: str, name: str) -> str:
    """The name, with a number where another file there has it."""
    taken = set(StoredFile.objects.filter(noun=noun, about=about, removed_at=None).values_list("name", flat=True))
    stem, _, ending = name.rpartition(".")
    number = 1
    while name in taken:
        number += 1
        name = f"{stem}（{number}）.{ending}"
    return name
