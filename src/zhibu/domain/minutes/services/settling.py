"""From written to locked: handed over, confirmed by the host, taken back, locked, corrected with trace."""

from __future__ import annotations

from django.db import transaction

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity
from zhibu.domain.activities.services import activity_change
from zhibu.domain.audit.services import Announcement
from zhibu.domain.meetings.services import meeting_hold
from zhibu.domain.minutes import policies, texts
from zhibu.domain.minutes.choices import OPEN, How, State
from zhibu.domain.minutes.models import Choice, Correction, Minutes
from zhibu.domain.minutes.record import code_next, code_of, packed
from zhibu.domain.minutes.selectors.records import record_now
from zhibu.domain.minutes.services.noting import held, noted, texts_of, version_keep
from zhibu.domain.minutes.services.outcomes import (
    answers_told,
    opinions_send,
    papers_note,
    papers_withdraw,
    tasks_give,
    tasks_withdraw,
)
from zhibu.domain.minutes.services.signals import fingerprint_keep, signals_look
from zhibu.domain.organisations.columns import require_fits
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused


@transaction.atomic
def minutes_hand(*, actor: Actor, activity: Activity) -> Minutes:
    """They are written: the host's turn. The meeting counts as held, the day they were finished is kept."""
    policies.minutes_write(actor, activity)
    minutes = held(activity, *OPEN, doing="交核对")
    _finish(actor, activity, minutes)
    minutes.state, minutes.handed_at, minutes.handed_by, minutes.returned_note = (
        State.HANDED,
        clock.now(),
        actor.name,
        "",
    )
    minutes.save()
    noted(actor, minutes, "hand", {"version": minutes.version})
    return minutes


@transaction.atomic
def minutes_return(*, actor: Actor, activity: Activity, reason: str) -> Minutes:
    """The host sends them back to be written on, with what is missing."""
    policies.minutes_confirm(actor, activity)
    minutes = held(activity, State.HANDED, doing="退回")
    if not reason.strip():
        raise Refused("写一句还要补什么，记录人才知道改哪里。")
    require_fits(Minutes, returned_note=reason)
    minutes.state, minutes.returned_note = State.DRAFT, reason.strip()
    minutes.save()
    noted(actor, minutes, "return", {"version": minutes.version})
    return minutes


@transaction.atomic
def minutes_confirm(*, actor: Actor, activity: Activity, why: str = "") -> Minutes:
    """The host says that the minutes are right: from now on what they settled is a task of somebody.

    `why`: the reason where it is not the host himself. Refused while two wordings wait to be chosen, or a task
    has nobody or no day.
    """
    policies.minutes_confirm(actor, activity)
    policies.require_reason(why, actor, activity)
    minutes = held(activity, *OPEN, doing="核对")
    require_fits(Minutes, confirmed_for=why)
    _finish(actor, activity, minutes)
    minutes.state, minutes.confirmed_at, minutes.confirmed_by = (
        State.CONFIRMED,
        clock.now(),
        actor.name,
    )
    minutes.confirmed_for, minutes.returned_note = why.strip(), ""
    minutes.save()
    now = texts_of(minutes)
    tasks_give(actor, activity, minutes, now)
    papers_note(actor, activity, now)
    answers_told(actor, activity, now)
    noted(actor, minutes, "confirm", {"version": minutes.version})
    return minutes


def _finish(actor: Actor, activity: Activity, minutes: Minutes) -> None:
    """Held, and recorded on the day on which they were first finished."""
    if not minutes.version:
        raise Refused("还没有写记录。写一句也行，写了再交。")
    if Choice.objects.filter(minutes=minutes, chosen_at=None).exists():
        raise Refused("有一处两个人写得不一样，还没有选。在页面上方选好再交。")
    if activity.status == ActivityStatus.PLANNED:
        meeting_hold(actor=actor.entrusted(), activity=activity)
    activity.refresh_from_db()
    now = texts_of(minutes)
    values: dict[str, object] = {
        "topics": len([one for one in texts.items(now) if one.title]) or activity.topics
    }
    if minutes.finished_on is None:
        minutes.finished_on = activity.recorded_on or clock.today()
        values["recorded_on"] = minutes.finished_on
    done = activity_change(actor=actor.entrusted(), activity=activity, **values)
    minutes.on = done.on
    minutes.save(update_fields=["finished_on", "on"])
    fingerprint_keep(minutes, now)
    signals_look(actor=actor, activities=[done])


