"""Reads of the room. Whether somebody may see a file is asked of the room that owns the row it is about.

`FILES` in config/wiring.py: noun -> function(actor, id of the row) that raises NotFound where he may not read it.
`FILES_CHANGE`: noun -> function(actor, id) that gives the organisation for which he may add and take away files there,
and raises NotAllowed or Refused where he may not; a noun without a line has no page for adding, and its files are
taken away by whoever `policies.removes` names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.conf import settings
from django.utils.module_loading import import_string

from zhibu.domain.organisations.models import Organisation
from zhibu.domain.uploads import policies, store
from zhibu.domain.uploads.models import StoredFile
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, NotFound, Refused

MISSING = "找不到这个文件，或者它不在你的管理范围里。"


def _asked(table: str, noun: str) -> Callable[..., object] | None:
    found: dict[str, str] = import_string(table)
    path: Callable[..., object] | None = import_string(found[noun]) if noun in found else None
    return path


def room_decides(noun: str) -> bool:
    """Whether a room says itself who adds and takes away files of this noun."""
    return _asked(settings.ZHIBU_FILE_CHANGERS, noun) is not None


def require_reads(actor: Actor, noun: str, about: str) -> None:
    """NotFound where he may not read what the files are about, or no room answers for the noun."""
    ask = _asked(settings.ZHIBU_FILE_READERS, noun)
    if ask is None:
        raise NotFound(MISSING)
    ask(actor, about)


def change_of(actor: Actor, noun: str, about: str) -> Organisation:
    """The organisation for which he may add files there; NotFound, NotAllowed, Refused where he may not."""
    require_reads(actor, noun, about)
    ask = _asked(settings.ZHIBU_FILE_CHANGERS, noun)
    if ask is None:
        raise NotFound(MISSING)
    found = ask(actor, about)
    assert isinstance(found, Organisation)
    return found


def changes(actor: Actor, noun: str, about: str) -> bool:
    """Whether the page offers to add files there."""
    try:
        change_of(actor, noun, about)
    except (NotFound, NotAllowed, Refused):
        return False
    return True


def file_get(actor: Actor, pk: str) -> StoredFile:
    """One file that he may read, taken away or not."""
    found = StoredFile.objects.select_related("organisation").filter(pk=pk).first()
    if found is None:
        raise NotFound(MISSING)
    try:
        require_reads(actor, found.noun, found.about)
    except (NotFound, NotAllowed):
        raise NotFound(MISSING) from None
    return found


def require_changes(actor: Actor, file: StoredFile) -> None:
    """NotAllowed, NotFound or Refused where he may not take it away or bring it back."""
    if room_decides(file.noun) and not actor.everything:
        change_of(actor, file.noun, file.about)
    else:
        policies.file_remove(actor, file)


def file_to_change(actor: Actor, pk: str) -> StoredFile:
    """One file that he may take away or bring back."""
    found = file_get(actor, pk)
    require_changes(actor, found)
    return found


def files_about(actor: Actor, noun: str, about: str, *, removed: bool = False) -> list[StoredFile]:
    """The files of a row that he may read, the first one first; `removed`: those that can be brought back instead."""
    require_reads(actor, noun, about)
    found = StoredFile.objects.filter(noun=noun, about=about, removed_at__isnull=not removed, purged_at=None)
    return list(found.select_related("organisation").order_by("uploaded_at", "pk"))


def content_of(file: StoredFile) -> bytes:
    """All bytes of a file that the caller may read; Refused where they were deleted."""
    return b"".join(pieces_of(file))


def pieces_of(file: StoredFile, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
    """The same from `start` to before `stop`, piece by piece; refused at once, not when the first piece is taken."""
    if file.purged_at is not None:
        raise Refused(f"“{file.name}”删了超过 30 天，内容已经清除。")
    found = store.sealed(file.stored_as)
    if found is None:
        raise Refused(f"“{file.name}”的内容不在数据目录里，从备份里恢复，或者重新上传。")
    return found.read(start, stop)
