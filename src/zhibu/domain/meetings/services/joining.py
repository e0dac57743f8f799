"""Holding a meeting with other units: asking them, accepting or declining, taking the invitation back."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity
from zhibu.domain.activities.services import activity_change
from zhibu.domain.meetings import policies
from zhibu.domain.meetings.choices import JointState, Move, StepCode
from zhibu.domain.meetings.content import Content, Item
from zhibu.domain.meetings.kinds import label_of
from zhibu.domain.meetings.models import JointInvitation
from zhibu.domain.meetings.selectors import AHEAD, agenda_of, joined, sheet_of, type_at
from zhibu.domain.meetings.services.moving import call_off, move_put
from zhibu.domain.meetings.services.noting import held, named, noted, require_open, steps_drop
from zhibu.domain.meetings.services.planning import one_make
from zhibu.domain.meetings.services.together import answered, head_told, joint_noted
from zhibu.domain.notices.services import About, notice_cancel
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused
from zhibu.kernel.ids import new_id

MOST = 30  # units of one joint meeting
ASKED = "joint_asked"


@transaction.atomic
def joint_ask(
    *, actor: Actor, activity: Activity, units: Sequence[Organisation], word: str = "", base: int | None = None
) -> list[JointInvitation]:
    """Invite other units to hold it together; who presides there is told, and nobody takes part before he says so.

    A unit that declined, or whose invitation was taken back, can be asked again. Refused for a unit that stands
    above or below the convener (its members are called already), or that is there already.
    """
    found, sheet = held(activity.part_of or activity, base=base, doing="邀请")
    policies.meeting_keep(actor, found.organisation)
    _require_ahead(found, "邀请")
    if sheet.joint_of_id:
        raise Refused("这次会由别的单位发起，还请谁由发起的单位定。")
    wanted = list(dict.fromkeys(units))
    if not wanted:
        raise Refused("还没有选邀请哪个单位。")
    require_fits(JointInvitation, word=word)
    there = {one.organisation_id for one in joined(found) if one.status != ActivityStatus.CANCELLED}
    if len(there) + len(wanted) > MOST:
        raise Refused(f"一次联合活动最多 {MOST} 个单位，读到 {len(there) + len(wanted)} 个。")
    made = [_asked(actor, found, unit, word, there) for unit in wanted]
    noted(actor, found, sheet, "invite", {"units": [one.pk for one in wanted]})
    return made


@transaction.atomic
def joint_accept(*, actor: Actor, invitation: JointInvitation, word: str = "") -> Activity:
    """The unit takes part: it has an activity of its own from now on, with its own members, notice and record."""
    row, convened = _locked(invitation)
    policies.meeting_keep(actor, row.organisation)
    _require_asked(row, JointState.ASKED, JointState.DECLINED, doing="答应")
    _require_ahead(convened, "答应")
    require_fits(JointInvitation, answer_word=word)
    row.made = _again(actor, row, convened) if row.made_id else _begun(actor, row, convened)
    answered(actor, row, JointState.ACCEPTED, word)
    return row.made


@transaction.atomic
def joint_decline(*, actor: Actor, invitation: JointInvitation, word: str) -> JointInvitation:
    """The unit does not take part, or not after all: then its own activity is cancelled and those told of it are told."""
    row, convened = _locked(invitation)
    policies.meeting_keep(actor, row.organisation)
    _require_asked(row, JointState.ASKED, JointState.ACCEPTED, doing="谢绝")
    if not word.strip():
        raise Refused("还没有写为什么不参加。")
    require_fits(JointInvitation, answer_word=word)
    if row.state == JointState.ACCEPTED and row.made is not None:
        _require_not_held(row.made, convened)
        call_off(actor, row.made, f"不参加联合活动：{word.strip()}"[:300])
    answered(actor, row, JointState.DECLINED, word)
    return row


@transaction.atomic
def joint_withdraw(*, actor: Actor, invitation: JointInvitation, word: str = "") -> JointInvitation:
    """The convener takes an invitation back before the meeting; a unit that had accepted hears why."""
    row, convened = _locked(invitation)
    policies.meeting_keep(actor, convened.organisation)
    _require_asked(row, JointState.ASKED, JointState.ACCEPTED, doing="撤回")
    if row.state == JointState.ACCEPTED and not word.strip():
        raise Refused(f"{row.organisation}已经答应，撤回要写明原因。")
    require_fits(JointInvitation, withdrawn_word=word)
    notice_cancel(actor=actor.entrusted(), organisation=row.organisation, about=("joint", row.pk), kind=ASKED)
    if row.state == JointState.ACCEPTED and row.made is not None:
        _require_not_held(row.made, convened)
        call_off(actor.entrusted(), row.made, f"{convened.organisation.in_full}撤回联合邀请：{word.strip()}"[:300])
        head_told(actor, row.organisation, About("joint", row.pk, None, "联合活动的邀请撤回了"), "joint_withdrawn")
    row.state, row.withdrawn_word = JointState.WITHDRAWN.value, word.strip()
    row.save()
    joint_noted(actor, row, "withdraw", convened.organisation)
    return row


def _asked(actor: Actor, found: Activity, unit: Organisation, word: str, there: set[str]) -> JointInvitation:
    """One unit asked, for the first time or again."""
    body = found.organisation
    if unit.pk == body.pk or unit.path.startswith(body.path) or body.path.startswith(unit.path):
        raise Refused(f"{unit}和{body}是同一个组织或者上下级，不用邀请。")
    if unit.dissolved is not None and unit.dissolved <= clock.today():
        raise Refused(f"{unit}已经撤销。")
    type_at(found, unit)
    row = JointInvitation.objects.select_for_update().filter(activity=found, organisation=unit).first()
    if unit.pk in there or (row is not None and row.state in (JointState.ASKED, JointState.ACCEPTED)):
        raise Refused(f"{unit}已经邀请过或者在一起开的单位里。")
    row = row or JointInvitation(id=new_id("jnt"), activity=found, organisation=unit)
    row.state, row.word, row.asked_on, row.asked_by = JointState.ASKED.value, word.strip(), clock.today(), actor.name[:150]
    row.answer_word, row.answered_on, row.answered_by, row.withdrawn_word = "", None, "", ""
    row.save()
    joint_noted(actor, row, "ask", body)
    head_told(actor, unit, About("joint", row.pk, None, "有单位邀请一起开展活动"), ASKED)
    return row


def _locked(invitation: JointInvitation) -> tuple[JointInvitation, Activity]:
    """The row and the convener's activity, held in this order: what moves the meeting holds the activity first too."""
    convened, _ = held(invitation.activity, archived=True)
    row = JointInvitation.objects.select_for_update(of=("self",)).select_related("organisation", "made__organisation").get(pk=invitation.pk)
    row.activity = convened
    return row, convened