@transaction.atomic
def minutes_reopen(*, actor: Actor, activity: Activity, reason: str) -> Minutes:
    """Take the confirmation back: tasks that came of it and were not begun are withdrawn."""
    policies.minutes_confirm(actor, activity)
    minutes = held(activity, State.CONFIRMED, doing="收回核对")
    if not reason.strip():
        raise Refused("写一句为什么收回核对。")
    papers_withdraw(actor, activity)
    tasks_withdraw(actor, minutes, f"会议记录收回核对：{reason.strip()}"[:300])
    minutes.state = State.DRAFT
    minutes.confirmed_at, minutes.confirmed_by, minutes.confirmed_for = None, "", ""
    minutes.save()
    noted(actor, minutes, "reopen", {"version": minutes.version, "reason": reason.strip()})
    return minutes


@transaction.atomic
def minutes_lock(*, actor: Actor, activity: Activity) -> Minutes:
    """What stands in them is what is printed from now on; its hash is the check code. Only corrections are left."""
    policies.minutes_lock(actor, activity)
    minutes = held(activity, State.CONFIRMED, State.LOCKED, doing="锁定")
    if minutes.state == State.LOCKED:
        return minutes
    _lock(actor, activity, minutes)
    return minutes


def _lock(actor: Actor, activity: Activity, minutes: Minutes) -> None:
    activity.refresh_from_db()
    kept = packed(record_now(activity, minutes, texts_of(minutes)))
    minutes.sealed, minutes.code = kept, code_of(kept)
    minutes.state, minutes.locked_at, minutes.locked_by = State.LOCKED, clock.now(), actor.name
    minutes.save()
    opinions_send(actor, activity, minutes, texts_of(minutes))
    noted(actor, minutes, "lock", {"version": minutes.version, "code": minutes.code})


def minutes_follow(announcement: Announcement) -> None:
    """Heard when a meeting is reported or put into the archive: confirmed minutes are locked with it."""
    activity = Activity.objects.select_related("organisation").filter(pk=announcement.subject).first()
    if activity is None or not Minutes.objects.filter(activity=activity, state=State.CONFIRMED).exists():
        return
    minutes = held(activity)
    if minutes.state == State.CONFIRMED:
        _lock(announcement.actor, activity, minutes)


def change_follow(announcement: Announcement) -> None:
    """Heard when a meeting is changed with a reason: locked minutes note the corrected day, hour and place, as any correction."""
    why = str(announcement.details.get("why", ""))
    minutes = Minutes.objects.select_related("activity").filter(activity=announcement.subject, state=State.LOCKED).first()
    if not why or minutes is None or minutes.sealed is None:
        return
    minutes = held(minutes.activity, State.LOCKED, doing="更正")
    activity = Activity.objects.get(pk=announcement.subject)
    for name, now in (("on", activity.on.isoformat()), ("start", activity.start), ("place", activity.place)):
        last = Correction.objects.filter(minutes=minutes, name=f"about.{name}").order_by("-number").first()
        old = last.new if last else str((minutes.sealed or {}).get(name, ""))
        if old != now:
            _correction(announcement.actor, minutes, f"about.{name}", old, now, why)
            noted(announcement.actor, minutes, "correct", {"version": minutes.version, "field": texts.label(f"about.{name}")})
    Minutes.objects.filter(pk=minutes.pk).update(on=activity.on)


def _correction(actor: Actor, minutes: Minutes, name: str, old: str, new: str, reason: str) -> Correction:
    """One more correction; its code rests on the one before."""
    before = minutes.corrections.order_by("-number").values_list("code", flat=True).first() or minutes.code
    return Correction.objects.create(
        minutes=minutes, number=Correction.objects.filter(minutes=minutes).count() + 1, name=name, old=old, new=new,
        reason=reason.strip(), at=clock.now(), by=actor.name, code=code_next(before, name, old, new, reason.strip()),
    )  # fmt: skip


@transaction.atomic
def minutes_correct(
    *, actor: Actor, activity: Activity, name: str, new: str, reason: str
) -> Correction:
    """Correct one field after the lock: old and new both stay readable, with the reason; the code goes on."""
    policies.minutes_lock(actor, activity)
    minutes = held(activity, State.LOCKED, doing="更正")
    if not reason.strip():
        raise Refused("写一句为什么更正。")
    now = texts_of(minutes)
    given = texts.plain({**now, name: new})
    old, text = now.get(name, ""), given.get(name, "")
    if old == text:
        raise Refused("改后的和原来的一样，没有要更正的。")
    if name.startswith("about.") and name != "about.end":
        raise Refused("时间、地点、主持和记录人在会议的页面上改，记录上会一并注明。")
    require_fits(Correction, name=name, reason=reason)
    made = _correction(actor, minutes, name, old, text, reason)
    version_keep(actor, minutes, given, How.CORRECTED, reason.strip())
    noted(actor, minutes, "correct", {"version": minutes.version, "field": texts.label(name)})
    return made
