"""Public commitments: written, looked through, published, inspected, told, followed to the end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from zhibu.domain.activities.choices import ActivityStatus
from zhibu.domain.activities.models import Activity
from zhibu.domain.activities.services import activity_record, paper_note
from zhibu.domain.audit.services import entry_record
from zhibu.domain.members.models import Member
from zhibu.domain.organisations.columns import require_fits
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.reports.selectors import home_of
from zhibu.domain.study import policies
from zhibu.domain.study.choices import CommitmentState, Outcome
from zhibu.domain.study.models import Commitment, Finding
from zhibu.domain.study.selectors.commitments import INSPECTION
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import Refused
from zhibu.kernel.ids import new_id

PAPER, RECORD = "commitment", "inspection_record"
MOST = 2000  # characters


@transaction.atomic
def commitment_write(
    *, actor: Actor, year: int, text: str, measures: str = "", member: Member | None = None,
    organisation: Organisation | None = None,
) -> Commitment:  # fmt: skip
    """A member's commitment for a year (or without a member the body's own), written or written anew.

    A member's is looked through by the branch before it is public; the body's own is public at once.
    """
    body = _body_of(member) if member is not None else organisation
    if body is None:
        raise Refused("承诺要么是党员的，要么是党组织的，两样都没有选。")
    if member is not None:
        policies.own_write(actor, member.pk)
    else:
        policies.commitment_inspect(actor, body)
    _require(year, text, measures)
    held = Commitment.objects.select_for_update(of=("self",)).filter(organisation=body, year=year, member=member).first()
    if held is not None and member is not None and held.state == CommitmentState.PUBLISHED:
        raise Refused("承诺已经公开，要改先让支部退回。")
    made = held or Commitment(id=new_id("com"), organisation=body, member=member, year=year)
    made.text, made.measures, made.written_on, made.returned_why = text.strip(), measures.strip(), clock.today(), ""
    made.state = CommitmentState.WRITTEN if member is not None else CommitmentState.PUBLISHED
    made.published_on = None if member is not None else clock.today()
    made.save()
    about = member.pk if member is not None else body.pk
    paper_note(
        actor=actor.entrusted(), organisation=body, kind=PAPER, on=clock.today(), about=about, for_period=str(year)
    )
    _noted(actor, "commitment.write", made)
    return made


@transaction.atomic
def commitment_publish(*, actor: Actor, commitment: Commitment) -> Commitment:
    """It was looked through and is public in the branch."""
    held = _held(actor, commitment)
    if held.state == CommitmentState.PUBLISHED:
        return held
    held.state, held.published_on, held.returned_why = CommitmentState.PUBLISHED, clock.today(), ""
    held.save(update_fields=["state", "published_on", "returned_why"])
    _noted(actor, "commitment.publish", held)
    return held


@transaction.atomic
def commitments_publish(*, actor: Actor, organisation: Organisation, year: int) -> int:
    """All of a branch that wait, at once; how many."""
    policies.commitment_inspect(actor, organisation)
    waiting = list(Commitment.objects.filter(organisation=organisation, year=year, state=CommitmentState.WRITTEN))
    if not waiting:
        raise Refused(f"{year} 年没有等着公开的承诺。")
    for one in waiting:
        commitment_publish(actor=actor, commitment=one)
    return len(waiting)


@transaction.atomic
def commitment_return(*, actor: Actor, commitment: Commitment, why: str) -> Commitment:
    """Not yet fit to be public: back to whoever wrote it, with the reason."""
    held = _held(actor, commitment)
    if not why.strip():
        raise Refused("还没有写哪里要改。")
    require_fits(Commitment, returned_why=why)
    held.state, held.published_on, held.returned_why = CommitmentState.RETURNED, None, why.strip()
    held.save(update_fields=["state", "published_on", "returned_why"])
    _noted(actor, "commitment.return", held)
    return held


@transaction.atomic
def inspection_record(
    *, actor: Actor, organisation: Organisation, on: dt.date, findings: Mapping[str, tuple[str, str]]
) -> Activity:
    """The half-yearly inspection: for each commitment (its id) what came of it, with words where it is not kept.

    Whoever made a commitment reads the finding on his page.
    """
    policies.commitment_inspect(actor, organisation)
    rows = {one.pk: one for one in Commitment.objects.filter(organisation=organisation, pk__in=findings).select_related("member")}
    if not findings or rows.keys() != set(findings):
        raise Refused("还没有选查了哪几份承诺，或者有的已经不在了，重新打开页面。")
    for key, (outcome, words) in findings.items():
        who = rows[key].member or organisation
        if outcome not in Outcome.values:
            raise Refused(f"{who}的结果读到“{outcome}”，应是 {'、'.join(Outcome.values)} 里的一个。")
        if outcome != Outcome.KEPT and not words.strip():
            raise Refused(f"{who}没有全部兑现，还要写一句差在哪里、哪天补上。")
        require_fits(Finding, words=words)
    made = activity_record(
        actor=actor.entrusted(), organisation=organisation, type=INSPECTION, on=on, status=ActivityStatus.HELD,
        theme=f"查 {len(findings)} 份承诺", recorded_on=clock.today(),
    )  # fmt: skip
    Finding.objects.bulk_create(
        Finding(commitment=rows[key], activity=made, outcome=outcome, words=words.strip()) for key, (outcome, words) in findings.items()
    )
    paper_note(actor=actor.entrusted(), organisation=organisation, kind=RECORD, on=clock.today(), about=made.pk)
    entry_record(actor=actor, action="inspection.record", subject=made.pk, organisation=organisation.pk,
                 details={"on": on, "count": len(findings)})  # fmt: skip
    return made


@transaction.atomic
def finding_follow(*, actor: Actor, finding: Finding, on: dt.date) -> Finding:
    """What was lacking is made up."""
    held = Finding.objects.select_for_update(of=("self",)).select_related("commitment__organisation").get(pk=finding.pk)
    policies.commitment_inspect(actor, held.commitment.organisation)
    if on > clock.today():
        raise Refused(f"{on} 还没到，做完了再记。")
    held.followed_on = on
    held.save(update_fields=["followed_on"])
    _noted(actor, "finding.follow", held.commitment)
    return held


def _body_of(member: Member) -> Organisation:
    home = home_of(member, clock.today())
    return home.parent if home.kind == "party_group" and home.parent else home


def _held(actor: Actor, commitment: Commitment) -> Commitment:
    held = Commitment.objects.select_for_update(of=("self",)).select_related("organisation", "member").get(pk=commitment.pk)
    policies.commitment_inspect(actor, held.organisation)
    return held


def _require(year: int, text: str, measures: str) -> None:
    if not 2000 <= year <= 2100:
        raise Refused(f"年度读到 {year}，应是 2000 到 2100。")
    if not text.strip():
        raise Refused("还没有写承诺做什么。")
    for label, given in (("承诺", text), ("怎么做到", measures)):
        if len(given) > MOST:
            raise Refused(f"“{label}”最多 {MOST} 个字，读到 {len(given)} 个字，写短一些。")


def _noted(actor: Actor, action: str, row: Commitment) -> None:
    details: dict[str, Any] = {"commitment": row.pk, "year": row.year}
    entry_record(
        actor=actor, action=action, subject=row.member_id or row.organisation_id, organisation=row.organisation_id, details=details
    )
