"""What programs and the command line may do with minutes, templates' signals and inspections."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Literal

from pydantic import Field

from zhibu.domain.activities.models import Activity
from zhibu.domain.minutes import services
from zhibu.domain.minutes.models import Minutes, Signal
from zhibu.domain.minutes.selectors import asking, reading
from zhibu.domain.minutes.selectors import signals as signs
from zhibu.kernel.actions import Action, Given, Listing, Shape, Single
from zhibu.kernel.actor import Actor

States = Literal["", "none", "draft", "handed", "confirmed", "locked"]
SignalStates = Literal["", "open", "answered", "passed", "gone"]


class MinutesTold(Shape):
    """Minutes of one meeting; `texts` by the names of the record page, of a single one only."""

    id: str
    organisation: str
    type: str
    on: dt.date
    state: str
    version: int
    changed_by: str
    recorded_on: dt.date | None
    due: dt.date | None
    days_late: int
    confirmed_by: str
    code: str
    texts: dict[str, str]


class Asked(Given):
    """Which minutes; `until` is the first day no longer."""

    organisation: str = ""
    type: str = ""
    state: States = ""
    since: dt.date | None = None
    until: dt.date | None = None


class Save(Given):
    """Save a version; `base`: the version that was read (0: none), so that nobody's words are lost."""

    minutes: str
    texts: dict[str, str]
    base: int = Field(0, ge=0, le=1_000_000)


class Only(Given):
    """Which minutes."""

    minutes: str


class Reasoned(Given):
    """Which minutes, and why."""

    minutes: str
    reason: str


class Confirm(Given):
    """Confirm; `why` where it is not the host."""

    minutes: str
    why: str = ""


class Restore(Given):
    """Make an older version stand again."""

    minutes: str
    number: int = Field(ge=1, le=1_000_000)


class Correct(Given):
    """Correct one place after the lock: `name` as in `texts`."""

    minutes: str
    name: str
    new: str
    reason: str


class SignalTold(Shape):
    """One sign about a record."""

    id: str
    meeting: str
    organisation: str
    on: dt.date
    kind: str
    figure: int
    found_on: dt.date
    gone_on: dt.date | None
    answer: str
    answer_text: str
    passed_on: dt.date | None


class SignalsAsked(Given):
    """Which signals."""

    state: SignalStates = ""


class AnswerGiven(Given):
    """What the unit says."""

    signal: str
    answer: Literal["mended", "explained"]
    text: str


class OnlySignal(Given):
    """Which signal."""

    signal: str


def _told(activity: Activity, late: asking.Lag, *, whole: bool = False) -> MinutesTold:
    minutes: Minutes | None = getattr(activity, "minutes", None)
    return MinutesTold(
        id=activity.pk, organisation=activity.organisation_id, type=activity.type, on=activity.on,
        state=minutes.state if minutes else "none", version=minutes.version if minutes else 0,
        changed_by=minutes.changed_by if minutes else "", recorded_on=activity.recorded_on, due=late.due, days_late=late.days,
        confirmed_by=minutes.confirmed_by if minutes else "", code=minutes.code if minutes else "",
        texts=reading.texts_now(minutes) if whole else {},
    )  # fmt: skip


def _find(actor: Actor, asked: Asked) -> Any:
    return reading.recorded(actor, reading.Asked(**asked.model_dump()))


def _shape(actor: Actor, rows: Sequence[Activity]) -> list[MinutesTold]:
    late = asking.lags(rows)
    return [_told(row, late[row.pk]) for row in rows]


def _get(actor: Actor, key: str) -> MinutesTold:
    found = reading.activity_for(actor, key)
    return _told(found, asking.lag(found), whole=True)


def _after(actor: Actor, key: str) -> MinutesTold:
    found = Activity.objects.select_related("organisation", "minutes").get(pk=key)
    return _told(found, asking.lag(found), whole=True)


def _save(actor: Actor, given: Save) -> MinutesTold:
    found = reading.activity_for(actor, given.minutes)
    services.minutes_save(actor=actor, activity=found, texts=given.texts, base=given.base)
    return _after(actor, found.pk)


def _does(service: Any) -> Any:
    """A service about one meeting that takes the rest as it is given."""

    def do(actor: Actor, given: Any) -> MinutesTold:
        found = reading.activity_for(actor, given.minutes)
        service(actor=actor, activity=found, **given.model_dump(exclude={"minutes"}))
        return _after(actor, found.pk)

    return do


def _signal(row: Signal) -> SignalTold:
    return SignalTold(
        id=row.pk, meeting=row.activity_id, organisation=row.organisation_id, on=row.on, kind=row.kind, figure=row.figure,
        found_on=row.found_on, gone_on=row.gone_on, answer=row.answer, answer_text=row.answer_text, passed_on=row.passed_on,
    )  # fmt: skip


def _signals(actor: Actor, asked: SignalsAsked) -> Any:
    return signs.signals(actor, asked.state)


def _signals_told(actor: Actor, rows: Sequence[Signal]) -> list[SignalTold]:
    return [_signal(row) for row in rows]


def _answer(actor: Actor, given: AnswerGiven) -> SignalTold:
    found = signs.signal_get(actor, given.signal)
    return _signal(services.signal_answer(actor=actor, signal=found, answer=given.answer, text=given.text))


def _pass(actor: Actor, given: OnlySignal) -> SignalTold:
    return _signal(services.signal_pass(actor=actor, signal=signs.signal_get(actor, given.signal)))


ABOUT = ("minutes", "minutes")
ACTIONS = (
    Listing("minutes.list", "会议记录", Asked, MinutesTold, _find, _shape),
    Single("minutes.get", "一份会议记录", MinutesTold, _get),
    Action("minutes.save", "保存会议记录", Save, MinutesTold, _save, ABOUT),
    Action("minutes.hand", "交主持人核对", Only, MinutesTold, _does(services.minutes_hand), ABOUT),
    Action("minutes.return", "退回给记录人", Reasoned, MinutesTold, _does(services.minutes_return), ABOUT),
    Action("minutes.confirm", "核对无误", Confirm, MinutesTold, _does(services.minutes_confirm), ABOUT),
    Action("minutes.reopen", "收回核对", Reasoned, MinutesTold, _does(services.minutes_reopen), ABOUT),
    Action("minutes.lock", "锁定", Only, MinutesTold, _does(services.minutes_lock), ABOUT),
    Action("minutes.restore", "恢复旧版本", Restore, MinutesTold, _does(services.minutes_restore), ABOUT),
    Action("minutes.correct", "更正", Correct, MinutesTold, _does(services.minutes_correct), ABOUT),
    Listing("signal.list", "记录的提醒", SignalsAsked, SignalTold, _signals, _signals_told),
    Single("signal.get", "一条提醒", SignalTold, lambda actor, key: _signal(signs.signal_get(actor, key))),
    Action("signal.answer", "答复提醒", AnswerGiven, SignalTold, _answer, ("signal", "signal")),
    Action("signal.pass", "把提醒报上级", OnlySignal, SignalTold, _pass, ("signal", "signal")),
)
