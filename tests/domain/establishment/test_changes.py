"""Each change of the tree: what it does to members, posts, groups and rights, who may, and taking it back."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.domain.conftest import KEEPER, actor
from tests.domain.establishment.conftest import ON, branch, decision, get, home
from zhibu.domain.accounts.models import RoleGrant
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.establishment.given import Decision, Destination, NewBody, NewPart, NewUnit
from zhibu.domain.establishment.models import Change
from zhibu.domain.establishment.selectors.preview import filings_near
from zhibu.domain.establishment.services import (
    change_undo,
    organisation_dissolve,
    organisation_found,
    organisation_merge,
    organisation_move,
    organisation_rename,
    organisation_split,
)
from zhibu.domain.filings.models import Filing
from zhibu.domain.filings.services import filing_draft, filing_send, filing_withdraw
from zhibu.domain.members.models import Member, Membership, Post
from zhibu.domain.members.services import member_move
from zhibu.domain.organisations.credit_code import check_letter
from zhibu.domain.organisations.models import Organisation, Unit
from zhibu.domain.organisations.past import name_on, tree_on
from zhibu.domain.procedures.models import Check
from zhibu.kernel import clock
from zhibu.kernel.errors import NotAllowed, Refused

People = dict[str, Member]
BEFORE = ON - dt.timedelta(days=1)


def everything() -> object:
    """All that a change may touch."""
    return [
        list(model.objects.order_by("pk").values_list())
        for model in (Organisation, Membership, Post, RoleGrant, Check, Unit)
    ]


def test_a_joint_branch_is_founded_with_its_units_its_mark_and_members(people: People) -> None:
    code = "91110000600037341"
    units = (NewUnit("青梧县气象局", "institution", code + check_letter(code)), NewUnit("青梧县档案馆"))
    before = everything()

    made, change = organisation_found(
        actor=KEEPER, parent=get("C1"), decision=decision(), members={"M4": "B2"},
        body=branch("气象局联合党支部", form="joint", sector="institution", units=units),
    )

    assert (made.established, made.parent_id, made.form) == (ON, "C1", "joint")
    assert [u.name for u in made.units.all()] == ["青梧县气象局", "青梧县档案馆"]
    assert Check.objects.filter(organisation=made, checklist="marks", item="joint", ok=True).exists()
    assert home("M4", BEFORE) == [("branch", "B2"), ("party_group", "G21")]
    assert home("M4", ON) == [("branch", made.pk)]
    change_undo(actor=KEEPER, change=change, reason="名称写错了")
    assert everything() == before
    assert Change.objects.get(pk=change.pk).undone_reason == "名称写错了"


def test_a_wrong_credit_code_or_one_unit_alone_is_refused(people: People) -> None:
    wrong = (NewUnit("甲", credit_code="911100006000373410"), NewUnit("乙"))
    with pytest.raises(Refused, match="最后一位"):
        organisation_found(
            actor=KEEPER, parent=get("C1"), body=branch("联合", form="joint", units=wrong), decision=decision()
        )
    with pytest.raises(Refused, match="两个以上"):
        organisation_found(
            actor=KEEPER, parent=get("C1"), body=branch("联合", form="joint", units=wrong[1:]), decision=decision()
        )
    assert not Organisation.objects.filter(name="联合").exists()


def test_a_decision_has_a_number_and_does_not_come_too_early(people: People) -> None:
    tomorrow = clock.today() + dt.timedelta(days=1)
    wrong = {
        "文号": Decision(ON, "C1", " ", ON),
        "提前两年": Decision(tomorrow + dt.timedelta(days=999), "C1", "1号", ON),
        "决定以前": Decision(ON, "C1", "1号", ON + dt.timedelta(days=1)),
        "找不到请示": Decision(ON, "C1", "1号", ON, filing="fil_none"),
    }
    for words, given in wrong.items():
        with pytest.raises(Refused, match=words):
            organisation_found(actor=KEEPER, parent=get("C1"), body=branch("新支部"), decision=given)


def test_a_rename_keeps_the_old_name_for_the_old_days(people: People) -> None:
    change = organisation_rename(
        actor=KEEPER, organisation=get("B1"), values={"name": "水务局党支部"}, decision=decision()
    )

    assert (name_on(get("B1"), BEFORE), name_on(get("B1"), ON)) == ("B1组织", "水务局党支部")
    change_undo(actor=KEEPER, change=change, reason="文件作废")
    assert name_on(get("B1"), ON) == "B1组织"
    with pytest.raises(Refused, match="已经撤回"):
        change_undo(actor=KEEPER, change=change, reason="再来一次")


def test_merging_branches_takes_everybody_along(people: People) -> None:
    RoleGrant.objects.create(user=actor_user("secretary", "B2"), role="commissioner", organisation_id="B2", since=dt.date(2021, 1, 1))
    before = everything()

    target, change = organisation_merge(
        actor=KEEPER, sources=[get("B1")], into=get("B2"), decision=decision()
    )

    assert target.pk == "B2"
    for key in ("M1", "M2", "M3"):
        assert home(key, ON) == [("branch", "B2")]
        assert len(home(key, BEFORE)) == 2
    assert home("M4", ON) == [("branch", "B2"), ("party_group", "G21")]
    assert Post.objects.get(pk="P1").until == ON
    assert {get(k).dissolved for k in ("B1", "G11", "G12")} == {ON}
    assert RoleGrant.objects.get(organisation="B2", role="commissioner").until is None
    change_undo(actor=KEEPER, change=change, reason="没有批准")
    assert everything() == before


def test_groups_come_along_where_they_are_kept(people: People) -> None:
    made, change = organisation_merge(
        actor=KEEPER, sources=[get("B1"), get("B2")], into=branch("合并党支部"), decision=decision(),
        keep_groups=True,
    )

    assert {get(k).parent_id for k in ("G11", "G12", "G21")} == {made.pk}
    assert home("M1", ON) == [("branch", made.pk), ("party_group", "G11")]
    assert Post.objects.get(pk="P1").until is None
    assert {o.pk: o.parent_id for o in tree_on(BEFORE)}["G11"] == "B1"
    member_move(actor=KEEPER, member=people["M4"], to=get("B9"), on=ON + dt.timedelta(days=9))
    with pytest.raises(Refused, match="又转走"):
        change_undo(actor=KEEPER, change=change, reason="想改")


def test_bodies_above_merge_with_all_below(people: People) -> None:
    organisation_merge(actor=KEEPER, sources=[get("C9")], into=get("C1"), decision=decision())

    assert get("B9").parent_id == "C1"
    assert get("C9").dissolved == ON
    assert home("M9", ON) == [("branch", "B9")]
    with pytest.raises(Refused, match="同支部合并"):
        organisation_merge(actor=KEEPER, sources=[get("B9")], into=get("C1"), decision=decision())


def test_a_split_sends_members_and_whole_groups(people: People) -> None:
    before = everything()
    new = [NewPart(branch("二支部"), members=frozenset({"M3"})), NewPart(branch("三支部"), groups=frozenset({"G11"}))]

    (second, third), change = organisation_split(actor=KEEPER, source=get("B1"), new=new, decision=decision())

    assert home("M3", ON) == [("branch", second.pk)]
    assert home("M1", ON) == [("branch", third.pk), ("party_group", "G11")]
    assert get("G11").parent_id == third.pk
    change_undo(actor=KEEPER, change=change, reason="重新分")
    assert everything() == before
    twice = [NewPart(branch("甲"), members=frozenset({"M3"})), NewPart(branch("乙"), members=frozenset({"M3"}))]
    with pytest.raises(Refused, match="两个支部"):
        organisation_split(actor=KEEPER, source=get("B1"), new=twice, decision=decision())
    with pytest.raises(Refused, match="不在"):
        organisation_split(
            actor=KEEPER, source=get("B1"), new=[NewPart(branch("丙"), members=frozenset({"M4"}))], decision=decision()
        )
    assert everything() == before


def test_nobody_is_left_when_a_branch_is_dissolved(people: People) -> None:
    with pytest.raises(Refused, match="没有写转到"):
        organisation_dissolve(
            actor=KEEPER, organisation=get("B1"), decision=decision(), destination=Destination(but={"M1": "B2"})
        )
    organisation_dissolve(
        actor=KEEPER, organisation=get("B1"), decision=decision(),
        destination=Destination(to="B2", but={"M2": "B9"}),
    )

    assert [home(k, ON) for k in ("M1", "M2", "M3")] == [[("branch", "B2")], [("branch", "B9")], [("branch", "B2")]]
    with pytest.raises(Refused, match="先撤销或者移走"):
        organisation_dissolve(actor=KEEPER, organisation=get("C1"), decision=decision())


def test_a_change_does_not_undo_what_was_recorded_later(people: People) -> None:
    member_move(actor=KEEPER, member=people["M4"], to=get("B1"), on=ON + dt.timedelta(days=5))
    with pytest.raises(Refused, match="党员M4"):
        organisation_merge(actor=KEEPER, sources=[get("B1")], into=get("B9"), decision=decision())


def test_the_record_says_by_which_paper(people: People) -> None:
    change = organisation_move(actor=KEEPER, organisation=get("B1"), parent=get("C9"), decision=decision())

    last = AuditEntry.objects.order_by("-number").first()
    assert last is not None
    assert (last.action, last.subject) == ("organisation.move", "B1")
    assert "青直发〔2024〕6号" in last.details
    assert {(p.organisation_id, p.part) for p in change.parts.all()} == {
        ("B1", "moved"), ("C9", "parent"), ("C1", "parent"),
    }


def test_only_a_clerk_above_both_ends_changes_the_tree(people: People) -> None:
    clerk, secretary = actor("clerk", "C1"), actor("secretary", "B1")

    organisation_rename(actor=clerk, organisation=get("B1"), values={"name": "一"}, decision=decision())
    for who in (actor("clerk", "C9"), secretary, actor("clerk", "B1")):
        with pytest.raises(NotAllowed):
            organisation_rename(actor=who, organisation=get("B1"), values={"name": "二"}, decision=decision())
        with pytest.raises(NotAllowed):
            organisation_found(actor=who, parent=get("C1"), body=branch("三"), decision=decision())
    with pytest.raises(NotAllowed):
        organisation_move(actor=clerk, organisation=get("B1"), parent=get("C9"), decision=decision())
    with pytest.raises(NotAllowed):
        organisation_dissolve(
            actor=clerk, organisation=get("B1"), decision=decision(), destination=Destination(to="B9")
        )
    with pytest.raises(Refused, match="党小组"):
        organisation_found(
            actor=clerk, parent=get("B1"), body=NewBody(kind="party_group", name="新组"), decision=decision()
        )


def actor_user(role: str, place: str) -> object:
    from zhibu.domain.accounts.models import User

    return User.objects.get(pk=actor(role, place).user)


def test_letters_of_the_body_itself_are_offered_first_and_none_that_was_withdrawn(people: People) -> None:
    def sent(sender: str) -> Filing:
        made = filing_draft(actor=KEEPER, kind="request", sender=get(sender), subject=f"{sender}的请示", body="内容")
        return filing_send(actor=KEEPER, filing=made, on=ON)

    own, _, gone = sent("B1"), sent("B2"), sent("B1")
    filing_withdraw(actor=KEEPER, filing=gone, reason="写错了")

    offered = [key for key, _ in filings_near(KEEPER, get("B1"), get("C1"))]

    assert offered[0] == own.pk
    assert len(offered) == 2
    assert gone.pk not in offered
