"""The signed sheet as a scan: taken in, replaced; that there is one is the paper that rules ask for."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from zhibu.domain.activities.models import Activity, Paper
from zhibu.domain.activities.services import paper_note, paper_withdraw
from zhibu.domain.attendance.selectors.scans import NOUN, scan_files_change, scan_names
from zhibu.domain.audit.services import Announcement
from zhibu.domain.rulebook.selectors import demanded
from zhibu.domain.uploads.models import StoredFile
from zhibu.domain.uploads.services import file_remove, files_store
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor

PAPER = "signin"


@transaction.atomic
def scans_store(
    *, actor: Actor, activity: Activity, files: Iterable[tuple[str, bytes]], replace: bool = False
) -> list[StoredFile]:
    """Take in the scan of the signed sheet, a picture a page or a PDF; `replace`: those there before are taken away."""
    body = scan_files_change(actor, activity.pk)
    before = list(StoredFile.objects.filter(noun=NOUN, about=activity.pk, removed_at=None))
    made = files_store(actor=actor, organisation=body, noun=NOUN, about=activity.pk, files=files)
    kept = {one.pk for one in made}
    for old in before if replace else ():
        if old.pk not in kept:
            file_remove(actor=actor, file=old)
    return made


def scan_follow(announcement: Announcement) -> None:
    """Heard when a file comes, goes or comes back (config/wiring): the paper 签到表 is noted or withdrawn with it."""
    if announcement.details.get("noun") != NOUN:
        return
    activity = Activity.objects.select_related("organisation").filter(pk=announcement.details["about"]).first()
    if activity is None or PAPER not in {one.code for one in demanded(activity.organisation, activity.type, activity.on).papers}:
        return
    actor, there = announcement.actor.entrusted(), Paper.objects.filter(kind=PAPER, about=activity.pk)
    if scan_names(activity):
        if not there.exists():
            paper_note(actor=actor, organisation=activity.organisation, kind=PAPER, on=clock.today(), about=activity.pk)
        return
    gone = StoredFile.objects.get(pk=announcement.subject)
    for paper in there.filter(on=gone.uploaded_at.astimezone(clock.SHANGHAI).date()):  # one that came with an import stays
        paper_withdraw(actor=actor, organisation=activity.organisation, paper=paper)
