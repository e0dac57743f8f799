"""What speaks against a record: written long after, the same words elsewhere, one person at two places at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity, Attendance
from zhibu.domain.attendance.selectors.roll import THERE
from zhibu.domain.meetings.models import Meeting
from zhibu.domain.minutes.choices import SignalKind
from zhibu.domain.minutes.likeness import ALIKE, LEAST, alike
from zhibu.domain.minutes.models import Band, Minutes, Version
from zhibu.domain.minutes.selectors.asking import lag
from zhibu.domain.minutes.texts import spoken
from zhibu.kernel.clock import SHANGHAI

LATE, LATE_AFTER = (
    15,
    30,
)  # days past the day that is demanded; past the meeting where no directive names a day
CANDIDATES = 20
USUAL = 30  # minutes, of a meeting whose end nobody wrote
DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Found:
    """One sign: of which activity, with which other one, about whom, and its figure."""

    activity: Activity
    kind: str
    other: str = ""
    member: str = ""
    figure: int = 0

    @property
    def key(self) -> str:
        """The same sign has the same key however often it is looked for."""
        return f"{self.kind}:{self.other}:{self.member}"


def signs(activities: Sequence[Activity]) -> list[Found]:
    """All signs about these activities."""
    found = [one for activity in activities for one in (*_late(activity), *_same_text(activity))]
    return [*found, *_two_places(activities)]


def _late(activity: Activity) -> Iterator[Found]:
    late = lag(activity)
    if late.recorded_on is None:
        return
    days = late.days if late.due is not None else (late.after or 0)
    limit = LATE if late.due is not None else LATE_AFTER
    days = max(days if days >= limit else 0, _grown(activity, late.recorded_on))
    if days:
        yield Found(activity, SignalKind.LATE, figure=days)


def _grown(activity: Activity, done: dt.date) -> int:
    """Days after it was finished on which most of its words came; 0 where they were there in time."""
    rows = list(
        Version.objects.filter(minutes=activity.pk).order_by("number").values_list("at", "texts")
    )
    if len(rows) < 2:
        return 0
    early = [len(spoken(texts)) for at, texts in rows if (at.astimezone(SHANGHAI).date() - done).days < LATE]
    last_at, last = rows[-1]
    whole = len(spoken(last))
    if whole < LEAST or (early and max(early) * 2 >= whole):
        return 0
    return (last_at.astimezone(SHANGHAI).date() - done).days


def text_of(key: str) -> str:
    """What people wrote in the minutes of an activity, as they stand."""
    minutes = Minutes.objects.filter(pk=key).first()
    if minutes is None or not minutes.version:
        return ""
    return spoken(Version.objects.get(minutes=minutes, number=minutes.version).texts)


def _same_text(activity: Activity) -> Iterator[Found]:
    own = {row.value: row.band for row in Band.objects.filter(minutes=activity.pk)}
    if not own:
        return
    near = (
        Band.objects.filter(value__in=own)
        .exclude(minutes=activity.pk)
        .values_list("minutes", "band", "value")
    )
    keys = list(
        dict.fromkeys(
            key for key, band, value in near.order_by("-minutes__on")[:200] if own[value] == band
        )
    )
    together = _together(activity)
    text = text_of(activity.pk)
    for key in keys[:CANDIDATES]:
        if key not in together and (share := alike(text, text_of(key))) >= ALIKE:
            yield Found(activity, SignalKind.SAME_TEXT, other=key, figure=share)


def _together(activity: Activity) -> set[str]:
    """Activities of the same gathering or joint meeting: one record may serve them all."""
    whole = activity.part_of_id or activity.pk
    found = set(
        Activity.objects.filter(Q(part_of=whole) | Q(pk=whole)).values_list("pk", flat=True)
    )
    first = (
        Meeting.objects.filter(activity=activity.pk).values_list("joint_of", flat=True).first()
        or activity.pk
    )
    joint = Meeting.objects.filter(Q(joint_of=first) | Q(activity=first)).values_list(
        "activity", flat=True
    )
    return found | set(joint)


def _two_places(activities: Sequence[Activity]) -> Iterator[Found]:
    timed = {one.pk: one for one in activities if one.start and one.status == ActivityStatus.HELD}
    if not timed:
        return
    there = Attendance.objects.filter(status__in=THERE)
    mine = there.filter(activity__in=timed).values_list("member", "activity")
    days = {one.on for one in timed.values()}
    people = {member for member, _ in mine}
    others = there.filter(
        member__in=people, activity__on__in=days, activity__status=ActivityStatus.HELD
    )
    others = others.exclude(activity__start="").select_related("activity")
    at: dict[str, list[Activity]] = {}
    for row in others:
        at.setdefault(row.member_id, []).append(row.activity)
    ends = _ends([one.pk for found in at.values() for one in found])
    for member, key in mine:
        activity = timed[key]
        together: set[str] | None = None
        for other in at.get(member, ()):
            if other.pk == key or other.on != activity.on or not _overlap(activity, other, ends):
                continue
            together = _together(activity) if together is None else together
            if other.pk not in together:
                yield Found(activity, SignalKind.TWO_PLACES, other=other.pk, member=member)


def _ends(keys: list[str]) -> dict[str, int]:
    """Minute of the day at which each ended, where somebody wrote it; else as long as was planned."""
    found = {}
    for key, start, long in Meeting.objects.filter(
        pk__in=keys, minutes_long__isnull=False
    ).values_list("pk", "activity__start", "minutes_long"):
        if start and long:
            found[key] = _minute(start) + long
    for row in Minutes.objects.filter(pk__in=keys, version__gt=0):
        texts = Version.objects.get(minutes=row, number=row.version).texts
        if (end := texts.get("about.end", "")) and len(end) == 5 and end[2] == ":":
            found[row.pk] = _minute(end)
    return found


def _overlap(one: Activity, other: Activity, ends: dict[str, int]) -> bool:
    a, b = _minute(one.start), _minute(other.start)
    return a < max(ends.get(other.pk, b + USUAL), b + 1) and b < max(
        ends.get(one.pk, a + USUAL), a + 1
    )


def _minute(text: str) -> int:
    hour, _, minute = text.partition(":")
    return int(hour) * 60 + int(minute) if hour.isdecimal() and minute.isdecimal() else DAY
