"""What the minutes of an activity ask for: fields of the type, what directives in force demand, what is still missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhibu.domain.activities.models import Activity
from zhibu.domain.attendance.selectors import AttendanceRoll
from zhibu.domain.meetings.selectors import Cited, cited_as
from zhibu.domain.minutes import texts
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.selectors import demanded, rulebook, step_days
from zhibu.engine.comparing.meetings import Demanded, Demands
from zhibu.engine.language.activity_types import ActivityType, MinutesField
from zhibu.kernel import clock

FROM_ROLL = ("present", "absent", "guests")  # taken from the attendance and the guests of the meeting
WITHIN_ITEMS = (
    "agenda",
    "contents",
    "discussion",
)  # texts that are written under the items of the agenda
HEAD = ("start", "place", "theme", "form", "host", "recorder")
TOLD = {
    "topics": "议题",
    "declared_entitled": "应到",
    "declared_present": "实到",
    "recorded_on": "记完的日期",
}


@dataclass(frozen=True, slots=True)
class Asking:
    """A field of the page: its name in the form, words, how it is filled in, who demands it, whether it is filled."""

    name: str
    label: str
    kind: str = "text"
    help: str = ""
    choices: tuple[str, ...] = ()
    citations: tuple[Cited, ...] = ()
    strength: str = ""
    met: bool = False

    @property
    def binding(self) -> bool:
        """应当 or 一般."""
        return self.strength in ("must", "usual")

    @property
    def anchor(self) -> str:
        """Where on the page it is mended."""
        return {"ticking": "ticking-h"}.get(self.name, self.name)

    @property
    def missing(self) -> bool:
        """To be written still."""
        return self.binding and not self.met


def has_items(kind: ActivityType) -> bool:
    """Whether its record goes by items of an agenda."""
    return any(
        one.code == "agenda" or (one.kind in ("resolutions", "opinions") and one.when != "before")
        for one in kind.minutes
    )


def resolves(demands: Demands, body: Organisation) -> bool:
    """Whether this body decides there: a group is no level of the organisation, what it says are opinions.

    Also at a theme day or an election, whose type has both for whoever holds it, unless a directive lets it decide.
    """
    if demands.goes("opinions_only") is not None:
        return False
    if demands.goes("decides") is not None:
        return True
    kinds = {one.kind for one in demands.type.minutes}
    return body.kind != OrganisationKind.PARTY_GROUP and ("resolutions" in kinds or "opinions" not in kinds)


def is_box(kind: ActivityType, field: MinutesField) -> bool:
    """Whether a field has a box of its own on the page."""
    if field.code in FROM_ROLL:
        return False
    if not has_items(kind):
        return True
    if field.kind in ("opinions", "resolutions"):
        return field.when == "before"
    return field.code not in WITHIN_ITEMS


def boxes(demands: Demands, written: Mapping[str, str]) -> list[Asking]:
    """The fields with a box of their own, in the order of the type."""
    found = []
    for field in demands.type.minutes:
        if not is_box(demands.type, field):
            continue
        name = f"field.{field.code}"
        asked = demands.minute(field.code)
        found.append(Asking(
            name, field.label or field.code, field.kind, field.help, tuple(field.choices), cited(asked),
            asked.strength if asked else "", bool(written.get(name, "").strip()),
        ))  # fmt: skip
    return found


def heads(demands: Demands) -> dict[str, Asking]:
    """Hour, place, theme, form, host and recorder: who demands each."""
    found = {}
    for name in HEAD:
        asked = demands.field(name)
        found[name] = Asking(
            f"about.{name}",
            texts.LABELS[name],
            citations=cited(asked),
            strength=asked.strength if asked else "",
        )
    return found


def checks(
    activity: Activity, demands: Demands, written: Mapping[str, str], roll: AttendanceRoll | None
) -> list[Asking]:
    """Everything that is to be there before the minutes are confirmed, met or not, those demanded with their articles."""
    found = [
        Asking(
            one.name,
            one.label,
            citations=one.citations,
            strength=one.strength,
            met=_is_met(activity, written, one.name),
        )
        for one in heads(demands).values()
        if one.citations
    ]
    if roll is not None:
        found += _people(demands, roll)
    found += _items(demands, written)
    found += [one for one in boxes(demands, written) if one.citations]
    return found


def _is_met(activity: Activity, written: Mapping[str, str], name: str) -> bool:
    return bool(written.get(name, "") or getattr(activity, name.removeprefix("about."), ""))


def _people(demands: Demands, roll: AttendanceRoll) -> list[Asking]:
    there = (
        demands.field("declared_present")
        or demands.field("declared_entitled")
        or demands.minute("present")
    )
    found = []
    if roll.lines:
        found.append(
            Asking(
                "ticking",
                "到会名单",
                citations=cited(there),
                strength=there.strength if there else "",
                met=True,
            )
        )
    bare = [
        line.member.name
        for line in roll.lines
        if line.status in ("excused", "absent") and not line.reason
    ]
    why = (
        demands.minute("absent") or demands.goes("leave_asked") or demands.field("declared_present")
    )
    if bare:
        found.append(
            Asking(
                "ticking", f"{'、'.join(bare[:3])}没到的原因", citations=cited(why), strength="must"
            )
        )
    return found


def _items(demands: Demands, written: Mapping[str, str]) -> list[Asking]:
    if not has_items(demands.type):
        return []
    rows = texts.items(written)
    said = any(one.said for one in rows) or any(name.startswith("field.") for name in written)
    views = any(one.view for one in rows) or bool(texts.todos(written))
    found = []
    for field in demands.type.minutes:
        asked = demands.minute(field.code)
        if (
            is_box(demands.type, field)
            or field.code in FROM_ROLL
            or asked is None
            or not asked.citations
        ):
            continue
        met = {"agenda": any(one.title for one in rows)}.get(
            field.code, views if field.kind in ("opinions", "resolutions") else said
        )
        found.append(
            Asking("items", field.label, citations=cited(asked), strength=asked.strength, met=met)
        )
    if not any(one.label == "内容" for one in found):
        found.append(Asking("items", "议题和讨论", strength="must", met=said))
    return found


def cited(asked: Demanded | None) -> tuple[Cited, ...]:
    """The articles of something demanded, as pages show them."""
    return tuple(cited_as(one) for one in asked.citations) if asked else ()


@dataclass(frozen=True, slots=True)
class Lag:
    """When the minutes were to be finished by the directives in force, when they were, and how many days late."""

    due: dt.date | None
    recorded_on: dt.date | None
    days: int  # late; 0: in time, or no directive names a day
    after: int | None  # days after the meeting on which they were finished

    @property
    def words(self) -> str:
        """补记 12 天, or nothing."""
        if not self.days:
            return ""
        return f"补记 {self.days} 天" if self.recorded_on else f"已晚 {self.days} 天"


def lag(activity: Activity, demands: Demands | None = None) -> Lag:
    """How late the minutes of one meeting are."""
    step = (demands or demanded(activity.organisation, activity.type, activity.on)).step("record")
    return _lag(activity, step.within if step else None)


def _lag(activity: Activity, within: int | None) -> Lag:
    due = activity.on + dt.timedelta(days=within) if within is not None else None
    done = activity.recorded_on
    days = max(0, ((done or clock.today()) - due).days) if due is not None else 0
    return Lag(due, done, days, (done - activity.on).days if done else None)


def lags(activities: Sequence[Activity]) -> dict[str, Lag]:
    """The same of many by their ids; nothing is asked of types for which no installed directive names a day."""
    said = [demand for one in rulebook().directives.values() for demand in one.meetings]
    timed = {code for demand in said if demand.step == "record" and demand.within is not None for code in demand.types}
    asked = [one for one in activities if one.type in timed]
    days = step_days([(one.organisation, one.type, one.on) for one in asked], "record")
    within = {one.pk: day for one, day in zip(asked, days, strict=True)}
    return {one.pk: _lag(one, within.get(one.pk)) for one in activities}
