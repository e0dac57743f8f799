"""What the pages beside the form show: the record as it stands, versions, two versions, the list."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhibu.domain.minutes import policies, texts
from zhibu.domain.minutes.choices import OPEN, SignalKind, State
from zhibu.domain.minutes.comparing import Part, differences
from zhibu.domain.minutes.record import Record, code_short
from zhibu.domain.minutes.selectors import asking, reading, records
from zhibu.domain.minutes.selectors import signals as signs
from zhibu.domain.rulebook.selectors import activity_type
from zhibu.kernel.actor import Actor
from zhibu.kernel.clock import SHANGHAI

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhibu.domain.activities.models import Activity
    from zhibu.domain.minutes.models import Minutes, Signal


@dataclass(frozen=True, slots=True)
class Standing:
    """The record as paper and page show it, its code, the corrections in words."""

    record: Record
    code: str
    corrections: tuple[str, ...]


def standing(activity: Activity) -> Standing:
    """The record of one meeting, as it was locked or as it stands."""
    minutes = reading.minutes_of(activity)
    record = records.record_of(activity, minutes, reading.texts_now(minutes))
    if minutes is None:
        return Standing(record, "", ())
    rows = reading.corrections_of(minutes)
    fields = labels(activity)
    words = tuple(
        f"第 {row.number} 次更正（{row.at.astimezone(SHANGHAI):%Y-%m-%d}，{row.by}）：{texts.label(row.name, fields)}原为“{row.old or '空'}”，"
        f"改为“{row.new or '空'}”。原因：{row.reason}。核对码 {code_short(row.code)}"
        for row in rows
    )
    return Standing(record, minutes.code, words)


def labels(activity: Activity) -> dict[str, str]:
    """Code of a field of its type -> its label."""
    return {one.code: one.label for one in activity_type(activity.type).minutes}


def read_context(actor: Actor, activity: Activity) -> dict[str, Any]:
    """The page of those who do not write now."""
    minutes = reading.minutes_of(activity)
    shown = standing(activity)
    writes = policies.writes(actor, activity)
    open_state = minutes is None or minutes.state in OPEN
    return {
        "activity": activity, "minutes": minutes, "shown": shown, "record": shown.record, "code": code_short(shown.code),
        "lag": asking.lag(activity), "writes": writes, "label": activity_type(activity.type).label,
        "reopen": minutes is not None and minutes.state == State.CONFIRMED and policies.confirms(actor, activity),
        "lock": minutes is not None and minutes.state == State.CONFIRMED and writes,
        "correct": minutes is not None and minutes.is_locked and writes, "begin": open_state and writes,
        "signals": signs.signals(actor).filter(activity=activity) if writes else [],
        "store": f"{actor.user}:{activity.pk}" if writes else "",
    }  # fmt: skip


def versions_context(actor: Actor, activity: Activity) -> dict[str, Any]:
    """All versions with what can be done to each."""
    minutes = reading.minutes_of(activity)
    found = reading.versions_of(minutes) if minutes else []
    may = policies.writes(actor, activity) and minutes is not None and minutes.state in OPEN
    return {"activity": activity, "minutes": minutes, "versions": found, "may_restore": may, "label": activity_type(activity.type).label}


@dataclass(frozen=True, slots=True)
class Changed:
    """One field that differs, with its label."""

    label: str
    parts: tuple[Part, ...]


def compare_context(activity: Activity, a: str, b: str) -> dict[str, Any]:
    """Two versions, the last two where the address names none."""
    minutes = reading.minutes_of(activity)
    if minutes is None or not minutes.version:
        return {"activity": activity, "changed": [], "versions": []}
    newer = reading.version_get(minutes, _number(b, minutes.version))
    older = reading.version_get(minutes, _number(a, max(newer.number - 1, 1)))
    if older.number > newer.number:
        older, newer = newer, older
    fields = labels(activity)
    names = {one.key: one.title for one in texts.items({**older.texts, **newer.texts})}
    return {
        "activity": activity, "older": older, "newer": newer, "versions": reading.versions_of(minutes),
        "changed": [Changed(_place(one.name, fields, names), one.parts) for one in differences(older.texts, newer.texts)
                    if not _is_hidden(one.name)],
        "label": activity_type(activity.type).label,
    }  # fmt: skip


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else otherwise


def _is_hidden(name: str) -> bool:
    """Ids of persons and items say nothing to a reader."""
    return name.endswith(".item") or name.endswith(".owner") or name in ("about.host", "about.recorder")


def _place(name: str, fields: dict[str, str], titles: dict[str, str]) -> str:
    label = texts.label(name, fields)
    if name.startswith("item.") and not name.endswith(".title"):
        return f"{titles.get(name.split('.')[1], '')[:30]}：{label}"
    return label


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list."""

    activity: Activity
    label: str
    state: str
    lag: asking.Lag
    minutes: Minutes | None


def lines(found: Iterable[Activity]) -> list[Line]:
    """The lines of the list, each with its lag."""
    rows = list(found)
    late = asking.lags(rows)
    return [
        Line(one, activity_type(one.type).label, reading.state_of(one), late[one.pk], getattr(one, "minutes", None)) for one in rows
    ]


def span_words(since: dt.date, until: dt.date) -> str:
    """2026年 or 2026年11月."""
    return f"{since.year}年" if (until - since).days > 31 else f"{since.year}年{since.month}月"


def may_correct(name: str) -> bool:
    """Whether a place is corrected in the minutes: what rules read is corrected at the meeting itself."""
    return not (name.startswith("about.") and name != "about.end") and not name.endswith((".item", ".owner")) and not name.startswith("follow.")


@dataclass(frozen=True, slots=True)
class SignalLine:
    """A signal as the list tells it."""

    signal: Signal
    label: str
    words: str
    own: bool


def waiting_signals(actor: Actor) -> int:
    """How many of one's own units' signals wait for a word."""
    return signs.signals(actor, "open").filter(passed_on=None).count()


def signal_lines(actor: Actor, found: list[Signal]) -> list[SignalLine]:
    """The lines of the list."""
    own = signs.own_of(actor, found)
    return [SignalLine(one, activity_type(one.activity.type).label, signal_words(actor, one), one.pk in own) for one in found]


def signal_words(actor: Actor, one: Signal) -> str:
    """What was found, in a sentence, without blame."""
    if one.kind == SignalKind.LATE:
        return f"最迟该记完的日子过了 {one.figure} 天才写"
    other = one.other
    where = "另一次会议"
    if other is not None and signs.other_seen(actor, one):
        where = f"{other.organisation} {other.on} 的{activity_type(other.type).label}"
    elif other is not None:
        where = f"别的单位 {other.on} 的一次会议"
    if one.kind == SignalKind.SAME_TEXT:
        return f"文字有 {one.figure}% 和{where}相同"
    return f"{one.member.name if one.member else '有人'}同一时间也登记在{where}"


def signal_context(actor: Actor, one: Signal) -> dict[str, Any]:
    """One signal with its passages."""
    return {
        "signal": one, "activity": one.activity, "words": signal_words(actor, one), "label": activity_type(one.activity.type).label,
        "compared": signs.compared(actor, one) if one.kind == SignalKind.SAME_TEXT else None,
        "other": one.other if signs.other_seen(actor, one) else None, "may_answer": policies.writes(actor, one.activity),
    }  # fmt: skip
