"""Deciding: a draft comes into force by a meeting, an older version ends, a rule is repealed.

Which of the twelve systems there are is noted in the checklist that directives read, so that nobody enters it again.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F

from zhibu.domain.activities.models import Activity
from zhibu.domain.bylaws import policies
from zhibu.domain.bylaws.choices import State
from zhibu.domain.bylaws.models import Bylaw, Version
from zhibu.domain.bylaws.services.noting import noted
from zhibu.domain.bylaws.systems import CHECKLIST, systems
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Check
from zhibu.domain.procedures.services import Looked, check_record
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

SHOWN = ("booklet", "wall")


@transaction.atomic
def bylaw_enact(
    *,
    actor: Actor,
    version: Version,
    since: dt.date,
    decided_on: dt.date,
    decided_by: str = "",
    meeting: Activity | None = None,
    approved_by: str = "",
    approved_on: dt.date | None = None,
    paper_number: str = "",
) -> Version:
    """The draft is decided and holds from `since`; the version before it ends on that day."""
    held = _held(actor, version)
    if held.state != State.DRAFT:
        raise Refused("这一版已经定过了，要改就写新的一版。")
    if meeting is not None and meeting.organisation_id != held.bylaw.organisation_id:
        raise Refused("选的会议不是本组织开的。")
    if meeting is None and not decided_by.strip():
        raise Refused("还没有写哪次会议定的，选一次会议，或者写明谁定的。")
    if decided_on > clock.today():
        raise Refused(f"{decided_on} 还没到，定下来的日期最晚填今天。")
    if since < decided_on:
        raise Refused(f"从 {since} 起执行，早于定下来的 {decided_on}；制度不管以前的事。")
    require_fits(Version, decided_by=decided_by, approved_by=approved_by, paper_number=paper_number)
    last = held.bylaw.versions.filter(state=State.ENACTED).order_by("-since").first()
    if last is not None and last.since is not None and since <= last.since:
        raise Refused(f"上一版从 {last.since} 起执行，这一版要晚于那天。")
    if last is not None and (last.until is None or last.until > since):
        last.until, last.until_reason = since, "由新的一版代替"
        last.save(update_fields=["until", "until_reason"])
    held.state, held.since, held.decided_on, held.meeting = State.ENACTED, since, decided_on, meeting
    held.decided_by, held.approved_by, held.approved_on = decided_by.strip(), approved_by.strip(), approved_on
    held.paper_number = paper_number.strip()
    held.save()
    details = {"version": held.number, "since": since, "decided_on": decided_on, "meeting": meeting.pk if meeting else ""}
    noted(actor, held.bylaw, "enact", details)
    _check(actor, held.bylaw, min(since, clock.today()) if since <= clock.today() else None, there=True)
    return held


@transaction.atomic
def bylaw_repeal(*, actor: Actor, bylaw: Bylaw, until: dt.date, reason: str) -> Bylaw:
    """It holds no more from `until`; the versions stay to be read."""
    found = Bylaw.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=bylaw.pk)
    policies.bylaw_write(actor, found.organisation)
    last = found.versions.filter(state=State.ENACTED).order_by("-since").first()
    if last is None or last.since is None or (last.until is not None and last.until <= clock.today()):
        raise Refused(f"“{found.title}”现在没有在执行的一版，不用废止。")
    if until <= last.since:
        raise Refused(f"这一版从 {last.since} 起执行，废止的日期要晚于那天。")
    if not reason.strip():
        raise Refused("还没有写为什么废止。")
    require_fits(Version, until_reason=reason)
    last.until, last.until_reason = until, reason.strip()
    last.save(update_fields=["until", "until_reason"])
    noted(actor, found, "repeal", {"version": last.number, "until": until, "reason": reason.strip()})
    _check(actor, found, until if until <= clock.today() else None, there=False)
    return found


@transaction.atomic
def bylaw_withdraw(*, actor: Actor, version: Version) -> Version:
    """Give a draft up; it stays to be read by those who keep the organisation."""
    held = _held(actor, version)
    if held.state != State.DRAFT:
        raise Refused("只有草稿能放弃；定下来的用废止。")
    held.state = State.WITHDRAWN
    held.save(update_fields=["state"])
    noted(actor, held.bylaw, "withdraw", {"version": held.number})
    return held


@transaction.atomic
def shown_record(*, actor: Actor, organisation: Organisation, item: str, on: dt.date) -> None:
    """Note that the booklet has been printed (`booklet`) or the sheets hang on the wall (`wall`)."""
    policies.bylaw_write(actor, organisation)
    if item not in SHOWN:
        raise Refused("只登记“印成册子”或“上墙”。")
    check_record(actor=actor.entrusted(), organisation=organisation, checklist=CHECKLIST, on=on, items=[Looked(item, True)])


@transaction.atomic
def bylaws_due_check(*, day: dt.date) -> int:
    """Enter in the checklist what has come into force or ended by the day and was decided ahead; how many. Asked at every door."""
    begun = Version.objects.filter(state=State.ENACTED, since__lte=day, since__gt=F("decided_on")).exclude(until__lte=day)
    ended = Version.objects.filter(state=State.ENACTED, until__lte=day)
    known = systems()
    made = 0
    for there, found in ((True, begun), (False, ended)):
        for one in found.filter(bylaw__code__in=known).select_related("bylaw__organisation"):
            on = one.since if there else one.until
            later = one.bylaw.versions.filter(state=State.ENACTED, since__lte=day).exclude(until__lte=day).exists()
            looked = Check.objects.filter(organisation=one.bylaw.organisation, checklist=CHECKLIST, item=one.bylaw.code)
            if on is None or (not there and later) or looked.filter(on__gte=on).exists():
                continue
            _check(Actor.system("jobs"), one.bylaw, on, there=there)
            made += 1
    return made


def _check(actor: Actor, bylaw: Bylaw, on: dt.date | None, *, there: bool) -> None:
    """Enter in the checklist that the system is there, or is no more; for a day to come nothing yet."""
    if bylaw.code in systems() and on is not None:
        looked = [Looked(bylaw.code, there)]
        check_record(actor=actor.entrusted(), organisation=bylaw.organisation, checklist=CHECKLIST, on=on, items=looked)


def _held(actor: Actor, version: Version) -> Version:
    found = Version.objects.select_for_update(of=("self",)).select_related("bylaw__organisation").get(pk=version.pk)
    policies.bylaw_write(actor, found.bylaw.organisation)
    return found
