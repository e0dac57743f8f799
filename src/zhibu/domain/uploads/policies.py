"""Who may take a file away: whoever uploaded it, and whoever works for the body it belongs to.

Who may read it, and who may add one, is said by the room that owns the row it is about (`selectors.file_get`, `FILES`).
"""

from __future__ import annotations

from zhibu.domain.organisations.policies import works_for
from zhibu.domain.uploads.models import StoredFile
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed


def removes(actor: Actor, file: StoredFile) -> bool:
    """Whether he may take it away or bring it back; the door has asked before whether he may read it."""
    if actor.everything or (actor.user and actor.user == file.uploaded_by_id):
        return True
    return works_for(actor, file.organisation)


def file_remove(actor: Actor, file: StoredFile) -> None:
    """Take it away or bring it back."""
    if not removes(actor, file):
        raise NotAllowed("文件由上传的人，或者本组织的组长、书记、委员和上级的党务工作者删除、恢复。")
