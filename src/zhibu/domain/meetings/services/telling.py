"""Telling members of a meeting, of one or of a month's in one batch; and that it is not held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby

from django.db import transaction

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity
from zhibu.domain.activities.services import activity_change
from zhibu.domain.meetings import policies
from zhibu.domain.meetings.choices import StepCode
from zhibu.domain.meetings.kinds import label_of
from zhibu.domain.meetings.models import Guest
from zhibu.domain.meetings.selectors import entitled, gathering, host_of, joined
from zhibu.domain.meetings.services.noting import (
    held,
    named,
    noted,
    require_open,
    step_put,
)
from zhibu.domain.members.models import Member
from zhibu.domain.notices.selectors import people_told
from zhibu.domain.notices.services import About, notice_cancel, notices_send
from zhibu.domain.rulebook.selectors import demanded
from zhibu.engine.comparing.meetings import Demanded
from zhibu.engine.wording import article_label
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.clock import SHANGHAI
from zhibu.kernel.errors import Refused
from zhibu.kernel.happened import require_happened

KIND, MOVED, CANCELLED = "meeting", "meeting_moved", "meeting_cancelled"
ASKED, ANSWERED = "meeting_asked", "meeting_answered"


@transaction.atomic
def meeting_notify(
    *, actor: Actor, activity: Activity, on: dt.date | None = None, word: str = "", send: bool = True,
    base: int | None = None,
) -> Activity:  # fmt: skip
    """Tell those called of it, and the guests that are members: what, when; agenda and place behind the link.

    `send=False`: they were told elsewhere (by telephone, on the wall), on the day `on`. Where a directive demands
    the branch's consent first, nobody is told before. Units that hold it together are told with it, but for those
    that still wait for the consent of their own branch.
    """
    found = _note(actor, activity, on, word, send, base)
    if send:
        _send(actor, [found, *_note_joined(actor, found)])
    return found


@transaction.atomic
def meetings_notify(*, actor: Actor, activities: Sequence[Activity]) -> list[Activity]:
    """Tell of several in one batch: each called person gets one message of them all."""
    wanted = {one.part_of_id or one.pk: one for one in activities if one.notice_on is None}
    if not wanted:
        raise Refused("选的这些都已经通知过了。")
    made = [_note(actor, wanted[key], None, "", True, None) for key in sorted(wanted)]
    others = [theirs for one in made for theirs in _note_joined(actor, one) if theirs.pk not in wanted]
    _send(actor, [*made, *others])
    return made


def told_cancelled(actor: Actor, activity: Activity) -> None:
    """Those who were told of it are told that it is not held, whether or not they are called to it now."""
    if told := _taken_back(actor, activity, KIND, MOVED):
        _out(actor, [activity], told, CANCELLED)


def told_moved(actor: Actor, activity: Activity, was: dt.date) -> None:
    """Those who were told of the old day learn at once that it does not hold; agenda and place are told by the next notice."""
    told = _taken_back(actor, activity, KIND, MOVED)
    if not told:
        return
    word = "延期，日子另定" if activity.status == ActivityStatus.POSTPONED else f"改期，原定{was.month}月{was.day}日"
    things = [About("meeting", activity.pk, _moment(activity), f"{_words(activity, KIND)[:40]}（{word}）")]
    notices_send(actor=actor.entrusted(), organisation=activity.organisation, to=told, kind=MOVED, things=things)


def _taken_back(actor: Actor, activity: Activity, *kinds: str) -> set[str]:
    """Notices of these kinds hold no more, and do not go out where they have not yet; to whom they were told."""
    about = ("meeting", activity.pk)
    told = {member for kind in kinds for member in people_told(kind, about)}
    for kind in kinds:
        notice_cancel(actor=actor.entrusted(), organisation=activity.organisation, about=about, kind=kind)
    return told


def told_asked(actor: Actor, activity: Activity) -> None:
    """The branch (of a branch: the body above) is asked for its consent: who presides there is told."""
    above = activity.organisation.parent
    _head(actor, [activity], host_of(above, clock.today()) if above else None, ASKED, "会议计划等着同意")


def told_answered(actor: Actor, activities: Sequence[Activity], *, consented: bool) -> None:
    """Whoever leads a body that asked is told of the answers, of all its meetings in one batch."""
    rows = sorted(activities, key=lambda one: (one.organisation_id, one.pk))
    for _, some in groupby(rows, key=lambda one: one.organisation_id):
        asked = list(some)
        head = host_of(asked[0].organisation, clock.today())
        _head(actor, asked, head, ANSWERED, "会议计划同意了" if consented else "会议计划退回来了")


def _head(actor: Actor, activities: Sequence[Activity], head: Member | None, kind: str, text: str) -> None:
    """One person, of meetings of one body; nobody of his own deed."""
    if head is not None and head.pk != actor.member:
        things = [About("meeting", one.pk, None, text) for one in activities]
        notices_send(actor=actor.entrusted(), organisation=activities[0].organisation, to=[head.pk], kind=kind, things=things)


def _note(actor: Actor, activity: Activity, on: dt.date | None, word: str, send: bool, base: int | None) -> Activity:
    """The step and the day that rules read, of all that is held in the same gathering."""
    found, sheet = held(activity.part_of or activity, base=base, doing="通知")
    policies.meeting_keep(actor, found.organisation)
    require_open(found, "通知")
    if found.status == ActivityStatus.POSTPONED:
        raise Refused(f"{named(found)}延期以后还没有定日子，定了再通知。")
    if send and found.status == ActivityStatus.HELD:
        raise Refused(f"{named(found)}已经开过，不用再发通知；当时用别的办法通知过的，登记那一天。")
    _require_consent(found)
    day = on or clock.today()
    require_happened(day, "通知")
    step_put(actor, found, StepCode.NOTIFY, day, word)
    changed = activity_change(actor=actor.entrusted(), activity=found, notice_on=day)
    for part in found.parts.filter(notice_on__isnull=True):
        activity_change(actor=actor.entrusted(), activity=part, notice_on=day)
    noted(actor, changed, sheet, "notify", {"sent": send, "day": day})
    changed.meeting = sheet
    return changed


def _note_joined(actor: Actor, convened: Activity) -> list[Activity]:
    """The other units' activities of a joint meeting that can be told now: noted as told, for the caller to send."""
    ready = [one for one in joined(convened) if one.status == ActivityStatus.PLANNED and one.notice_on is None]
    return [_note(actor.entrusted(), one, None, "", True, None) for one in ready if _consent_wanted(one) is None]


