"""A leader is chosen by the road in force; a meeting decides; nobody does so alone."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.domain.groups.office import DAY, KEEPER, branch_of, meeting, secretary
from zhibu.domain.casework.selectors import roads
from zhibu.domain.casework.services import step_record
from zhibu.domain.leaders import services
from zhibu.domain.leaders.models import Selection
from zhibu.domain.leaders.selectors.choosing import selection_shown
from zhibu.domain.leaders.selectors.file import leader_file
from zhibu.domain.leaders.selectors.terms import leader_on
from zhibu.domain.members.models import Member, Penalty, Post
from zhibu.domain.members.services import posts
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.procedures.models import Ballot
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor, Held
from zhibu.kernel.errors import NotAllowed, Refused


def group_of(*directives: str) -> Organisation:
    branch = branch_of({"甲科": 6, "乙科": 4}, *directives, groups={"甲科": 6, "乙科": 4})
    secretary(branch, "mB100")
    return Organisation.objects.select_related("parent").get(pk="GB0")


def begun(group: Organisation, road: str = "", kind: str = "new", *members: str) -> Selection:
    made = services.selection_open(actor=KEEPER, group=group, on=DAY, road=road, kind=kind)
    for key in members or ("mB000", "mB001"):
        services.candidate_name(actor=KEEPER, selection=made, member=Member.objects.get(pk=key))
    return made


def appoint(selection: Selection, member: str, decided_by: str, **given: object) -> Selection:
    return services.selection_appoint(
        actor=KEEPER, selection=selection, member=Member.objects.get(pk=member), decided_by=decided_by, since=DAY, **given
    )


def vote(selection: Selection, votes: dict[str, int], **given: int) -> list[Ballot]:
    figures = {"present": 6, "cast": 6, "valid": 6} | given
    return services.leader_vote_enter(
        actor=KEEPER, selection=selection, on=DAY, method="secret", votes=votes, **figures
    )


@pytest.mark.django_db
def test_the_same_group_has_another_road_under_each_directive() -> None:
    found = {}
    for key, directive in (("X", "loudi-groups-2023"), ("Y", "county-groups-2017"), ("Z", "groups-course")):
        branch = branch_of({"甲科": 4}, directive, groups={"甲科": 4}, key=key)
        group = Organisation.objects.get(parent=branch)
        found[directive] = [
            (one.manner, [step.code for step in one.steps if step.strength == "must"])
            for one in roads(group, "leader_selection", DAY)
        ]
    assert found == {
        "loudi-groups-2023": [
            ("designated", ["appointment"]), ("recommended", ["nomination", "appointment"]),
        ],
        "county-groups-2017": [
            ("elected", ["nomination", "leader_vote", "vetting", "appointment", "review", "filing"]),
        ],
        "groups-course": [("elected", ["leader_vote"])],
    }  # fmt: skip


@pytest.mark.django_db
def test_under_the_city_opinions_the_committee_designates_and_he_leads_at_once() -> None:
    group = group_of("loudi-groups-2023")
    selection = begun(group, "loudi-groups-2023/DESIGNATED")
    held = appoint(selection, "mB000", meeting(group.parent).pk)
    post = leader_on(group, DAY)
    assert post is not None
    assert (post.pk, post.member, post.manner, post.planned_until) == (held.post_id, "mB000", "designated", None)
    assert post.decided_by == f"A-committee_meeting-{DAY}"


@pytest.mark.django_db
def test_no_single_person_designates() -> None:
    group = group_of("loudi-groups-2023")
    selection = begun(group, "loudi-groups-2023/DESIGNATED")
    with pytest.raises(Refused, match="哪一个人都不能自己指定"):
        appoint(selection, "mB000", "")
    wrong = meeting(group.parent, kind="study")
    with pytest.raises(Refused, match="不能决定任职"):
        appoint(selection, "mB000", wrong.pk)
    assert leader_on(group, DAY) is None


@pytest.mark.django_db
def test_under_the_county_opinions_the_steps_run_in_order_and_the_term_is_the_committees() -> None:
    group = group_of("county-groups-2017")
    selection = begun(group)
    held = meeting(group.parent)
    with pytest.raises(Refused):
        appoint(selection, "mB000", held.pk)
    services.selection_step(actor=KEEPER, selection=selection, step="nomination", on=DAY)
    vote(selection, {"mB000": 4, "mB001": 2})
    services.selection_step(
        actor=KEEPER, selection=selection, step="vetting", on=DAY, papers=("vetting_form",)
    )
    appoint(selection, "mB000", held.pk)
    assert leader_on(group, DAY) is None
    with pytest.raises(Refused, match="等上级审核同意"):
        services.selection_enforce(actor=KEEPER, selection=selection)
    step_record(actor=KEEPER, case=selection.case, step="review", on=DAY, by="CB", outcome="同意")
    services.selection_enforce(actor=KEEPER, selection=selection)
    post = leader_on(group, DAY)
    assert post is not None
    assert (post.manner, post.planned_until) == ("elected", dt.date(2028, 6, 1))
    step_record(actor=KEEPER, case=selection.case, step="filing", on=DAY, by="CB")
    services.leader_file_note(actor=KEEPER, post=post, on=DAY, number="备〔2026〕1号")
    selection.case.refresh_from_db()
    assert selection.case.closed == DAY


@pytest.mark.django_db
def test_who_has_fewer_votes_is_appointed_only_with_the_reason_of_the_branch() -> None:
    group = group_of("groups-course", "branch-regulations-2018")
    key = next(one.key for one in roads(group, "leader_selection", DAY) if one.manner == "elected")
    selection = begun(group, key)
    vote(selection, {"mB000": 4, "mB001": 2})
    assert [b.in_favour for b in Ballot.objects.filter(case=selection.case).order_by("-in_favour")] == [4, 2]
    held = meeting(group.parent)
    with pytest.raises(Refused, match="得 2 票，不是最多的 4 票"):
        appoint(selection, "mB001", held.pk)
    made = appoint(selection, "mB001", held.pk, reason="得票多的同志调走了")
    assert made.chosen_id == "mB001"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("votes", "figures", "said"),
    [
        ({"mB000": 4, "mB001": 3}, {}, "多于有效票 6 张"),
        ({"mB000": 4, "mB001": 2}, {"present": 7}, "应到 6"),
        ({"mB000": 4, "mB001": 1}, {"cast": 5}, "有效票不多于收回的票"),
        ({"mB000": 4}, {}, "每个人选都要写得票"),
    ],
)
def test_figures_that_cannot_be_are_refused(votes: dict[str, int], figures: dict[str, int], said: str) -> None:
    group = group_of("groups-course")
    selection = begun(group)
    with pytest.raises(Refused, match=said):
        vote(selection, votes, **figures)
    assert not Ballot.objects.exists()
    assert all(one.row.votes is None for one in selection_shown(KEEPER, selection.pk).candidates)


@pytest.mark.django_db
def test_who_may_not_lead_is_no_candidate_and_falls_out_when_a_penalty_comes() -> None:
    group = group_of("loudi-groups-2023")
    Penalty.objects.create(member_id="mB002", kind="probation_within_party", since=DAY - dt.timedelta(days=3))
    selection = services.selection_open(actor=KEEPER, group=group, on=DAY, road="loudi-groups-2023/DESIGNATED")
    with pytest.raises(Refused, match=r"留党察看.*第十条"):
        services.candidate_name(actor=KEEPER, selection=selection, member=Member.objects.get(pk="mB002"))
    services.candidate_name(actor=KEEPER, selection=selection, member=Member.objects.get(pk="mB003"))
    Penalty.objects.create(member_id="mB003", kind="probation_within_party", since=DAY)
    with pytest.raises(Refused, match="不能当组长"):
        appoint(selection, "mB003", meeting(group.parent).pk)


@pytest.mark.django_db
def test_the_old_leader_leads_until_the_new_one_does() -> None:
    group = group_of("loudi-groups-2023")
    old = Post.objects.create(
        id="OLD", member="mB005", organisation=group, post="group_leader", since=dt.date(2024, 1, 1)
    )
    with pytest.raises(Refused, match="有组长，缘由选"):
        begun(group, "loudi-groups-2023/DESIGNATED")
    selection = begun(group, "loudi-groups-2023/DESIGNATED", "replacement")
    assert leader_on(group, DAY) == old
    appoint(selection, "mB000", meeting(group.parent).pk)
    old.refresh_from_db()
    assert old.until == DAY
    found = leader_on(group, DAY)
    assert found is not None
    assert found.member == "mB000"


@pytest.mark.django_db
def test_an_acting_leader_is_decided_by_a_meeting_too_and_gives_way() -> None:
    group = group_of("loudi-groups-2023")
    one = Member.objects.get(pk="mB001")
    with pytest.raises(Refused, match="不能自己指定"):
        services.leader_act(actor=KEEPER, group=group, member=one, decided_by="", since=DAY - dt.timedelta(days=9))
    first = meeting(group.parent, DAY - dt.timedelta(days=9))
    services.leader_act(
        actor=KEEPER, group=group, member=one, decided_by=first.pk, since=DAY - dt.timedelta(days=9)
    )
    selection = begun(group, "loudi-groups-2023/DESIGNATED")
    decided = meeting(group.parent)
    Post.objects.filter(acting=True).update(since=DAY)
    with pytest.raises(Refused, match=f"最早从 {DAY + dt.timedelta(days=1)} 起任职"):
        appoint(selection, "mB000", decided.pk)
    Post.objects.filter(acting=True).update(since=DAY - dt.timedelta(days=9))
    appoint(selection, "mB000", decided.pk)
    assert [p.acting for p in Post.objects.filter(organisation=group).order_by("since")] == [True, None]


@pytest.mark.django_db
def test_an_interview_is_read_by_the_branch_and_himself_only_and_leads_to_a_replacement() -> None:
    group = group_of("loudi-groups-2023")
    post = Post.objects.create(
        id="L", member="mB000", organisation=group, post="group_leader", since=dt.date(2024, 1, 1)
    )
    branch = group.parent
    boss = Actor("书记", "web", "u1", "mB100", roles=(Held("secretary", branch.pk, branch.path),))
    clerk = Actor("党务", "web", "u2", roles=(Held("clerk", "CB", branch.path[:-6]),))
    himself = Actor("组长", "web", "u3", "mB000", roles=(Held("leader", group.pk, group.path),))
    with pytest.raises(NotAllowed):
        services.interview_record(actor=clerk, post=post, on=DAY, by="工委", gist="谈")
    with pytest.raises(NotAllowed, match="你本人"):
        services.interview_record(actor=himself, post=post, on=DAY, by="我", gist="谈")
    made = services.interview_record(
        actor=boss, post=post, on=DAY, by="书记", gist="三个月没开小组会", improve_by=DAY + dt.timedelta(days=60)
    )
    seen = {
        name: leader_file(actor, "L").interviews[0].gist
        for name, actor in (("boss", boss), ("clerk", clerk), ("himself", himself))
    }
    assert seen == {"boss": "三个月没开小组会", "clerk": "", "himself": "三个月没开小组会"}
    services.interview_close(actor=boss, interview=made, outcome="replace", on=DAY)
    assert begun(group, "loudi-groups-2023/DESIGNATED", "replacement", "mB001").replaces_id == "L"


@pytest.mark.django_db
def test_open_work_is_handed_over_when_a_term_ends() -> None:
    from zhibu.domain.activities.models import Activity
    from zhibu.domain.leaders.models import HandOver

    group = group_of("loudi-groups-2023")
    post = Post.objects.create(
        id="L", member="mB000", organisation=group, post="group_leader", since=dt.date(2024, 1, 1), until=DAY
    )
    Activity.objects.create(
        id="N", organisation=group, type="party_group_meeting", on=DAY + dt.timedelta(days=5), status="planned"
    )
    Activity.objects.create(
        id="M", organisation=group, type="party_group_meeting", on=DAY - dt.timedelta(days=5), status="held"
    )
    services.hand_over_record(actor=KEEPER, post=post, to=Member.objects.get(pk="mB001"), on=DAY)
    assert [(one["what"], one["name"]) for one in HandOver.objects.get().items] == [
        ("没记完的记录", "党小组会"), ("定好的活动", "党小组会"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_meetings_ahead_and_unfinished_records_go_to_who_leads_next() -> None:
    """The night's handing over asks this room too: a group without cases still has meetings ahead."""
    from zhibu.domain.accounts.services.handovers import open_work
    from zhibu.domain.activities.models import Activity

    group, today = group_of("loudi-groups-2023"), clock.today()
    for key, days, status in (("N", 5, "planned"), ("M", -5, "held"), ("K", -9, "held")):
        Activity.objects.create(
            id=key, organisation=group, type="party_group_meeting", on=today + dt.timedelta(days=days), status=status
        )
    told = [(one.kind, one.name, one.due) for one in open_work(group.pk, "", "")]
    assert ("定好的活动", "党小组会", today + dt.timedelta(days=5)) in told
    assert ("没记完的记录", f"2 次活动的记录，最早的是 {today - dt.timedelta(days=9)}", None) in told
    assert not [one for one in open_work(group.parent_id or "", "", "") if one.kind == "定好的活动"]


