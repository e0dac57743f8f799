"""What the columns of an activity must look like and how they must agree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from zhibu.domain.activities.choices import ActivityStatus, Form
from zhibu.domain.activities.models import Activity
from zhibu.domain.activities.services.noting import ROLES
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.columns import require_fits
from zhibu.kernel import clock
from zhibu.kernel.errors import NotFound, Refused

TEXTS: Final = ("start", "place", "theme", "form", *ROLES)
DAYS: Final = ("notice_on", "consulted_on", "approved_on", "reported_on", "recorded_on")
NUMBERS: Final = ("topics", "declared_entitled", "declared_present")
COLUMNS: Final = ("type", "on", "status", "part_of", *TEXTS, *DAYS, *NUMBERS)
EARLIEST, FARTHEST = 1921, 10  # a year; years ahead: what lies farther is a slip, and days reckoned from it break every list
LABELS: Final = {column.name: str(column.verbose_name) for column in Activity._meta.concrete_fields}
_START = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)


def values_take(activity: Activity, values: Mapping[str, Any]) -> None:
    """Put the values into the row, not yet written; refused with a word where they do not fit each other."""
    unknown = sorted(values.keys() - set(COLUMNS))
    if unknown:
        raise TypeError(f"no such columns of an activity: {', '.join(unknown)}")
    for name, value in values.items():
        if name in ROLES:
            value = _people(value)
        elif name in TEXTS or name in ("type", "status"):
            value = str(value or "").strip()
        setattr(activity, name, value)
    _require_shape(activity)
    _require_known(activity, [name for name in ROLES if name in values])
    if "part_of" in values:
        _require_gathering(activity)


def _people(given: str | Member | Iterable[str | Member] | None) -> str:
    if given is None:
        return ""
    if isinstance(given, str | Member):
        given = given.split() if isinstance(given, str) else [given]
    return " ".join(dict.fromkeys(one.pk if isinstance(one, Member) else one for one in given))


def _require_shape(activity: Activity) -> None:
    if activity.status not in ActivityStatus.values:
        raise Refused(f"状态读到“{activity.status}”，应是计划、已开展、延期或取消。")
    if activity.form and activity.form not in Form.values:
        raise Refused(f"形式读到“{activity.form}”，应是现场、线上或书面。")
    if activity.start and not _START.fullmatch(activity.start):
        raise Refused(f"时间读到“{activity.start}”，应写成 15:00 这样。")
    texts = {name: getattr(activity, name) for name in ("type", "place", "theme", *ROLES)}
    require_fits(Activity, **texts)
    today = clock.today()
    if not EARLIEST <= activity.on.year <= today.year + FARTHEST:
        raise Refused(f"日期读到 {activity.on}，应在 {EARLIEST} 年到 {today.year + FARTHEST} 年之间，看看年份写错没有。")
    if activity.status == ActivityStatus.HELD and activity.on > today:
        raise Refused(f"{activity.on} 还没到，不能记成已开展。")
    begun = activity.organisation.established
    if begun and activity.on < begun:
        raise Refused(f"{activity.organisation} {begun} 才成立，{activity.on} 还没有。")
    for name in DAYS:
        day = getattr(activity, name)
        if day and day > today:
            label = LABELS[name]
            raise Refused(f"{label}读到 {day}，还没到，最晚填今天。")
    for name in NUMBERS:
        number = getattr(activity, name)
        if number is not None and not 0 <= number <= 100_000:
            label = LABELS[name]
            raise Refused(f"{label}读到 {number}，应是不小于 0 的整数。")


def _require_known(activity: Activity, roles: Iterable[str]) -> None:
    wanted = {key for role in roles for key in getattr(activity, role).split()}
    known = (
        set(Member.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    )
    if wanted - known:
        raise NotFound("主持、记录或主讲的人里有找不到的党员，重新选。")


def _require_gathering(activity: Activity) -> None:
    whole = activity.part_of
    if whole is None:
        return
    if whole.pk == activity.pk:
        raise Refused("一次活动不能记在它自己里面。")
    if whole.part_of_id:
        raise Refused("那一次活动本身记在别的活动里面，选最外面的那一次。")
    if activity.parts.exists():
        raise Refused("还有别的活动记在这一次里面，先把它们分开。")
