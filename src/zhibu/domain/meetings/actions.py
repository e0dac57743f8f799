"""What programs and the command line may do with meetings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Literal

from pydantic import Field

from zhibu.domain.accounts import scope
from zhibu.domain.activities.models import Activity
from zhibu.domain.meetings import selectors, services
from zhibu.domain.meetings.content import Content, Invited, Item
from zhibu.domain.meetings.joint_actions import JOINT
from zhibu.domain.meetings.kinds import label_of
from zhibu.domain.meetings.shapes import MeetingTold
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.actions import Action, Given, Listing, Shape, Single, by_service
from zhibu.kernel.actor import Actor

States = Literal["", "ahead", "overdue", "held", "unrecorded", "unreported", "postponed", "cancelled"]


class Asked(Given):
    """Which meetings; `until` is the first day no longer."""

    organisation: str = ""
    type: str = ""
    state: States = ""
    words: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


class Contents(Given):
    """What is said of a meeting; what is left out stays or is derived."""

    start: str | None = None
    place: str | None = None
    theme: str | None = None
    host: list[str] | None = None
    recorder: list[str] | None = None
    speaker: list[str] | None = None
    requirements: str | None = None
    agenda: list[str] | None = None
    guests: list[str] | None = Field(None, description="姓名，身份")


class Plan(Contents):
    """Plan a meeting; `also`: types held in the same gathering, `joint_with`: other units, `consult`: ask at once."""

    organisation: str
    type: str
    on: dt.date
    also: list[str] = []
    joint_with: list[str] = []
    consult: bool = False
    word: str = ""


class Enter(Contents):
    """Enter one that was held and never planned here."""

    organisation: str
    type: str
    on: dt.date
    also: list[str] = []
    joint_with: list[str] = []


class Change(Contents):
    """Change it."""

    meeting: str
    on: dt.date | None = None
    why: str = Field("", description="记录完成以后改日期、时间、地点的原因")


class Worded(Given):
    """A step with a word."""

    meeting: str
    word: str = ""


class Dated(Worded):
    """A step of a day, with a word."""

    on: dt.date | None = None


class Notify(Dated):
    """Tell those called; `send` false: they were told elsewhere on the day."""

    send: bool = True


class Hold(Given):
    """It was held, as planned or otherwise."""

    meeting: str
    on: dt.date | None = None
    start: str | None = None
    place: str | None = None


class Postpone(Given):
    """To another day, or until one is settled."""

    meeting: str
    reason: str
    to: dt.date | None = None
    start: str | None = None
    place: str | None = None


class Cancel(Given):
    """Not held."""

    meeting: str
    reason: str


class Resume(Given):
    """Held after all."""

    meeting: str
    to: dt.date | None = None


class Only(Given):
    """Nothing but which."""

    meeting: str


class Coded(Given):
    """A step by its code."""

    meeting: str
    code: str


class Step(Dated):
    """A step that only its type knows."""

    code: str


class Unkept(Only):
    """A paper noted by mistake."""

    kind: str = Field(description="材料种类的代码，如 script")


class Kept(Unkept):
    """A paper that is there since a day (today)."""

    on: dt.date | None = None


class Join(Given):
    """One more activity of the same gathering."""

    meeting: str
    type: str
    theme: str = ""


class Removed(Shape):
    """It is gone."""

    id: str


def _told(one: Activity, agenda: Sequence[str] | None = None) -> MeetingTold:
    sheet = selectors.sheet_of(one)
    titles = [item.title for item in selectors.agenda_of(one)] if agenda is None else list(agenda)
    same = ("id", "type", "on", "start", "place", "theme", "status", "consulted_on", "approved_on", "notice_on", "recorded_on",
            "reported_on")  # fmt: skip
    return MeetingTold(
        **{name: getattr(one, name) for name in same}, organisation=one.organisation_id, label=label_of(one.type),
        host=one.host.split(), recorder=one.recorder.split(), speaker=one.speaker.split(), agenda=titles,
        part_of=one.part_of_id or "", joint_of=sheet.joint_of_id or "", returned_on=sheet.returned_on,
        late_entry=sheet.late_entry, version=sheet.version,
    )  # fmt: skip


def _find(actor: Actor, asked: Asked) -> Any:
    return selectors.meetings(actor, selectors.Asked(**asked.model_dump()))


def _shape(actor: Actor, rows: Sequence[Activity]) -> list[MeetingTold]:
    agendas = selectors.agendas([row.pk for row in rows])
    return [_told(row, agendas.get(row.pk, [])) for row in rows]


def _get(actor: Actor, key: str) -> MeetingTold:
    return _told(selectors.meeting_get(actor, key))


def _content(given: Contents) -> Content:
    def ids(keys: list[str] | None) -> str | None:
        return None if keys is None else " ".join(keys)

    agenda = None if given.agenda is None else tuple(Item(title) for title in given.agenda)
    guests = None if given.guests is None else tuple(_guest(line) for line in given.guests)
    return Content(
        start=given.start, place=given.place, theme=given.theme, host=ids(given.host), recorder=ids(given.recorder),
        speaker=ids(given.speaker), requirements=given.requirements, agenda=agenda, guests=guests,
    )  # fmt: skip


def _guest(line: str) -> Invited:
    name, _, role = line.replace(",", "，").partition("，")
    return Invited(name.strip(), role.strip())


def _bodies(actor: Actor, keys: Sequence[str]) -> list[Organisation]:
    return [scope.organisation_get(actor, key) for key in keys]


def _plan(actor: Actor, given: Plan) -> MeetingTold:
    return _told(services.meeting_plan(
        actor=actor, organisation=scope.organisation_get(actor, given.organisation), type=given.type, on=given.on,
        content=_content(given), also=given.also, joint_with=_bodies(actor, given.joint_with), consult=given.consult, word=given.word,
    ))  # fmt: skip


def _enter(actor: Actor, given: Enter) -> MeetingTold:
    return _told(services.meeting_enter(
        actor=actor, organisation=scope.organisation_get(actor, given.organisation), type=given.type, on=given.on,
        content=_content(given), also=given.also, joint_with=_bodies(actor, given.joint_with),
    ))  # fmt: skip


def _change(actor: Actor, given: Change) -> MeetingTold:
    found = selectors.meeting_get(actor, given.meeting)
    return _told(services.meeting_change(actor=actor, activity=found, content=_content(given), on=given.on, why=given.why))


def _remove(actor: Actor, given: Only) -> Removed:
    services.meeting_remove(actor=actor, activity=selectors.meeting_get(actor, given.meeting))
    return Removed(id=given.meeting)


ABOUT = ("meeting", "meeting")
_by = by_service("meeting", lambda actor, _, made: _told(made), takes="activity", meeting=selectors.meeting_get)
ACTIONS = (
    Listing("meeting.list", "会议活动", Asked, MeetingTold, _find, _shape),
    Single("meeting.get", "一次会议活动", MeetingTold, _get),
    Action("meeting.plan", "计划会议", Plan, MeetingTold, _plan),
    Action("meeting.enter", "补登会议", Enter, MeetingTold, _enter),
    Action("meeting.change", "改会议", Change, MeetingTold, _change, ABOUT),
    Action("meeting.join", "同一次再开展一项", Join, MeetingTold, _by(services.meeting_join), ABOUT),
    Action("meeting.remove", "删掉误登的计划", Only, Removed, _remove, ABOUT),
    Action("meeting.consult", "请示支部", Dated, MeetingTold, _by(services.meeting_consult), ABOUT),
    Action("meeting.approve", "支部同意", Dated, MeetingTold, _by(services.meeting_approve), ABOUT),
    Action("meeting.return", "支部退回", Dated, MeetingTold, _by(services.meeting_return), ABOUT),
    Action("meeting.notify", "发通知", Notify, MeetingTold, _by(services.meeting_notify), ABOUT),
    Action("meeting.hold", "登记召开", Hold, MeetingTold, _by(services.meeting_hold), ABOUT),
    Action("meeting.check", "核对记录", Dated, MeetingTold, _by(services.meeting_check), ABOUT),
    Action("meeting.report", "上报", Dated, MeetingTold, _by(services.meeting_report), ABOUT),
    Action("meeting.receive", "支部收到", Worded, MeetingTold, _by(services.meeting_receive), ABOUT),
    Action("meeting.follow", "跟进落实", Worded, MeetingTold, _by(services.meeting_follow), ABOUT),
    Action("meeting.archive", "归档", Only, MeetingTold, _by(services.meeting_archive), ABOUT),
    Action("meeting.paper", "登记会议材料", Kept, MeetingTold, _by(services.meeting_paper), ABOUT),
    Action("meeting.paper_undo", "撤回会议材料的登记", Unkept, MeetingTold, _by(services.meeting_paper_undo), ABOUT),
    Action("meeting.step", "登记别的步骤", Step, MeetingTold, _by(services.meeting_step), ABOUT),
    Action("meeting.undo", "撤回一步", Coded, MeetingTold, _by(services.meeting_undo), ABOUT),
    Action("meeting.postpone", "改期", Postpone, MeetingTold, _by(services.meeting_postpone), ABOUT),
    Action("meeting.cancel", "取消", Cancel, MeetingTold, _by(services.meeting_cancel), ABOUT),
    Action("meeting.resume", "恢复", Resume, MeetingTold, _by(services.meeting_resume), ABOUT),
    *JOINT,
)
