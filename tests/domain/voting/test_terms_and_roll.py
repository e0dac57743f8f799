"""By what a matter is voted here, who is on the roll, how many are needed: all from the directives in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from tests.domain.conftest import KEEPER, SINCE
from tests.domain.voting.conftest import people
from zhibu.domain.accounts.models import RoleGrant, User
from zhibu.domain.accounts.selectors import actor_of
from zhibu.domain.members.models import Member, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.models import LocalDirective
from zhibu.domain.rulebook.services import adoption_activate
from zhibu.domain.rulebook.shelf import shelf
from zhibu.domain.voting import selectors, services
from zhibu.domain.voting.models import Poll
from zhibu.domain.voting.roll import called_on, forecast_of
from zhibu.domain.voting.sayers import lacking
from zhibu.domain.voting.terms import Terms, terms_of
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, Refused

pytestmark = pytest.mark.django_db

OWN = {
    "directive.yaml": "schema: 1\nid: own-voting\ntitle: 电子表决试行办法\neffective: 2024-01-01\n",
    "rules.yaml": "schema: 1\nrules: []\n",
    "articles.yaml": "schema: 1\narticles:\n- {article: '3', gist: 接收预备党员可以用电子票, answer: [workflow]}\n",
    "voting.yaml": (
        "schema: 1\nvoting:\n- matters: [admission]\n  article: '3'\n  methods: [electronic, mixed]\n"
    ),
}  # fmt: skip


@pytest.mark.parametrize("matter", ["admission", "conversion", "election", "secretary_election", "penalty"])
def test_what_belongs_to_the_partys_procedures_is_on_paper(branch: Organisation, matter: str) -> None:
    terms = terms_of(branch, matter, clock.today())
    assert set(terms.means) == {"paper"}
    assert terms.secrecy == "always"


def test_electronic_serves_leaders_measurement_recommendation_and_surveys(branch: Organisation) -> None:
    for matter in ("group_leader", "appraisal", "activist", "survey"):
        assert "electronic" in terms_of(branch, matter, clock.today()).means, matter


def test_a_directive_of_ones_own_permits_it_and_is_cited(
    branch: Organisation, tree: dict[str, Organisation], secretary: Actor
) -> None:
    with pytest.raises(Refused, match="没有一份准许用电子票"):
        services.poll_draft(
            actor=secretary, organisation=branch, matter="admission", title="接收", on=clock.today(),
            means="electronic", people=people("某某"),
        )  # fmt: skip
    LocalDirective.objects.create(
        directive="own-voting", version=1, owner=tree["C1"], files=OWN, digest="x",
        published_at=clock.now(), published_by="某人",
    )  # fmt: skip
    shelf.forget()
    adoption_activate(
        actor=KEEPER, organisation=tree["C1"], directive="own-voting", since=dt.date(2024, 1, 1)
    )
    terms = terms_of(branch, "admission", clock.today())
    cited = terms.means["electronic"]
    assert cited is not None
    assert cited.text == "电子表决试行办法 第三条"
    made = services.poll_draft(
        actor=secretary, organisation=branch, matter="admission", title="接收", on=clock.today(),
        means="electronic", people=people("某某"),
    )  # fmt: skip
    assert made.means == "electronic"
    shelf.forget()


def test_each_exclusion_has_its_article(branch: Organisation) -> None:
    terms = terms_of(branch, "election", clock.today())
    called = {one.member.pk: one for one in called_on(branch, terms, clock.today())}
    assert sum(one.entitled for one in called.values()) == 6
    told = {key: (one.reason, one.cited.text if one.cited else "") for key, one in called.items() if one.reason}
    assert told["V7"] == ("probationary", "中国共产党章程 第七条")
    assert told["V8"] == ("probation_within_party", "中国共产党章程 第四十一条")
    assert told["V9"][0] == "stopped"
    assert "第二十四条" in told["V9"][1]


@pytest.mark.parametrize(
    ("matter", "quorum", "majority"),
    [("resolution", 3, 4), ("admission", 4, 4), ("conversion", 4, 4), ("election", 5, 4), ("penalty", 3, 4)],
)
def test_thresholds_of_each_directive(
    branch: Organisation, matter: str, quorum: int, majority: int
) -> None:
    """Six entitled: half is three, more than half four, four fifths five."""
    terms = terms_of(branch, matter, clock.today())
    forecast = forecast_of(called_on(branch, terms, clock.today()), terms)
    assert (forecast.quorum, forecast.majority) == (quorum, majority)
    assert forecast.enough


def test_a_measurement_is_filled_in_by_all_and_grades_full_members(branch: Organisation) -> None:
    terms = terms_of(branch, "appraisal", clock.today())
    called = {one.member.pk: one.entitled for one in called_on(branch, terms, clock.today())}
    assert called["V7"] is True
    assert called["V9"] is False
    assert terms.best_share == "1/3"
    assert terms.subjects == "full"


def test_terms_survive_storing(branch: Organisation) -> None:
    terms = terms_of(branch, "election", clock.today())
    assert Terms.from_data(terms.as_data()) == terms


def test_a_committee_votes_on_its_secretary(branch: Organisation) -> None:
    for number, member in enumerate(("V1", "V2", "V3")):
        Post.objects.create(id=f"PC{number}", member=member, organisation=branch,
                            post="committee_member", since=dt.date(2024, 1, 1))  # fmt: skip
    terms = terms_of(branch, "secretary_election", clock.today())
    assert {one.member.pk for one in called_on(branch, terms, clock.today())} == {"V1", "V2", "V3"}


def test_leaving_out_needs_a_reason_an_approval_and_a_resolution(
    branch: Organisation, secretary: Actor
) -> None:
    poll = services.poll_draft(
        actor=secretary, organisation=branch, matter="election", title="选举", on=clock.today(),
        means="paper", people=people("V1", "V2", "V3"), seats=2,
    )  # fmt: skip
    old = Member.objects.get(pk="V4")
    given = {"actor": secretary, "poll": poll, "member": old}
    with pytest.raises(Refused, match="报上级党组织同意"):
        services.poll_exclude(**given, reason="infirm", approved_by="", resolution="大会")
    with pytest.raises(Refused, match="可以不计入应到会的情形"):
        services.poll_exclude(**given, reason="lazy", approved_by="工委", resolution="大会")
    row = services.poll_exclude(**given, reason="infirm", approved_by="工委", resolution="11 月大会")
    assert "选举工作条例" in row.article
    assert len(selectors.forecast(poll).entitled) == 5


def test_a_group_leaves_nobody_out(branch: Organisation, secretary: Actor) -> None:
    poll = services.poll_draft(
        actor=secretary, organisation=Organisation.objects.get(pk="G11"), matter="group_leader",
        title="推选", on=clock.today(), means="hands", people=people("V1", "V2"),
    )  # fmt: skip
    with pytest.raises(Refused, match="没有一种"):
        services.poll_exclude(actor=secretary, poll=poll, member=Member.objects.get(pk="V4"),
                              reason="infirm", approved_by="工委", resolution="大会")  # fmt: skip


@pytest.mark.parametrize(
    ("names", "seats", "tellers", "said"),
    [
        (("V1", "V2"), 2, ("V4", "V5"), "候选人至少要 3 名"),
        (("V1", "V2", "V7"), 2, ("V4", "V5"), "赵七是预备党员"),
        (("V1", "V2", "V8"), 2, ("V4", "V5"), "陈八是留党察看"),
    ],
)
def test_what_keeps_an_election_from_opening(
    opened: Callable[..., Poll], names: tuple[str, ...], seats: int, tellers: tuple[str, str], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        opened("election", "paper", names, seats=seats, tellers=tellers)


def test_a_candidate_is_no_teller(opened: Callable[..., Poll]) -> None:
    with pytest.raises(Refused, match="不能当监票人"):
        opened("election", "paper", ("V1", "V2", "V3"), seats=2, tellers=("V1", "V5"))


def test_hands_are_no_secret_vote(opened: Callable[..., Poll]) -> None:
    with pytest.raises(Refused, match=r"要无记名投票（.*）"):
        opened("admission", "hands", ("某某",))


def test_who_may_run_a_vote(branch: Organisation, account: Callable[..., Actor]) -> None:
    group = Organisation.objects.get(pk="G11")
    given: dict[str, Any] = {"title": "推选", "on": clock.today(), "means": "hands", "people": people("V1", "V2")}
    leader = account("V1", "leader", "G11")
    assert services.poll_draft(actor=leader, organisation=group, matter="group_leader", **given).pk
    with pytest.raises(NotAllowed):
        services.poll_draft(actor=leader, organisation=branch, matter="resolution", **given)
    with pytest.raises(NotAllowed):
        services.poll_draft(actor=account("V2"), organisation=group, matter="group_leader", **given)
    with pytest.raises(NotAllowed):
        services.poll_draft(
            actor=account("V3", "clerk", "C1"), organisation=group, matter="group_leader", **given
        )


def test_without_a_directive_in_force_nobody_wins(tree: dict[str, Organisation]) -> None:
    terms = terms_of(tree["B2"], "election", clock.today())
    assert terms.majority == ()
    assert terms.quorum == ()


def test_where_no_share_is_stated_the_page_says_what_to_adopt(
    tree: dict[str, Organisation],
) -> None:
    """An election cannot be opened without a majority: which directives state one, and who may adopt."""
    branch, today = tree["B1"], clock.today()
    user = User.objects.create(id="U1", username="runs", name="丁一")
    RoleGrant.objects.create(user=user, role="secretary", organisation=branch, since=SINCE)
    runs = actor_of(user=user, door="test")
    found = lacking(runs, branch, terms_of(branch, "election", today), today)
    assert found is not None
    assert [one.directive for one in found.sayers] == ["elections-2020"]
    assert not found.may_adopt
    heads = lacking(KEEPER, branch, terms_of(branch, "secretary_election", today), today)
    assert heads is not None
    assert heads.sayers
    assert heads.may_adopt
    assert lacking(runs, branch, terms_of(branch, "group_leader", today), today) is None

    adoption_activate(actor=KEEPER, organisation=tree["C1"], directive="elections-2020", since=today)
    for matter in ("election", "secretary_election"):
        assert lacking(runs, branch, terms_of(branch, matter, today), today) is None


def test_a_leader_is_offered_what_he_may_open_in_his_group(branch: Organisation, secretary: Actor) -> None:
    group = Organisation.objects.get(pk="G11")
    user = User.objects.create(id="U-lead", username="lead", name="组长")
    RoleGrant.objects.create(user=user, role="leader", organisation=group, since=SINCE)

    assert list(selectors.matters_for(actor_of(user=user, door="test"), group)) == ["group_leader"]
    assert {"group_leader", "survey", "appraisal"} <= set(selectors.matters_for(secretary, group))
    assert "election" in selectors.matters_for(secretary, branch)
