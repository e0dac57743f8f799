"""A division is decided by a meeting, goes the road in force, holds from its day, and can be taken back."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.domain.groups.office import DAY, KEEPER, branch_of, meeting, secretary
from zhibu.domain.activities.models import Activity
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.casework.services import step_record
from zhibu.domain.filings.services import filing_accept, filing_discard, filing_send
from zhibu.domain.groups import services
from zhibu.domain.groups.models import Division
from zhibu.domain.groups.selectors.upward import upward_steps
from zhibu.domain.leaders.selectors.terms import vacancy
from zhibu.domain.members.models import Member, Membership, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel.errors import Refused

UNITS = {"办公室": 6, "种植科": 9, "农机科": 5, "信访科": 2}


def decided(*directives: str, since: dt.date = DAY) -> Division:
    """A branch without groups, divided as the solver offers first."""
    branch = branch_of(UNITS, *directives)
    secretary(branch, "mB000")
    held = meeting(branch)
    division = services.division_open(actor=KEEPER, branch=branch)
    return services.division_decide(
        actor=KEEPER, division=division, revision=division.revision, decided_by=held.pk, since=since
    )


def groups(day: dt.date = DAY) -> dict[str, int]:
    """Name of each group of the branch on a day -> how many sit in it."""
    there = Organisation.objects.filter(parent="B", established__lte=day).exclude(dissolved__lte=day)
    return {
        one.name: Membership.objects.filter(organisation=one, since__lte=day).exclude(until__lte=day).count()
        for one in there
    }


@pytest.mark.django_db
def test_under_the_city_opinions_it_holds_with_the_decision_and_is_filed() -> None:
    division = decided("loudi-groups-2023", "branch-regulations-2018")
    assert division.state == "in_force"
    assert groups() == {"第一党小组": 7, "第二党小组": 6, "第三党小组": 9}
    assert [one.filing for one in upward_steps(division.case)] == ["file"]
    filing = services.division_file(actor=KEEPER, division=division, step="filing")
    assert (filing.kind, filing.sender_id, filing.case_id) == ("file", "B", division.case_id)
    assert "决定划分为3个党小组" in filing.body
    again = services.division_file(actor=KEEPER, division=division, step="filing")
    assert again.pk == filing.pk


@pytest.mark.django_db
def test_under_the_county_opinions_it_waits_for_the_review_above() -> None:
    division = decided("county-groups-2017", "branch-regulations-2018")
    assert division.state == "decided"
    assert groups() == {}
    with pytest.raises(Refused, match="上级审核同意"):
        services.division_enforce(actor=KEEPER, division=division)
    step_record(actor=KEEPER, case=division.case, step="review", on=DAY, by="CB", outcome="同意")
    services.division_enforce(actor=KEEPER, division=division)
    assert sum(groups().values()) == 22
    assert {one.filing for one in upward_steps(division.case)} == {"review", "file"}


@pytest.mark.django_db
def test_what_the_level_above_agrees_to_can_be_put_in_force() -> None:
    division = decided("county-groups-2017", "branch-regulations-2018")
    filing = services.division_file(actor=KEEPER, division=division, step="review")
    assert (filing.kind, filing.receiver_id) == ("review", "CB")
    filing_send(actor=KEEPER, filing=filing, on=DAY)
    filing.refresh_from_db()
    filing_accept(actor=KEEPER, filing=filing, on=DAY)
    assert services.division_enforce(actor=KEEPER, division=division).state == "in_force"


@pytest.mark.django_db
def test_under_the_course_it_is_only_reported() -> None:
    division = decided("groups-course")
    assert division.state == "in_force"
    assert [one.filing for one in upward_steps(division.case)] == ["report"]


@pytest.mark.django_db
def test_without_a_committee_the_general_meeting_decides() -> None:
    branch = branch_of({"甲科": 3, "乙科": 3}, "loudi-groups-2023", "branch-regulations-2018")
    division = services.division_open(actor=KEEPER, branch=branch)
    committee, general = meeting(branch), meeting(branch, kind="general_meeting")
    with pytest.raises(Refused):
        services.division_decide(
            actor=KEEPER, division=division, revision=1, decided_by=committee.pk, since=DAY
        )
    division.refresh_from_db()
    made = services.division_decide(actor=KEEPER, division=division, revision=1, decided_by=general.pk, since=DAY)
    assert made.state == "in_force"


@pytest.mark.django_db
def test_nobody_decides_without_a_meeting_that_was_held() -> None:
    branch = branch_of(UNITS, "loudi-groups-2023")
    division = services.division_open(actor=KEEPER, branch=branch)
    for given in ("", "A-none"):
        with pytest.raises(Refused, match="哪一个人都不能自己定"):
            services.division_decide(actor=KEEPER, division=division, revision=1, decided_by=given, since=DAY)
    planned = meeting(branch, DAY)
    Activity.objects.filter(pk=planned.pk).update(status="planned")
    with pytest.raises(Refused, match="还没有开"):
        services.division_decide(actor=KEEPER, division=division, revision=1, decided_by=planned.pk, since=DAY)
    assert not Organisation.objects.filter(parent="B").exists()


@pytest.mark.django_db
def test_a_rule_is_missed_only_with_the_reason_of_the_branch() -> None:
    branch = branch_of(UNITS, "loudi-groups-2023")
    secretary(branch, "mB000")
    held = meeting(branch)
    division = services.division_open(actor=KEEPER, branch=branch)
    services.division_move(
        actor=KEEPER, division=division, revision=1, members=[f"mB0{n:02d}" for n in range(4)], to=0
    )
    with pytest.raises(Refused, match=r"一个党小组至少 3 人.*第一条"):
        services.division_decide(actor=KEEPER, division=division, revision=2, decided_by=held.pk, since=DAY)
    services.division_decide(
        actor=KEEPER, division=division, revision=2, decided_by=held.pk, since=DAY, reason="两个月后有人调来"
    )
    entry = AuditEntry.objects.get(action="division.decide")
    assert "两个月后有人调来" in entry.details


@pytest.mark.django_db
def test_what_was_decided_by_mistake_is_taken_back_whole() -> None:
    branch = branch_of({"甲科": 6, "乙科": 5, "丙科": 4}, "loudi-groups-2023", groups={"甲科": 6, "乙科": 5})
    secretary(branch, "mB000")
    held = meeting(branch)
    Post.objects.create(
        id="L1", member="mB100", organisation_id="GB1", post="group_leader", since=dt.date(2025, 1, 1)
    )
    before = sorted(Membership.objects.values_list("member", "organisation", "since", "until"))
    division = services.division_open(actor=KEEPER, branch=branch, empty=True)
    services.division_merge(actor=KEEPER, division=division, revision=division.revision, group=1, into=0)
    division.refresh_from_db()
    services.division_name(
        actor=KEEPER, division=division, revision=division.revision, group=0, name="机关党小组"
    )
    division.refresh_from_db()
    made = services.division_decide(
        actor=KEEPER, division=division, revision=division.revision, decided_by=held.pk, since=DAY
    )
    assert groups() == {"机关党小组": 11}
    ended = Organisation.objects.get(pk="GB1")
    assert ended.dissolved == DAY
    assert vacancy(ended, DAY) is None  # a group that is no more waits for no leader
    filing = services.division_file(actor=KEEPER, division=made, step="filing")
    assert "撤销乙科党小组。" in filing.body
    filing_discard(actor=KEEPER, filing=filing)
    assert Post.objects.get(pk="L1").until == DAY
    services.division_withdraw(actor=KEEPER, division=made, reason="日期登记错了")
    assert groups() == {"甲科党小组": 6, "乙科党小组": 5}
    assert Post.objects.get(pk="L1").until is None
    assert sorted(Membership.objects.values_list("member", "organisation", "since", "until")) == before
    made.refresh_from_db()
    assert made.state == "draft"


@pytest.mark.django_db
def test_a_division_on_which_something_rests_stays() -> None:
    division = decided("loudi-groups-2023")
    group = Organisation.objects.filter(parent="B").first()
    Activity.objects.create(id="X", organisation=group, type="party_group_meeting", on=DAY, status="held")
    with pytest.raises(Refused, match="已经开过会"):
        services.division_withdraw(actor=KEEPER, division=division, reason="不要了")
    assert sum(groups().values()) == 22


@pytest.mark.django_db
def test_it_holds_from_its_day_and_not_before() -> None:
    later = DAY + dt.timedelta(days=10)
    decided("loudi-groups-2023", since=later)
    assert groups(DAY) == {}
    assert sum(groups(later).values()) == 22


@pytest.mark.django_db
def test_all_people_of_the_branch_are_in_exactly_one_group_afterwards() -> None:
    decided("loudi-groups-2023")
    for member in Member.objects.all():
        there = Membership.objects.filter(member=member, organisation__kind="party_group", until__isnull=True)
        assert there.count() == 1
