"""The signed sheet as a scan: who reads it, who adds and takes away (config/wiring FILES, FILES_CHANGE)."""

from __future__ import annotations

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity
from zhibu.domain.attendance import policies
from zhibu.domain.attendance.selectors.calling import kept_get
from zhibu.domain.meetings.choices import StepCode
from zhibu.domain.meetings.models import StepDone
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.uploads.models import StoredFile
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

NOUN = "signin"


def scan_files(actor: Actor, about: str) -> None:
    """Who may read the scans of a meeting: whoever may see its attendance."""
    kept_get(actor, about)


def scan_files_change(actor: Actor, about: str) -> Organisation:
    """To whom they belong; added, replaced and taken away by who keeps the attendance, from the day of the meeting on."""
    found = kept_get(actor, about)
    policies.attendance_tick(actor, found)
    if found.status == ActivityStatus.CANCELLED or found.on > clock.today():
        raise Refused("签到表开过会才有，到了那天再传。")
    if StepDone.objects.filter(activity=found, code=StepCode.ARCHIVE).exists():
        raise Refused("这次会已经归档，签到表不能再换。要换，先撤回归档。")
    return found.organisation


def scan_names(activity: Activity) -> tuple[str, ...]:
    """The names of the scans that lie there, the first one first; the caller has asked who may see the meeting."""
    found = StoredFile.objects.filter(noun=NOUN, about=activity.pk, removed_at=None).order_by("uploaded_at", "pk")
    return tuple(found.values_list("name", flat=True))