def _require_asked(row: JointInvitation, *states: JointState, doing: str) -> None:
    if row.state not in states:
        when = f"（{row.answered_on} {row.answered_by}）" if row.answered_on and row.state != JointState.WITHDRAWN else ""
        raise Refused(f"这份邀请现在是“{row.get_state_display()}”{when}，不能{doing}。")


def _require_ahead(convened: Activity, doing: str) -> None:
    """Before the meeting only."""
    require_open(convened, doing)
    if convened.status not in AHEAD or (convened.status == ActivityStatus.PLANNED and convened.on < clock.today()):
        raise Refused(f"{named(convened)}已经开过或者过了日子，不能再{doing}。")


def _require_not_held(*activities: Activity) -> None:
    for one in activities:
        if one.status == ActivityStatus.HELD:
            raise Refused(f"{named(one)}已经开过，联合的单位不能再退出。")


def _begun(actor: Actor, row: JointInvitation, convened: Activity) -> Activity:
    """The unit's own activity, as the convener planned it; its record is written by the unit itself."""
    sheet = sheet_of(convened)
    type = type_at(convened, row.organisation)
    content = Content(
        start=convened.start, place=convened.place, theme=convened.theme, form=convened.form, host=convened.host,
        requirements=sheet.requirements, minutes_long=sheet.minutes_long,
        agenda=tuple(Item(one.title, one.note) for one in agenda_of(convened)),
    )  # fmt: skip
    return one_make(actor, row.organisation, type, convened.on, content, status=convened.status, joint_of=convened)


def _again(actor: Actor, row: JointInvitation, convened: Activity) -> Activity:
    """The activity that was cancelled when the unit left, taken up again on the day that holds now."""
    assert row.made is not None
    found, sheet = held(row.made, archived=True)
    move_put(actor, found, Move.RESUMED, f"又参加{label_of(convened.type)}", convened.on)
    steps_drop(found, StepCode.NOTIFY)
    changed = activity_change(
        actor=actor.entrusted(), activity=found, status=convened.status, on=convened.on, start=convened.start,
        place=convened.place, notice_on=None,
    )  # fmt: skip
    noted(actor, changed, sheet, "resume")
    return changed
