"""Planning a meeting, several in one gathering, one of several units; changing it; entering one that was held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.db import transaction

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity
from zhibu.domain.activities.services import activity_change, activity_record, activity_remove
from zhibu.domain.audit.services import Touch, entry_record
from zhibu.domain.meetings import policies
from zhibu.domain.meetings.choices import JointState, Move, StepCode
from zhibu.domain.meetings.content import Content, Invited, Item
from zhibu.domain.meetings.kinds import kind_get
from zhibu.domain.meetings.models import (
    AgendaItem,
    Guest,
    JointInvitation,
    Meeting,
    MeetingMove,
    StepDone,
)
from zhibu.domain.meetings.selectors import host_of, require_namable
from zhibu.domain.meetings.services.moving import move_put, shared_change
from zhibu.domain.meetings.services.noting import held, named, noted, require_open, step_put
from zhibu.domain.meetings.services.steps import meeting_consult
from zhibu.domain.meetings.services.together import require_own
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused

MOST_ITEMS, MOST_GUESTS = 30, 50
EMPTY = Content()


@transaction.atomic
def meeting_plan(
    *, actor: Actor, organisation: Organisation, type: str, on: dt.date, content: Content = EMPTY,
    also: Sequence[str] = (), joint_with: Sequence[Organisation] = (), consult: bool = False, word: str = "",
) -> Activity:  # fmt: skip
    """Plan a meeting; the first of several is given back.

    `also`: types held in the same gathering, each its own activity with the shared day, place and host.
    `joint_with`: other units, each with an activity of its own, linked to this one. `consult`: ask the branch at
    once. A day that has passed is refused: what was held is entered (`meeting_enter`).
    """
    if on < clock.today():
        raise Refused(f"{on} 已经过去，不能再计划。已经开过的，用“补登”。")
    made = _make(actor, organisation, type, on, content, also, joint_with, status=ActivityStatus.PLANNED)
    if consult:
        return meeting_consult(actor=actor, activity=made, on=clock.today(), word=word)
    return made


@transaction.atomic
def meeting_enter(
    *, actor: Actor, organisation: Organisation, type: str, on: dt.date, content: Content = EMPTY,
    also: Sequence[str] = (), joint_with: Sequence[Organisation] = (),
) -> Activity:  # fmt: skip
    """Enter a meeting that was held and never planned here (补登): it is marked as such for good."""
    if on > clock.today():
        raise Refused(f"{on} 还没到，不能登记成开过的。要开的，用“计划会议”。")
    return _make(actor, organisation, type, on, content, also, joint_with, status=ActivityStatus.HELD)


@transaction.atomic
def meeting_series(
    *, actor: Actor, organisation: Organisation, type: str, days: Sequence[tuple[dt.date, Content]],
) -> list[Activity]:  # fmt: skip
    """Plan several of a type in one go: a month's, a year's; a day on which that type is planned already is left out."""
    there = set(
        Activity.objects.filter(organisation=organisation, type=type, on__in=[day for day, _ in days])
        .exclude(status=ActivityStatus.CANCELLED).values_list("on", flat=True)
    )  # fmt: skip
    wanted = [(day, content) for day, content in days if day not in there]
    if not wanted:
        raise Refused("这些日子都已经有计划了，没有要新加的。")
    return [meeting_plan(actor=actor, organisation=organisation, type=type, on=day, content=content) for day, content in wanted]


@transaction.atomic
def meeting_change(
    *, actor: Actor, activity: Activity, content: Content, on: dt.date | None = None, base: int | None = None, why: str = ""
) -> Activity:
    """Change what is planned or entered; a day that members were told is changed by postponing, with its reason.

    Once the minutes were finished day, hour and place are corrected only, with `why`; locked minutes note it.
    """
    found, sheet = held(activity, base=base)
    policies.meeting_keep(actor, found.organisation)
    require_open(found, "改")
    if on is not None and on != found.on:
        if found.notice_on is not None and found.status != ActivityStatus.HELD:
            raise Refused(f"已经通知大家 {found.on} 开会，改日期用“改期”，写明原因。")
        if found.status != ActivityStatus.HELD and on < clock.today():
            raise Refused(f"{on} 已经过去，计划的日期最早填今天。")
    said = content.columns() | ({"on": on} if on is not None else {})
    shared: dict[str, object] = {name: said[name] for name in ("on", "start", "place") if name in said and said[name] != getattr(found, name)}
    if shared and found.status != ActivityStatus.HELD:
        require_own(found, "日期、时间和地点")
    corrects = bool(shared) and found.status == ActivityStatus.HELD and found.recorded_on is not None
    if corrects and not why.strip():
        raise Refused("这次会的记录已经完成，日期、时间、地点只能更正，写一句为什么更正。")
    if on is not None and found.status == ActivityStatus.HELD and on > clock.today():
        raise Refused(f"{on} 还没到，开过的会日期最晚填今天。")
    standing = {*f"{found.host} {found.recorder} {found.speaker}".split(), *found.guests.values_list("member", flat=True)}
    require_namable(actor, found.organisation, on or found.on, content.named() - standing)
    if content.agenda is not None:
        _agenda_put(found, content.agenda)
        said.setdefault("topics", len(content.agenda) or None)
    if content.guests is not None:
        _guests_put(found, content.guests)
    _sheet_put(sheet, content)
    if corrects and on is not None and on != found.on:
        move_put(actor, found, Move.CORRECTED, why, on)
    changed = activity_change(actor=actor.entrusted(), activity=found, **said)
    whole = {name: said[name] for name in ("on", "start", "place", "host", "recorder") if name in said}
    for part in found.parts.all():
        activity_change(actor=actor.entrusted(), activity=part, **whole)
    if shared and found.status != ActivityStatus.HELD:
        shared_change(actor, found, shared)
    noted(actor, changed, sheet, "change", {"changed": sorted({*said, *content.sheet()}), **({"why": why.strip()} if corrects else {})})
    changed.meeting = sheet
    return changed


@transaction.atomic
def meeting_join(*, actor: Actor, activity: Activity, type: str, theme: str = "") -> Activity:
    """One more activity in the same gathering: its own record, with day, place, host and recorder of the whole."""
    whole, sheet = held(activity.part_of or activity)
    policies.meeting_keep(actor, whole.organisation)
    require_open(whole, "加活动")
    if whole.type == type or whole.parts.filter(type=type).exists():
        raise Refused(f"{named(whole)}里已经有{kind_get(type).label}了。")
    made = one_make(actor, whole.organisation, type, whole.on, _shared(whole, theme), status=whole.status, part_of=whole)
    noted(actor, whole, sheet, "join", {"part": made.pk, "type": type})
    return made


@transaction.atomic
def meeting_remove(*, actor: Actor, activity: Activity) -> None:
    """Take away a plan that was entered by mistake and that nobody was told of; anything else is cancelled."""
    found, sheet = held(activity)
    policies.meeting_keep(actor, found.organisation)
    if found.status == ActivityStatus.HELD and not sheet.late_entry:
        raise Refused(f"{named(found)}已经开过，不能删。登记错了的，先撤回召开。")
    if found.notice_on or found.recorded_on or found.approved_on:
        raise Refused(f"{named(found)}已经通知过、同意过或者写了记录，不能删。不开了就取消，写明原因。")
    if Meeting.objects.filter(joint_of=found).exists():
        raise Refused("这是联合会议的发起方，先删其他单位的。")
    if JointInvitation.objects.filter(made=found).exists():
        raise Refused("这次是应邀参加的，不能删。不参加了就退出，写明原因。")
    if JointInvitation.objects.filter(activity=found, state=JointState.ASKED).exists():
        raise Refused("还有发出的邀请在等回音，先撤回邀请。")
    JointInvitation.objects.filter(activity=found, made=None).delete()
    for rows in (AgendaItem, Guest, StepDone, MeetingMove):
        rows.objects.filter(activity=found).delete()
    sheet.delete()
    entry_record(
        actor=actor, action="meeting.remove", subject=found.pk, organisation=found.organisation_id,
        details={"type": found.type, "on": found.on}, touched=Touch(),
    )  # fmt: skip
    activity_remove(actor=actor.entrusted(), activity=found)


def _make(
    actor: Actor, organisation: Organisation, type: str, on: dt.date, content: Content, also: Sequence[str],
    joint_with: Sequence[Organisation], *, status: str,
) -> Activity:  # fmt: skip
    """The activity with its parts and those of the other units."""
    policies.meeting_keep(actor, organisation)
    require_namable(actor, organisation, on, content.named())
    first = one_make(actor, organisation, type, on, content, status=status)
    shared = _shared(first, "")
    for code in dict.fromkeys(also):
        if code != type:
            one_make(actor, organisation, code, on, shared, status=status, part_of=first)
    for body in dict.fromkeys(joint_with):
        if body.pk == organisation.pk:
            continue
        policies.meeting_keep(actor, body)
        theirs = replace(content, host=first.host, recorder=first.recorder)
        one_make(actor, body, type, on, theirs, status=status, joint_of=first)
    return first


def one_make(
    actor: Actor, organisation: Organisation, type: str, on: dt.date, content: Content, *, status: str,
    part_of: Activity | None = None, joint_of: Activity | None = None,
) -> Activity:  # fmt: skip
    """One activity with the work on it; the caller has asked who may."""
    kind = kind_get(type)
    if kind.held_by and organisation.kind not in kind.held_by and joint_of is None:
        raise Refused(f"{organisation}是{organisation.get_kind_display()}，不开展{kind.label}。")
    said = content.columns()
    if content.host is None and "host" in kind.fields:
        host = host_of(organisation, on)
        said["host"] = host.pk if host else ""
    if content.agenda and content.topics is None and "topics" in kind.fields:
        said["topics"] = len(content.agenda)
    made = activity_record(
        actor=actor.entrusted(), organisation=organisation, type=type, on=on, status=status, part_of=part_of, **said
    )
    sheet = Meeting(activity=made, joint_of=joint_of, late_entry=status == ActivityStatus.HELD, version=0)
    _sheet_put(sheet, content)
    sheet.save(force_insert=True)
    _agenda_put(made, content.agenda or ())
    _guests_put(made, content.guests or ())
    if status == ActivityStatus.PLANNED:
        step_put(actor, made, StepCode.PLAN, clock.today())
    noted(actor, made, sheet, "enter" if status == ActivityStatus.HELD else "plan")
    made.meeting = sheet
    return made


def _shared(whole: Activity, theme: str) -> Content:
    """What the activities of one gathering share."""
    return Content(start=whole.start, place=whole.place, host=whole.host, recorder=whole.recorder, form=whole.form, theme=theme)


def _sheet_put(sheet: Meeting, content: Content) -> None:
    texts = content.sheet()
    require_fits(Meeting, **{name: text for name, text in texts.items() if isinstance(text, str)})
    for name, value in texts.items():
        setattr(sheet, name, value.strip() if isinstance(value, str) else value)


def _agenda_put(activity: Activity, items: Iterable[Item]) -> None:
    wanted = [item for item in items if item.title.strip()]
    if len(wanted) > MOST_ITEMS:
        raise Refused(f"议题读到 {len(wanted)} 条，一次会最多 {MOST_ITEMS} 条。")
    for item in wanted:
        require_fits(AgendaItem, title=item.title.strip(), note=item.note.strip())
    AgendaItem.objects.filter(activity=activity).delete()
    AgendaItem.objects.bulk_create(
        AgendaItem(activity=activity, number=number, title=item.title.strip(), note=item.note.strip(),
                   source=item.source, origin=item.origin)
        for number, item in enumerate(wanted, 1)
    )  # fmt: skip


def _guests_put(activity: Activity, guests: Iterable[Invited]) -> None:
    wanted = [guest for guest in guests if guest.name.strip() or guest.member]
    if len(wanted) > MOST_GUESTS:
        raise Refused(f"列席人员读到 {len(wanted)} 人，一次会最多 {MOST_GUESTS} 人。")
    known = {one.pk: one for one in Member.objects.filter(pk__in=[guest.member for guest in wanted if guest.member])}
    rows = []
    for number, guest in enumerate(wanted, 1):
        member = known.get(guest.member)
        name = guest.name.strip() or (member.name if member else "")
        require_fits(Guest, name=name, role=guest.role.strip())
        rows.append(Guest(activity=activity, number=number, member=member, name=name, role=guest.role.strip()))
    Guest.objects.filter(activity=activity).delete()
    Guest.objects.bulk_create(rows)
