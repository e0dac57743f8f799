"""What every write of the room does: hold the row, keep a version, write the entry without contents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhibu.domain.activities.models import Activity
from zhibu.domain.audit.services import entry_record
from zhibu.domain.minutes.choices import How, State
from zhibu.domain.minutes.models import Minutes, Version
from zhibu.domain.minutes.texts import Texts
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused


def held(activity: Activity, *states: str, doing: str = "") -> Minutes:
    """The minutes of an activity, held against others who write them; made where there are none yet.

    Refused where they are in none of `states`.
    """
    Activity.objects.select_for_update(of=("self",)).get(
        pk=activity.pk
    )  # two who begin at once: the second waits
    found = Minutes.objects.select_for_update(of=("self",)).filter(activity=activity).first()
    if found is None:
        found = Minutes.objects.create(
            activity=activity,
            organisation_id=activity.organisation_id,
            on=activity.on,
            changed_at=clock.now(),
        )
    if states and found.state not in states:
        raise Refused(_told(found, doing))
    return found


def _told(found: Minutes, doing: str) -> str:
    if found.state == State.LOCKED and found.locked_at is not None:
        locked = found.locked_at.astimezone(clock.SHANGHAI)
        return f"这份记录 {locked:%Y-%m-%d} 已经锁定，不能再{doing}。写错的用“更正”，原来的和改后的都留着。"
    if found.state == State.CONFIRMED:
        return f"{found.confirmed_by}已经核对过这份记录。先收回核对，再{doing}。"
    return f"这份记录现在是“{found.get_state_display()}”，不能{doing}。"


def texts_of(minutes: Minutes) -> Texts:
    """What stands in them now."""
    if not minutes.version:
        return {}
    return dict(Version.objects.only("texts").get(minutes=minutes, number=minutes.version).texts)


def version_keep(
    actor: Actor, minutes: Minutes, texts: Texts, how: str = How.SAVED, note: str = ""
) -> Version:
    """One more version, which is what stands in them from now on."""
    minutes.version += 1
    minutes.changed_at, minutes.changed_by = clock.now(), actor.name
    minutes.save(update_fields=["version", "changed_at", "changed_by"])
    return Version.objects.create(
        minutes=minutes, number=minutes.version, texts=texts, how=how, note=note,
        at=minutes.changed_at, by=actor.name,
    )  # fmt: skip


def noted(actor: Actor, minutes: Minutes, verb: str, details: Mapping[str, Any]) -> None:
    """The entry; never what was said, only how far the minutes are."""
    entry_record(
        actor=actor,
        action=f"minutes.{verb}",
        subject=minutes.pk,
        organisation=minutes.organisation_id,
        details=dict(details),
    )
