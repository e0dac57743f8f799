"""Transfers and cases of discipline on desks, entered on behalf, and handed over when rights end; the latter under narrow rights."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.domain.conftest import KEEPER, actor
from zhibu.domain.accounts.models import Handover, User
from zhibu.domain.accounts.selectors import actor_of
from zhibu.domain.accounts.services import handovers_make
from zhibu.domain.accounts.services.handovers import open_work
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.casework.services import case_open
from zhibu.domain.discipline import selectors as discipline
from zhibu.domain.discipline import services as matters
from zhibu.domain.discipline.models import DisciplineFile
from zhibu.domain.filings.services import filing_draft
from zhibu.domain.members.models import Member, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.transfers import selectors as transfers
from zhibu.domain.transfers import services as transferring
from zhibu.domain.transfers.models import Transfer
from zhibu.domain.voting.services import poll_draft
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed

pytestmark = pytest.mark.django_db
TODAY = clock.today()
START = TODAY - dt.timedelta(days=20)
JOBS = Actor.system("jobs")


@pytest.fixture
def file(people: dict[str, Member], tree: dict[str, Organisation]) -> DisciplineFile:
    return matters.matter_open(actor=KEEPER, member=people["M2"], on=START, gist="私事")


def account(member: str, post: str, until: dt.date | None = None) -> Actor:
    """A commissioner or secretary of B1 by his post."""
    user = User.objects.create(id=f"U{member}", username=member, name=f"党员{member}", member_id=member)
    Post.objects.create(id=f"P-{post}-{member}", member=member, organisation_id="B1", post=post, since=START, until=until)
    return actor_of(user=user, door="test")


def test_a_transfer_stands_on_the_desk_of_who_has_to_act_and_is_counted(
    people: dict[str, Member], tree: dict[str, Organisation]
) -> None:
    asked = transferring.transfer_request(
        actor=KEEPER, member=people["M1"], on=START, reason="换工作", destination=tree["B2"]
    )
    clerk, receiver, leader = actor("clerk", "C1"), actor("secretary", "B2"), actor("leader", "G21")
    assert [(len(transfers.desk_items(one, TODAY)), transfers.waiting_count(one)) for one in (clerk, receiver)] == [(1, 1), (0, 0)]
    transferring.transfer_send(actor=KEEPER, transfer=asked, on=START, dues_paid_to=f"{START:%Y-%m}", valid_days=30,
                               issuer=tree["C1"])  # fmt: skip
    assert transfers.waiting_count(receiver) == 1
    assert (transfers.desk_items(leader, TODAY), transfers.waiting_count(leader)) == ([], 0)
    assert transfers.desk_items(actor("clerk", "C9"), TODAY) == []


def test_a_secretary_asks_for_a_transfer_and_appeals_for_a_member_without_a_phone(
    file: DisciplineFile, people: dict[str, Member], tree: dict[str, Organisation]
) -> None:
    secretary = actor("secretary", "B1", member="M3")
    acting = actor_of(user=User.objects.get(pk=secretary.user), door="web", behalf="M1")
    made = transferring.transfer_request(
        actor=acting, member=people["M1"], on=START, reason="换工作", destination=tree["B2"]
    )
    entry = AuditEntry.objects.get(action="transfer.request")
    assert (entry.on_behalf, entry.user) == ("M1", secretary.user)
    with pytest.raises(NotAllowed):
        transferring.transfer_withdraw(actor=acting, transfer=made, reason="不转了")
    assert Transfer.objects.get().state == "requested"

    penalised = approved(file)
    for_him = actor_of(user=User.objects.get(pk=secretary.user), door="web", behalf="M2")
    matters.matter_appeal(actor=for_him, file=penalised, on=TODAY, why="量纪过重")
    assert AuditEntry.objects.get(action="matter.appeal").on_behalf == "M2"
    with pytest.raises(NotAllowed):
        matters.matter_close(actor=for_him, file=penalised, on=TODAY)


def approved(file: DisciplineFile) -> DisciplineFile:
    from zhibu.domain.activities.models import Activity

    day = START + dt.timedelta(days=1)
    matters.matter_investigate(actor=KEEPER, file=file, on=day, gist="私事")
    matters.matter_hear(actor=KEEPER, file=file, on=day, statement="没有意见")
    Activity.objects.create(id="GM", organisation_id="B1", type="general_meeting", on=day, status="held")
    matters.matter_resolve(actor=KEEPER, file=file, on=day, activity="GM", kind="warning", months=None)
    return matters.matter_approve(actor=KEEPER, file=file, on=day, approved_by="县纪委", number="1号")


def test_a_case_of_discipline_is_on_the_desks_of_few(file: DisciplineFile) -> None:
    watcher = account("M1", "discipline_commissioner")
    publicity = account("M3", "publicity_commissioner")
    assert [one.name for one in discipline.desk_items(watcher, TODAY)] == ["党员M2：正在办"]
    assert discipline.desk_items(publicity, TODAY) == []
    himself = Actor("党员M2", "web", "U2", "M2")
    assert discipline.desk_items(himself, TODAY) == []  # not heard yet
    approved(file)
    assert [one.kind for one in discipline.desk_items(himself, TODAY)] == ["只有你和办的人看得到"]
    matters.matter_appeal(actor=KEEPER, file=file, on=TODAY, why="量纪过重")
    clerk = actor("clerk", "C1")
    assert [one.name for one in discipline.desk_items(clerk, TODAY)] == [f"党员M2：{TODAY} 申诉，等答复"]


def test_what_rooms_have_open_is_handed_over_and_a_case_of_discipline_only_to_a_secretary(
    file: DisciplineFile, people: dict[str, Member], tree: dict[str, Organisation]
) -> None:
    transferring.transfer_request(
        actor=KEEPER, member=people["M3"], on=START, reason="换工作", destination=tree["B2"]
    )
    branch = tree["B1"]
    case_open(actor=KEEPER, procedure="branch_election", organisation=branch, subject="B1", on=START)
    filing_draft(actor=KEEPER, kind="report", sender=branch, subject="关于换届的报告", body="报上。")
    poll_draft(actor=KEEPER, organisation=branch, matter="resolution", title="决议", on=TODAY, means="hands")
    kinds = {one.kind for one in open_work("B1", "", "M9")}
    assert {"组织关系转接", "办理事项", "选举表决", "违纪案件"} <= kinds
    assert any(kind.startswith("报送") for kind in kinds)
    assert not any("党员M2" in one.name for one in open_work("B1", "", "M9"))

    old = account("M1", "publicity_commissioner", until=TODAY)
    account("M4", "organisation_commissioner")
    gone = account("M9", "secretary", until=TODAY)
    User.objects.create(id="NS", username="ns", name="新书记", member_id="M3")
    Post.objects.create(id="PNS", member="M3", organisation_id="B1", post="secretary", since=TODAY)
    assert "B1" not in {held.organisation for held in (*old.roles, *gone.roles)}
    handovers_make(actor=JOBS, day=TODAY)
    rows = {one.role: {item["kind"] for item in one.items} for one in Handover.objects.exclude(taker=None)}
    assert "违纪案件" in rows["secretary"]
    assert "违纪案件" not in rows["commissioner"]
    assert "组织关系转接" in rows["commissioner"]
