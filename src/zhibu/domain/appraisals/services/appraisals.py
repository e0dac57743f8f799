"""The yearly appraisal until the grades: plan, who takes part, self-appraisal, what the others said, the vote's paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import pairwise

from django.db import transaction

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity
from zhibu.domain.activities.services import activity_change, activity_record, paper_note
from zhibu.domain.appraisals import policies
from zhibu.domain.appraisals.choices import APPRAISAL_TYPE, UNDER_WAY, State
from zhibu.domain.appraisals.models import Appraisal, Appraisee
from zhibu.domain.appraisals.people import Taking, taking_part
from zhibu.domain.appraisals.services.noting import appraisal_lock, appraisal_noted
from zhibu.domain.casework.selectors import roads
from zhibu.domain.casework.services import case_abandon, case_open
from zhibu.domain.casework.services.noting import locked as case_locked
from zhibu.domain.casework.services.steps import PaperGiven, StepSaid, step_write
from zhibu.domain.organisations.choices import OrganisationKind
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotFound, Refused
from zhibu.kernel.happened import require_happened
from zhibu.kernel.ids import new_id

PROCEDURE = "appraisal"
LONGEST = 5_000  # signs of a self-appraisal or of the opinions on one member
# The steps that this room records, and the paper that each leaves.
STAGES = {"self_appraisal": "self_appraisal", "mutual_appraisal": "appraisal_register"}


@transaction.atomic
def appraisal_plan(
    *, actor: Actor, organisation: Organisation, year: int, self_by: dt.date, mutual_by: dt.date,
    meeting_on: dt.date, grading_by: dt.date, plan: str = "", place: str = "",
) -> Appraisal:  # fmt: skip
    """Plan the appraisal of a branch: its case is opened, its meeting planned, everybody on the roll takes part.

    Refused where the branch has one of that year, or another is under way.
    """
    body = Organisation.objects.select_for_update().get(pk=organisation.pk)
    policies.appraisal_run(actor, body)
    if body.kind != OrganisationKind.BRANCH:
        raise Refused("民主评议以支部为单位安排；党小组只做自评和互评，在支部的方案里写。")
    _require_days(self_by, mutual_by, meeting_on, grading_by)
    if not 2000 <= year <= clock.today().year + 1:
        raise Refused(f"年度读到 {year}，应是今年或往年的四位数字。")
    there = Appraisal.objects.filter(organisation=body).exclude(state=State.CANCELLED)
    same = there.filter(year=year).first() or there.filter(state__in=UNDER_WAY).first()
    if same is not None:
        raise Refused(f"{body}已经有一次{same}（{same.get_state_display()}），接着那一次办。")
    require_fits(Appraisal, plan=plan.strip())
    on = clock.today()
    offers = roads(body, PROCEDURE, on)
    case = case_open(
        actor=actor.entrusted(), procedure=PROCEDURE, organisation=body, subject=body.pk, on=on, road=offers[0].key
    )
    made = Appraisal.objects.create(
        id=new_id("apr"), organisation=body, year=year, case=case, activity=_meeting(actor, body, meeting_on, place),
        plan=plan.strip(), self_by=self_by, mutual_by=mutual_by, meeting_on=meeting_on, grading_by=grading_by,
        opened_on=on,
    )  # fmt: skip
    Appraisee.objects.bulk_create(_row(made, one) for one in taking_part(body, on))
    appraisal_noted(actor, "appraisal.plan", made, {"meeting_on": meeting_on, "people": made.people.count()})
    return made


def _meeting(actor: Actor, body: Organisation, on: dt.date, place: str) -> Activity:
    """The meeting of that day, planned already or now."""
    rows = Activity.objects.filter(organisation=body, type=APPRAISAL_TYPE, on=on, appraisal__isnull=True)
    there = rows.exclude(status=ActivityStatus.CANCELLED).first()
    if there is not None:
        return there
    if on < clock.today():
        raise Refused(f"{on} 没有登记过民主评议的会，先在会议活动里补登那次会；还没开的，会期写今天或以后。")
    return activity_record(
        actor=actor.entrusted(), organisation=body, type=APPRAISAL_TYPE, on=on, place=place.strip()
    )


def _row(appraisal: Appraisal, one: Taking) -> Appraisee:
    return Appraisee(
        appraisal=appraisal, member=one.member, group=one.group, graded=one.graded, why_not=one.why_not,
        floating=one.floating,
    )  # fmt: skip


def _require_days(self_by: dt.date, mutual_by: dt.date, meeting_on: dt.date, grading_by: dt.date) -> None:
    named = (("自评", self_by), ("互评", mutual_by), ("开会测评", meeting_on), ("评定", grading_by))
    for (first, one), (second, other) in pairwise(named):
        if other < one:
            raise Refused(f"{second}的日期 {other} 早于{first}的 {one}，按自评、互评、测评、评定的先后写。")


@transaction.atomic
def appraisal_change(
    *, actor: Actor, appraisal: Appraisal, self_by: dt.date, mutual_by: dt.date, meeting_on: dt.date,
    grading_by: dt.date, plan: str = "",
) -> Appraisal:  # fmt: skip
    """Change the days and the words of the plan; the meeting moves with it as long as it was not held."""
    policies.appraisal_run(actor, appraisal.organisation)
    row = appraisal_lock(appraisal, State.PLANNED, doing="改方案")
    _require_days(self_by, mutual_by, meeting_on, grading_by)
    require_fits(Appraisal, plan=plan.strip())
    held = row.activity is not None and row.activity.status == ActivityStatus.HELD
    if held and row.activity is not None and meeting_on != row.activity.on:
        raise Refused(f"会 {row.activity.on} 已经开了，会期不能改。")
    if row.activity is not None and not held:
        activity_change(actor=actor.entrusted(), activity=row.activity, on=meeting_on)
    row.self_by, row.mutual_by, row.meeting_on, row.grading_by = self_by, mutual_by, meeting_on, grading_by
    row.plan = plan.strip()
    row.save()
    appraisal_noted(actor, "appraisal.change", row, {"meeting_on": meeting_on, "grading_by": grading_by})
    return row


@transaction.atomic
def appraisal_roll(*, actor: Actor, appraisal: Appraisal) -> tuple[int, int]:
    """Bring the list of those who take part up to today's roll: (added, taken off). Who wrote something stays."""
    policies.appraisal_run(actor, appraisal.organisation)
    row = appraisal_lock(appraisal, State.PLANNED, doing="改名单")
    now = {one.member.pk: one for one in taking_part(row.organisation, clock.today())}
    there = set(row.people.values_list("member", flat=True))
    new = [_row(row, one) for key, one in now.items() if key not in there]
    Appraisee.objects.bulk_create(new)
    gone = row.people.exclude(member__in=now).filter(self_on__isnull=True, mutual_on__isnull=True)
    count = gone.count()
    gone.delete()
    appraisal_noted(actor, "appraisal.roll", row, {"added": len(new), "removed": count})
    return len(new), count


