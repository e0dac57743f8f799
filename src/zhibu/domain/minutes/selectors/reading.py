"""Reads of minutes: one with its versions, lists of a unit, what waits to be written or confirmed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from zhibu.domain.accounts import scope
from zhibu.domain.activities.cells import names
from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity
from zhibu.domain.meetings.kinds import MADE_ELSEWHERE, kind_of
from zhibu.domain.meetings.selectors import meetings
from zhibu.domain.minutes import policies
from zhibu.domain.minutes.choices import State
from zhibu.domain.minutes.models import Choice, Correction, Draft, Minutes, Version
from zhibu.domain.minutes.selectors.asking import lags
from zhibu.domain.minutes.texts import Texts
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.selectors import confidential_types, rulebook
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.dates import add_months
from zhibu.kernel.errors import NotFound
from zhibu.kernel.open_work import OpenItem

BACK = 60  # days: older meetings without minutes are no longer pressed for on a desk
SHOWN = 8
READABLE = (State.CONFIRMED, State.LOCKED)
MANY = 2_000


@dataclass(frozen=True, slots=True)
class Asked:
    """How the list is cut; `until` is the first day no longer."""

    organisation: str = ""
    type: str = ""
    state: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


def hidden() -> frozenset[str]:
    """Types without minutes here: talks and reports have rooms of their own, papers are no meetings."""
    papers = {kind.code for kind in rulebook().activity_types.values() if kind.is_written}
    return confidential_types() | MADE_ELSEWHERE | papers


def activity_for(actor: Actor, key: str) -> Activity:
    """The meeting whose minutes he may write or read: a writer always, whoever else may see it once they are confirmed."""
    found = meetings(actor).filter(pk=key).first()
    if found is None:
        own = names("host", actor.member) | names("recorder", actor.member) if actor.member else Q(pk__in=[])
        rows = Activity.objects.filter(own, pk=key).select_related("organisation", "organisation__parent", "meeting")
        found = next((one for one in rows if policies.writes(actor, one)), None)
    if found is None or found.type in hidden():
        raise NotFound("找不到这份会议记录，或者它不在你的管理范围里。")
    if not opens(actor, found):
        raise NotFound("这次会的记录还没有核对好，核对以后你可以看。")
    return found


def opens(actor: Actor, activity: Activity) -> bool:
    """Whether the record opens to somebody who may see the meeting; links ask this too."""
    if policies.writes(actor, activity) or policies.works_there(actor, activity.organisation):
        return True
    return Minutes.objects.filter(activity=activity, state__in=READABLE).exists()


def activity_with_drafts(actor: Actor, key: str) -> Activity:
    """The same for older versions: whoever only took part reads what was confirmed, not how it was written."""
    found = activity_for(actor, key)
    if not (policies.writes(actor, found) or policies.works_there(actor, found.organisation)):
        raise NotFound("以前的各版由写记录的人和管这个组织的人看；核对过的记录你可以看。")
    return found


def minutes_of(activity: Activity) -> Minutes | None:
    """The minutes; None while nobody has written any. The caller has asked who may see them."""
    return Minutes.objects.filter(activity=activity).first()


def texts_now(minutes: Minutes | None) -> Texts:
    """What stands in them."""
    if minutes is None or not minutes.version:
        return {}
    return dict(Version.objects.only("texts").get(minutes=minutes, number=minutes.version).texts)


def versions_of(minutes: Minutes) -> list[Version]:
    """All versions, the newest first, without their texts."""
    return list(Version.objects.filter(minutes=minutes).defer("texts"))


def version_get(minutes: Minutes, number: int) -> Version:
    """One version."""
    found = Version.objects.filter(minutes=minutes, number=number).first()
    if found is None:
        raise NotFound(f"没有第 {number} 版。")
    return found


def choices_open(minutes: Minutes) -> list[Choice]:
    """Places where two wordings wait to be chosen."""
    return list(Choice.objects.filter(minutes=minutes, chosen_at=None))


def corrections_of(minutes: Minutes) -> list[Correction]:
    """Corrections after the lock, in order."""
    return list(Correction.objects.filter(minutes=minutes))


def draft_of(actor: Actor, activity: Activity) -> Draft | None:
    """What he typed and did not save."""
    return Draft.objects.filter(activity=activity, user=actor.user).first() if actor.user else None


def drafts_beside(actor: Actor, activity: Activity) -> int:
    """How many others are writing the same minutes and have not saved yet."""
    hour = clock.now() - dt.timedelta(hours=2)
    return Draft.objects.filter(activity=activity, at__gte=hour).exclude(user=actor.user or "-").count()


def recorded(actor: Actor, asked: Asked | None = None) -> QuerySet[Activity]:
    """Held meetings in scope with their minutes, the latest first; talks and what is confidential left out."""
    found = Activity.objects.filter(scope.reach(actor, "organisation__"), status=ActivityStatus.HELD).exclude(type__in=hidden())
    found = found.select_related("organisation", "organisation__parent", "minutes").order_by("-on", "-pk")
    asked = asked or Asked()
    if asked.organisation:
        body = Organisation.objects.filter(pk=asked.organisation).first()
        found = found.filter(organisation__path__under=body.path) if body else found.none()
    if asked.type:
        found = found.filter(type=asked.type)
    if asked.since:
        found = found.filter(on__gte=asked.since)
    if asked.until:
        found = found.filter(on__lt=asked.until)
    if asked.state == "none":
        found = found.filter(minutes=None, recorded_on=None)
    elif asked.state in State.values:
        found = found.filter(minutes__state=asked.state)
    return found


STATES = {"none": "还没写", **dict(State.choices)}


def state_of(activity: Activity) -> str:
    """How far its minutes are, in words; also of imported ones that have none here."""
    minutes = getattr(activity, "minutes", None)
    if minutes is not None:
        return str(minutes.get_state_display())
    return "还没写" if activity.recorded_on is None else "记录不在这里"


def unconfirmed(activity: Activity) -> State | None:
    """Whether its minutes are here and its host has not confirmed them: being written, or handed to him; else None."""
    minutes = minutes_of(activity)
    return State(minutes.state) if minutes is not None and minutes.state in (State.DRAFT, State.HANDED) else None


def last_before(activity: Activity) -> Activity | None:
    """The meeting of the same type before this one: whose tasks are followed up."""
    found = Activity.objects.filter(
        organisation=activity.organisation, type=activity.type, on__lt=activity.on, status=ActivityStatus.HELD
    )
    return found.order_by("-on", "-pk").first()


def units_written(actor: Actor, organisation: Organisation, since: dt.date, until: dt.date) -> Sequence[Activity]:
    """The held meetings of one unit and what is below it in a span, in order: a booklet."""
    found = recorded(actor, Asked(organisation.pk, since=since, until=until)).exclude(minutes=None)
    return list(found.order_by("on", "start", "pk")[:MANY])


def month_or_year(text: str) -> tuple[dt.date, dt.date]:
    """`2026-11` or `2026` as first day and first day no longer; NotFound in words for anything else."""
    try:
        year, _, month = text.partition("-")
        first = dt.date(int(year), int(month or 1), 1)
        return first, add_months(first, 1 if month else 12)
    except (ValueError, OverflowError):
        raise NotFound(f"“{text[:20]}”不是年或月，写成 2026 或 2026-11。") from None


def _waiting(actor: Actor, today: dt.date) -> list[tuple[Activity, str]]:
    """What waits for him: to be confirmed as host, to be written where he runs the meeting or was named."""
    since = today - dt.timedelta(days=BACK)
    mine = names("host", actor.member) | names("recorder", actor.member) if actor.member else Q(pk__in=[])
    led = Q(organisation__in=actor.bodies())
    branches = scope.reach(actor, "organisation__", roles=("secretary",)) if actor.holds("secretary") else Q(pk__in=[])
    own = [held.organisation for held in actor.roles if held.role in ("secretary", "leader")]
    alone = Q(minutes__state=State.HANDED, host=F("recorder")) & ~Q(host="")  # a group whose leader wrote them himself
    led |= branches & (Q(organisation__in=own) | alone)
    # a secretary who presided and wrote himself: another of the committee confirms
    led |= alone & Q(organisation__in=[held.organisation for held in actor.roles if held.role == "commissioner"])
    found = Activity.objects.filter(mine | led, on__gte=since, on__lte=today).exclude(type__in=hidden())
    found = found.filter(status__in=(ActivityStatus.HELD, ActivityStatus.PLANNED))
    open_ones = Q(minutes__state__in=(State.DRAFT, State.HANDED)) | Q(minutes=None, recorded_on=None)
    rows = found.filter(open_ones).select_related("organisation", "minutes").order_by("on", "pk")[: SHOWN * 4]
    told: list[tuple[Activity, str]] = []
    for one in rows:
        minutes = getattr(one, "minutes", None)
        handed = minutes is not None and minutes.state == State.HANDED
        if handed and policies.confirms(actor, one):
            told.append((one, "核对"))
        elif not handed and policies.writes(actor, one) and (one.status == ActivityStatus.HELD or minutes is not None):
            told.append((one, "写"))
    return told[:SHOWN]


def desk_items(actor: Actor, today: dt.date) -> list[OpenItem]:
    """Minutes to confirm and to write, with the day by which a directive wants them."""
    if not (actor.member or actor.holds("leader", "secretary")):
        return []
    found = []
    waiting = _waiting(actor, today)
    late = lags([one for one, _ in waiting])
    for one, verb in waiting:
        label = _label(one.type)
        words = f"{one.on.month}月{one.on.day}日{label}的记录" + ("写好了，等你核对" if verb == "核对" else "还没写完")
        found.append(OpenItem("会议记录", words, reverse("minutes", args=[one.pk]), late[one.pk].due, "核对" if verb == "核对" else "写记录", about=one.pk))
    return found


def _label(code: str) -> str:
    found = kind_of(code)
    return str(getattr(found, "label", code) or code)


def open_items(organisation: str, user: str, member: str) -> list[OpenItem]:
    """What is handed over when somebody's rights at an organisation end: minutes that are not confirmed."""
    found = Minutes.objects.filter(organisation=organisation, state__in=(State.DRAFT, State.HANDED))
    return [
        OpenItem("会议记录", f"{row.on} 的{_label(row.activity.type)}记录：{row.get_state_display()}", reverse("minutes", args=[row.pk]))
        for row in found.select_related("activity")[: SHOWN * 4]
    ]