@pytest.mark.django_db
def test_the_leaders_term_follows_the_committees_and_its_extension() -> None:
    from zhibu.domain.committees.services import term_extend

    group = group_of("county-groups-2017", "branch-regulations-2018")
    Post.objects.filter(organisation="B").update(planned_until=None)
    leads = Post.objects.create(id="L", member="mB000", organisation=group, post="group_leader", since=DAY)
    other = Post.objects.create(
        id="O", member="mB100", organisation_id="GB1", post="group_leader", since=dt.date(2022, 1, 1),
        planned_until=dt.date(2024, 12, 31),
    )  # fmt: skip
    boss = Post.objects.get(pk="S-B")
    posts.post_correct(actor=KEEPER, post=boss, values={"planned_until": dt.date(2028, 6, 1)})
    leads.refresh_from_db()
    assert leads.planned_until == dt.date(2028, 6, 1)  # recorded later, filled in

    Post.objects.filter(organisation="B").update(planned_until=dt.date(2028, 6, 1))
    term_extend(actor=KEEPER, organisation=group.parent, until=dt.date(2028, 5, 1), approved_by="工委", number="1号",
                approved_on=DAY)  # fmt: skip
    leads.refresh_from_db()
    other.refresh_from_db()
    assert (leads.planned_until, other.planned_until) == (dt.date(2028, 5, 1), dt.date(2024, 12, 31))
    term_extend(actor=KEEPER, organisation=group.parent, until=dt.date(2028, 6, 1), approved_by="工委", number="2号",
                approved_on=DAY)  # fmt: skip
    leads.refresh_from_db()
    assert leads.planned_until == dt.date(2028, 6, 1)


@pytest.mark.django_db
def test_where_no_rule_binds_the_terms_together_the_leaders_end_stays() -> None:
    from zhibu.domain.committees.services import term_extend

    group = group_of()
    Post.objects.filter(organisation="B").update(planned_until=dt.date(2028, 6, 1))
    leads = Post.objects.create(id="L", member="mB000", organisation=group, post="group_leader", since=DAY)
    term_extend(actor=KEEPER, organisation=group.parent, until=dt.date(2028, 5, 1), approved_by="工委", number="1号",
                approved_on=DAY)  # fmt: skip
    leads.refresh_from_db()
    assert leads.planned_until is None
