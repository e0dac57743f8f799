"""What somebody called to a meeting answers, and what the leader says to leave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity
from zhibu.domain.activities.services import activity_lock
from zhibu.domain.attendance import policies
from zhibu.domain.attendance.choices import Decision, Says
from zhibu.domain.attendance.models import AttendanceTerms, MeetingAnswer
from zhibu.domain.attendance.selectors import GONE, is_called
from zhibu.domain.audit.services import Announcement, entry_record
from zhibu.domain.notices.services import notice_send
from zhibu.domain.organisations.columns import require_fits
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, NotFound, Refused


@transaction.atomic
def answer_give(*, actor: Actor, activity: Activity, says: str, reason: str = "") -> MeetingAnswer:
    """Answer for oneself (or for the member on whose behalf one acts): coming, leave with a reason, cannot say.

    A later answer takes the place of the one before; leave asked for anew waits for the leader's word anew.
    """
    if not actor.member:
        raise NotAllowed("这个账号没有对上党员，不能回复。告诉组长，由他登记。")
    held = activity_lock(activity.pk)
    if not is_called(held, actor.member):
        raise NotFound(GONE)
    _require_ahead(held)
    if says not in Says.values:
        raise Refused(f"回复读到“{says}”，应是参加、请假、说不准里的一个。")
    reason = reason.strip()
    if says == Says.LEAVE and not reason:
        raise Refused("请假要写原因，几个字就行，如“出差”。")
    require_fits(MeetingAnswer, reason=reason)
    found = MeetingAnswer.objects.filter(activity=held, member=actor.member).first()
    if found is not None and (found.says, found.reason) == (says, reason if says == Says.LEAVE else ""):
        return found
    if found is None and says == Says.WITHDRAWN:
        raise Refused("还没有回复过，没有可撤回的。")
    values = {
        "says": says, "reason": reason if says == Says.LEAVE else "", "at": clock.now(),
        "by": actor.name if actor.on_behalf else "", "decision": "", "decided_at": None, "decided_by": "", "word": "",
    }  # fmt: skip
    found, _ = MeetingAnswer.objects.update_or_create(activity=held, member_id=actor.member, defaults=values)
    entry_record(
        actor=actor, action="answer.give", subject=actor.member, organisation=held.organisation_id,
        details={"activity": held.pk, "says": says},
    )  # fmt: skip
    return found


@transaction.atomic
def leave_decide(
    *, actor: Actor, activity: Activity, members: Sequence[str], approved: bool, word: str = ""
) -> list[MeetingAnswer]:
    """Say yes or no to the leave of these members, all at once; nobody to his own. A no needs a word."""
    policies.leave_decide(actor, activity)
    held = activity_lock(activity.pk)
    if actor.member in members:
        raise NotAllowed("自己的请假不能自己批，由书记或者另一位支部委员批。")
    if not approved and not word.strip():
        raise Refused("不同意请假，要写一句原因给他看。")
    require_fits(MeetingAnswer, word=word)
    found = list(MeetingAnswer.objects.filter(activity=held, member__in=members, says=Says.LEAVE).select_related("member"))
    if len(found) < len(set(members)):
        raise NotFound("有人的请假已经撤回或者改了，重新打开名单再批。")
    now = clock.now()
    for one in found:
        one.decision = Decision.APPROVED if approved else Decision.DECLINED
        one.decided_at, one.decided_by, one.word = now, actor.name, word.strip()
    MeetingAnswer.objects.bulk_update(found, ["decision", "decided_at", "decided_by", "word"])
    entry_record(
        actor=actor, action="leave.decide", subject=held.pk, organisation=held.organisation_id,
        details={"members": [one.member_id for one in found], "approved": approved},
    )  # fmt: skip
    notice_send(
        actor=actor.entrusted(), organisation=held.organisation, to=[one.member_id for one in found], kind="leave",
        about=("answer-give", held.pk), when=None, text="请假有了答复",
    )  # fmt: skip
    return found


def answers_lapse(announcement: Announcement) -> None:
    """Heard when a meeting got another day (config/wiring): whoever answered for the old one is asked anew."""
    found = Activity.objects.filter(pk=announcement.subject).first()
    before = announcement.details.get("from")
    if found is not None and str(before) != str(found.on):
        values = {"says": Says.WITHDRAWN, "reason": "", "decision": "", "decided_at": None, "decided_by": "", "word": ""}
        MeetingAnswer.objects.filter(activity=found).update(**values)
        AttendanceTerms.objects.filter(activity=found).update(answers_by=None)


@transaction.atomic
def deadline_set(*, actor: Actor, activity: Activity, answers_by: dt.datetime | None) -> AttendanceTerms:
    """Until when answers are taken; None: until the day of the meeting is over."""
    policies.attendance_tick(actor, activity)
    held = activity_lock(activity.pk)
    if answers_by is not None and answers_by.tzinfo is None:  # a program that named no zone means the clock on the wall
        answers_by = answers_by.replace(tzinfo=clock.SHANGHAI)
    if answers_by is not None and answers_by.astimezone(clock.SHANGHAI).date() > held.on:
        raise Refused(f"回复截止 {answers_by:%Y-%m-%d} 晚于开会那天 {held.on}，写早一些。")
    terms, _ = AttendanceTerms.objects.update_or_create(activity=held, defaults={"answers_by": answers_by})
    entry_record(
        actor=actor, action="deadline.set", subject=held.pk, organisation=held.organisation_id,
        details={"answers_by": answers_by.isoformat(timespec="minutes") if answers_by else ""},
    )  # fmt: skip
    return terms


def _require_ahead(activity: Activity) -> None:
    if activity.status in (ActivityStatus.CANCELLED, ActivityStatus.HELD) or activity.on < clock.today():
        raise Refused("这次会已经开过或者取消了，不用再回复。要说明什么，告诉组长。")
    until = AttendanceTerms.objects.filter(activity=activity).values_list("answers_by", flat=True).first()
    if until is not None and clock.now() > until:
        local = until.astimezone(clock.SHANGHAI)
        raise Refused(f"回复到 {local:%m月%d日 %H:%M} 截止。现在要请假，直接告诉组长，由他在名单上登记。")
