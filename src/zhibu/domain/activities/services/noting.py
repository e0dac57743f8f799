"""Locking an activity, and the record of what was done to it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from zhibu.domain.activities.models import Activity
from zhibu.domain.audit.services import Touch, entry_record
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound

ROLES: Final = ("host", "recorder", "speaker")


def activity_lock(key: str) -> Activity:
    """The activity, held against every other writing of it."""
    found = (
        Activity.objects.select_for_update(of=("self",))
        .filter(pk=key)
        .select_related("organisation")
        .first()
    )
    if found is None:
        raise NotFound("找不到这次活动，可能刚才已经删掉了。")
    return found


def activity_noted(
    actor: Actor,
    action: str,
    activity: Activity,
    details: dict[str, Any],
    members: Collection[str] = (),
) -> None:
    named = {key for role in ROLES for key in getattr(activity, role).split()}
    entry_record(
        actor=actor, action=action, subject=activity.pk, organisation=activity.organisation_id,
        details=details, touched=Touch(frozenset({activity.organisation_id}), frozenset({*members, *named})),
    )  # fmt: skip
