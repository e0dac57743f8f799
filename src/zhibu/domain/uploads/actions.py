"""What programs and the command line may do with uploaded files; their bytes go by the page `/files/<id>`."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from collections.abc import Sequence

from zhibu.domain.uploads import selectors, services
from zhibu.domain.uploads.models import StoredFile
from zhibu.kernel.actions import Action, Given, Listing, Shape, Single
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import InputError, Problem


class FileTold(Shape):
    """One file, without its bytes."""

    id: str
    organisation: str
    noun: str
    about: str
    name: str
    kind: str
    size: int
    digest: str
    uploaded_at: dt.datetime
    removed_at: dt.datetime | None


class Asked(Given):
    """The files of one row; `removed`: those that can be brought back instead."""

    noun: str = ""
    about: str = ""
    removed: bool = False


class Store(Given):
    """Add a file to a row; `content` in base64."""

    noun: str
    about: str
    name: str
    content: str


class One(Given):
    """A file by its id."""

    file: str


def _told(file: StoredFile) -> FileTold:
    columns = {name: getattr(file, name) for name in FileTold.model_fields if name != "organisation"}
    return FileTold(**columns, organisation=file.organisation_id)


def _find(actor: Actor, asked: Asked) -> Sequence[StoredFile]:
    if not asked.noun:  # of all rooms at once nobody could say who may read what
        return []
    return selectors.files_about(actor, asked.noun, asked.about, removed=asked.removed)


def _shape(actor: Actor, rows: Sequence[StoredFile]) -> list[FileTold]:
    return [_told(row) for row in rows]


def _get(actor: Actor, key: str) -> FileTold:
    return _told(selectors.file_get(actor, key))


def _store(actor: Actor, given: Store) -> FileTold:
    body = selectors.change_of(actor, given.noun, given.about)
    try:
        content = base64.b64decode(given.content, validate=True)
    except (binascii.Error, ValueError):
        raise InputError([Problem("content", given.content[:20], "base64 写的内容")]) from None
    return _told(services.file_store(
        actor=actor, organisation=body, noun=given.noun, about=given.about, name=given.name, content=content,
    ))  # fmt: skip


def _remove(actor: Actor, given: One) -> FileTold:
    return _told(services.file_remove(actor=actor, file=selectors.file_to_change(actor, given.file)))


def _restore(actor: Actor, given: One) -> FileTold:
    return _told(services.file_restore(actor=actor, file=selectors.file_to_change(actor, given.file)))


ABOUT = ("file", "file")
ACTIONS = (
    Listing("file.list", "一件事的文件", Asked, FileTold, _find, _shape),
    Single("file.get", "一个文件", FileTold, _get),
    Action("file.store", "上传文件", Store, FileTold, _store),
    Action("file.remove", "删除文件", One, FileTold, _remove, ABOUT),
    Action("file.restore", "恢复文件", One, FileTold, _restore, ABOUT),
)