def _send(actor: Actor, activities: Iterable[Activity]) -> None:
    """One batch for all meetings of one organisation that call the same people."""
    rows = sorted(((one.organisation_id, sorted(_people(one)), one) for one in activities), key=lambda row: row[:2])
    for (_, people), some in groupby(rows, key=lambda row: row[:2]):
        if people:
            found = [one for *_, one in some]
            for one in found:
                _taken_back(actor, one, MOVED)
            _out(actor, found, people, KIND)


def _out(actor: Actor, activities: list[Activity], people: Iterable[str], kind: str) -> None:
    things = [About("meeting", one.pk, _moment(one), _words(one, kind)) for one in activities]
    notices_send(
        actor=actor.entrusted(), organisation=activities[0].organisation, to=people, kind=kind, things=things
    )


def _people(activity: Activity) -> set[str]:
    called = {member.pk for part in gathering(activity) for member in entitled(part)}
    guests = Guest.objects.filter(activity=activity, member__isnull=False).values_list("member_id", flat=True)
    return called | set(guests)


def _words(activity: Activity, kind: str) -> str:
    label = "、".join(dict.fromkeys(label_of(part.type) for part in gathering(activity)))
    return f"{label}（取消）" if kind == CANCELLED else label


def _moment(activity: Activity) -> dt.datetime:
    hour = dt.time.fromisoformat(activity.start) if activity.start else dt.time()
    return dt.datetime.combine(activity.on, hour, SHANGHAI)


def _require_consent(found: Activity) -> None:
    wanted = _consent_wanted(found)
    if wanted is not None:
        one, asked = wanted
        by = asked.citations[0]
        article = f"{by.title} {article_label(by.article)}"
        raise Refused(f"{label_of(one.type)}要支部同意以后才办（{article}），支部还没有同意，先请示。")


def _consent_wanted(found: Activity) -> tuple[Activity, Demanded] | None:
    """What of a gathering the branch has to consent to before anybody is told, while it has not."""
    if found.approved_on is not None:
        return None
    for one in (found, *found.parts.all()):
        asked = demanded(found.organisation, one.type, found.on).goes("branch_consent")
        if asked is not None and asked.strength == "must":
            return one, asked
    return None
