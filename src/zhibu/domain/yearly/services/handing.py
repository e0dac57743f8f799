"""Handed in, received or returned, taken back, read aloud; each writes the fact that rules read."""

from __future__ import annotations

from django.db import transaction

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity, Paper
from zhibu.domain.activities.services import (
    activity_change,
    activity_record,
    activity_remove,
    paper_note,
    paper_withdraw,
)
from zhibu.domain.rulebook.selectors import activity_type
from zhibu.domain.yearly import policies
from zhibu.domain.yearly.choices import EDITABLE, State
from zhibu.domain.yearly.models import YearReport
from zhibu.domain.yearly.services.noting import held, noted
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused


def is_read_aloud(type: str) -> bool:
    """Whether a report of this type is made by reading it at a meeting (支委会工作报告), not by handing it in."""
    return "reported_on" not in activity_type(type).fields


@transaction.atomic
def yearly_submit(*, actor: Actor, report: YearReport) -> YearReport:
    """Hand it in to the body above; what is written about its day stays, however often it comes back."""
    policies.yearly_begin(actor, report.organisation)
    found = held(report, *EDITABLE, doing="交")
    empty = [one.title for one in found.sections.all() if not one.text.strip() and one.code != "ahead" and one.drafted]
    if empty:
        raise Refused(f"“{empty[0]}”是空的，写上再交；没有就写没有。")
    today = clock.today()
    if not is_read_aloud(found.type) and not found.activity:
        kind = activity_type(found.type)
        values = {"theme": found.title[:500], "reported_on": today}
        fact = activity_record(
            actor=actor.entrusted(), organisation=found.organisation, type=found.type, on=today, status=ActivityStatus.HELD,
            **{name: value for name, value in values.items() if name in kind.fields},
        )  # fmt: skip
        found.activity = fact.pk
        for paper in kind.papers:
            paper_note(
                actor=actor.entrusted(), organisation=found.organisation, kind=paper, on=today, about=fact.pk, for_period=found.period
            )
    found.state, found.submitted_user, found.submitted_by = State.SUBMITTED, actor.user, actor.name[:100]
    found.submitted_on, found.reason = found.submitted_on or today, ""
    found.save(update_fields=["state", "submitted_user", "submitted_by", "submitted_on", "reason", "activity"])
    noted(actor, found, "submit", {"on": today})
    return found


@transaction.atomic
def yearly_receive(*, actor: Actor, report: YearReport) -> YearReport:
    """The body above has it."""
    policies.yearly_receive(actor, report)
    found = held(report, State.SUBMITTED, doing="收")
    found.state, found.received_on, found.received_by = State.RECEIVED, clock.today(), actor.name[:100]
    found.save(update_fields=["state", "received_on", "received_by"])
    noted(actor, found, "receive", {"on": found.received_on})
    return found


@transaction.atomic
def yearly_return(*, actor: Actor, report: YearReport, reason: str) -> YearReport:
    """Back to be mended, with what is missing; that it was handed in stays on record with its day."""
    policies.yearly_receive(actor, report)
    found = held(report, State.SUBMITTED, State.RECEIVED, doing="退回")
    why = reason.strip()
    if not why:
        raise Refused("退回要写明还差什么。")
    if len(why) > 500:
        raise Refused(f"原因最多 500 个字，读到 {len(why)} 个字。")
    found.state, found.reason, found.received_on, found.received_by = State.RETURNED, why, None, ""
    found.save(update_fields=["state", "reason", "received_on", "received_by"])
    noted(actor, found, "return", {"on": clock.today()})
    return found


@transaction.atomic
def yearly_withdraw(*, actor: Actor, report: YearReport) -> YearReport:
    """Take it back while nobody has received it: as if it had not been handed in."""
    policies.yearly_begin(actor, report.organisation)
    found = held(report, State.SUBMITTED, doing="撤回")
    if not is_read_aloud(found.type):
        _unrecord(actor, found)
    found.state, found.submitted_on, found.submitted_user, found.submitted_by = State.DRAFT, None, "", ""
    found.save(update_fields=["state", "submitted_on", "submitted_user", "submitted_by", "activity"])
    noted(actor, found, "withdraw", {})
    return found


def _unrecord(actor: Actor, found: YearReport) -> None:
    """Take the fact and its papers away."""
    for paper in Paper.objects.filter(about=found.activity) if found.activity else ():
        paper_withdraw(actor=actor.entrusted(), organisation=found.organisation, paper=paper)
    fact = Activity.objects.filter(pk=found.activity).first() if found.activity else None
    if fact is not None:
        activity_remove(actor=actor.entrusted(), activity=fact)
    found.activity = ""


@transaction.atomic
def yearly_read(*, actor: Actor, report: YearReport, meeting: Activity) -> YearReport:
    """It was read aloud at a held meeting of the body: for a report of that kind this is the fact that rules read."""
    policies.yearly_begin(actor, report.organisation)
    found = held(report)
    if meeting.status != ActivityStatus.HELD:
        raise Refused("那次会还没有开，开完再登记在会上报告。")
    if not found.organisation.path.startswith(meeting.organisation.path):
        raise Refused(f"那次会是{meeting.organisation}的，不是{found.organisation}或者它上级的。")
    if meeting.on < found.since:
        raise Refused(f"那次会在 {meeting.on}，早于报告的时期（{found.since} 起）。")
    if is_read_aloud(found.type):
        _record_read(actor, found, meeting)
    found.meeting, found.read_on = meeting.pk, meeting.on
    found.save(update_fields=["meeting", "read_on", "activity"])
    noted(actor, found, "read", {"on": meeting.on})
    return found


def _record_read(actor: Actor, found: YearReport, meeting: Activity) -> None:
    """The report as an activity of its own within the gathering."""
    kind = activity_type(found.type)
    fact = Activity.objects.filter(pk=found.activity).first() if found.activity else None
    if fact is not None:
        activity_change(actor=actor.entrusted(), activity=fact, on=meeting.on, part_of=meeting, status=ActivityStatus.HELD)
        return
    fact = activity_record(
        actor=actor.entrusted(), organisation=found.organisation, type=found.type, on=meeting.on,
        status=ActivityStatus.HELD, part_of=meeting,
    )  # fmt: skip
    found.activity = fact.pk
    for paper in kind.papers:
        paper_note(
            actor=actor.entrusted(), organisation=found.organisation, kind=paper, on=meeting.on, about=fact.pk, for_period=found.period
        )