@transaction.atomic
def appraisal_leave_out(*, actor: Actor, person: Appraisee, graded: bool, reason: str = "") -> Appraisee:
    """Say that somebody gets no grade this year, with the reason; or that he does after all."""
    policies.appraisal_run(actor, person.appraisal.organisation)
    held = appraisal_lock(person.appraisal, State.PLANNED, doing="改谁定等次")
    row = held.people.get(pk=person.pk)
    if not graded and not reason.strip():
        raise Refused("还没有写为什么不定等次。")
    one = next((one for one in taking_part(held.organisation, clock.today()) if one.member.pk == row.member_id), None)
    if graded and one is not None and not one.graded:
        raise Refused(f"他是{one.why_not}，参加评议，不定等次。")
    require_fits(Appraisee, why_not=reason.strip())
    row.graded, row.why_not = graded, "" if graded else reason.strip()
    if not graded:
        row.grade = ""
    row.save(update_fields=["graded", "why_not", "grade"])
    appraisal_noted(actor, "appraisal.leave_out", held, {"graded": graded}, row.member_id)
    return row


@transaction.atomic
def appraisal_self(*, actor: Actor, person: Appraisee, text: str) -> Appraisee:
    """Hand in one's self-appraisal, or put it right until the grades are given."""
    held = appraisal_lock(person.appraisal, State.PLANNED, doing="改自评")
    policies.self_write(actor, person.member_id)
    _require_text(text, "自评")
    row = held.people.select_for_update().get(pk=person.pk)
    row.self_text, row.self_on = text.strip(), row.self_on or clock.today()
    row.save(update_fields=["self_text", "self_on"])
    appraisal_noted(actor, "appraisal.self", held, {}, row.member_id)
    return row


@transaction.atomic
def appraisal_mutual(
    *, actor: Actor, appraisal: Appraisal, body: Organisation, texts: Mapping[str, str], on: dt.date
) -> int:
    """Write down what was said of the members of a group (or of the branch) in the mutual appraisal; how many.

    Only those named change; an empty text takes back what stood there. A group gives no grade.
    """
    held = appraisal_lock(appraisal, State.PLANNED, doing="改互评")
    policies.mutual_write(actor, body)
    require_happened(on, "互评")
    rows = held.people.select_for_update().filter(member__in=texts)
    if body.pk != held.organisation_id:
        rows = rows.filter(group=body)
    found = {row.member_id: row for row in rows}
    if texts.keys() - found.keys():
        raise NotFound("名单里有不在这个党小组的人，重新打开页面。")
    changed = [row for row in found.values() if row.mutual_text != texts[row.member_id].strip()]
    for row in changed:
        text = texts[row.member_id].strip()
        _require_text(text or "无", "互评意见")
        row.mutual_text, row.mutual_on = text, on if text else None
    Appraisee.objects.bulk_update(changed, ["mutual_text", "mutual_on"])
    appraisal_noted(actor, "appraisal.mutual", held, {"body": body.pk, "on": on, "count": len(changed)})
    return len(changed)


@transaction.atomic
def appraisal_stage(*, actor: Actor, appraisal: Appraisal, step: str, on: dt.date, reason: str = "") -> Appraisal:
    """Say that self-appraisal or mutual appraisal is done: the step of the case, with its paper.

    Who is still lacking is named, and a reason is wanted then.
    """
    policies.appraisal_run(actor, appraisal.organisation)
    held = appraisal_lock(appraisal, State.PLANNED, doing="登记步骤")
    if step not in STAGES:
        raise Refused("这一步在它自己的页面登记。")
    require_happened(on, "这一步的")
    column = "self_on" if step == "self_appraisal" else "mutual_on"
    lacking = list(held.people.filter(**{f"{column}__isnull": True}).values_list("member__name", flat=True))
    if lacking and not reason.strip():
        raise Refused(f"还差 {len(lacking)} 人：{'、'.join(lacking[:8])}{'等' if len(lacking) > 8 else ''}。补上，或者写明原因。")
    stepped(actor, held, step, on, paper=STAGES[step], reason=reason)
    appraisal_noted(actor, "appraisal.stage", held, {"step": step, "on": on, "lacking": len(lacking)})
    return held


@transaction.atomic
def appraisal_cancel(*, actor: Actor, appraisal: Appraisal, reason: str) -> Appraisal:
    """Give the appraisal up, with the reason; its case is ended, its meeting is left to the page of meetings."""
    policies.appraisal_run(actor, appraisal.organisation)
    held = appraisal_lock(appraisal, State.PLANNED, doing="取消")
    if not reason.strip():
        raise Refused("还没有写为什么取消。")
    require_fits(Appraisal, cancelled_reason=reason.strip())
    case_abandon(actor=actor.entrusted(), case=held.case, reason=reason.strip())
    held.state, held.cancelled_reason, held.activity = State.CANCELLED, reason.strip(), None
    held.save(update_fields=["state", "cancelled_reason", "activity"])
    appraisal_noted(actor, "appraisal.cancel", held, {"reason": held.cancelled_reason})
    return held


def stepped(
    actor: Actor, appraisal: Appraisal, step: str, on: dt.date, *, paper: str = "", reason: str = "", decided_by: str = "",
    outcome: str = "",
) -> None:  # fmt: skip
    """Record a step of the case, and note its paper with the meeting; the rights were asked already."""
    papers = (PaperGiven(paper, on),) if paper else ()
    said = StepSaid(outcome=outcome, papers=papers, reason=reason.strip(), decided_by=decided_by)
    step_write(actor, case_locked(appraisal.case), step, on, said)
    if paper and appraisal.activity_id:
        paper_note(
            actor=actor.entrusted(), organisation=appraisal.organisation, kind=paper, on=on, about=appraisal.activity_id
        )


def _require_text(text: str, what: str) -> None:
    if not text.strip():
        raise Refused(f"{what}还没有写内容。")
    if len(text) > LONGEST:
        raise Refused(f"{what}最多 {LONGEST} 个字，读到 {len(text)} 个字，写短一些。")
