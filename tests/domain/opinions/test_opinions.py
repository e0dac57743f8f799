"""An opinion from a group's meeting to its answer: passed on with a trace, never lost, read by whom it concerns."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.domain.conftest import actor
from zhibu.domain.audit.models import AuditEntry
from zhibu.domain.members.models import Member
from zhibu.domain.opinions import policies, selectors, services
from zhibu.domain.opinions.choices import Source, State, Whose
from zhibu.domain.opinions.models import BoxCount, Opinion, OpinionBox
from zhibu.domain.opinions.services import boxes
from zhibu.domain.organisations.models import Organisation
from zhibu.domain.rulebook.models import Adoption
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, NotFound, Refused

TODAY = clock.today()


@pytest.fixture
def leader(people: dict[str, Member]) -> Actor:
    return actor("leader", "G11", "M1")


@pytest.fixture
def secretary(people: dict[str, Member]) -> Actor:
    return actor("secretary", "B1", "M3")


@pytest.fixture
def said(leader: Actor, tree: dict[str, Organisation]) -> Opinion:
    """Said at a group's meeting: it lies with the branch at once."""
    return services.opinion_take(
        actor=leader, organisation=tree["G11"], text="楼道灯坏了很久", whose=Whose.MASSES, origin="A11", up=True
    )


def test_what_a_group_hears_goes_to_the_branch_and_is_answered_there(said: Opinion, leader: Actor, secretary: Actor) -> None:
    assert (said.at_id, said.source) == ("B1", Source.MEETING)
    with pytest.raises(NotAllowed, match="现在在B1组织"):
        services.opinion_answer(actor=leader, opinion=said, text="修了")
    assert [item.verb for item in selectors.desk_items(secretary, TODAY)] == ["答复"]

    services.opinion_answer(actor=secretary, opinion=said, text="下周修好")
    assert [item.verb for item in selectors.desk_items(secretary, TODAY)] == ["反馈"]
    assert [item.verb for item in selectors.desk_items(leader, TODAY)] == ["反馈"]  # the group knows who said it
    closed = services.opinion_close(actor=leader, opinion=said, how="会上通报")

    assert selectors.desk_items(secretary, TODAY) == []
    assert closed.state == State.CLOSED
    assert selectors.opinions_of_meeting(leader, "A11") == [closed]
    assert [event.what for event in selectors.events(closed)] == ["close", "answer", "pass", "take"]


def test_it_is_passed_along_the_line_and_comes_back_by_undoing(said: Opinion, secretary: Actor, tree: dict[str, Organisation]) -> None:
    with pytest.raises(Refused, match="沿着隶属关系"):
        services.opinion_pass(actor=secretary, opinion=said, to=tree["B2"])
    services.opinion_pass(actor=secretary, opinion=said, to=tree["C1"], reason="要街道修")

    assert services.opinion_undo(actor=secretary, opinion=said).at_id == "B1"
    assert [bool(event.undone_at) for event in selectors.events(said)] == [True, False, False]


def test_an_answer_taken_back_leaves_the_one_before(said: Opinion, secretary: Actor) -> None:
    services.opinion_answer(actor=secretary, opinion=said, text="第一次答复")
    services.opinion_answer(actor=secretary, opinion=said, text="改过的答复")

    assert services.opinion_undo(actor=secretary, opinion=said).answer == "第一次答复"
    assert (services.opinion_undo(actor=secretary, opinion=said).answer, Opinion.objects.get().state) == ("", State.OPEN)


def test_what_is_about_a_person_is_seen_to_be_there_but_read_by_few(
    leader: Actor, secretary: Actor, tree: dict[str, Organisation]
) -> None:
    commissioner = actor("commissioner", "B1")
    clerk = actor("clerk", "C1")
    made = services.opinion_take(actor=secretary, organisation=tree["B1"], text="某人的事", confidential=True)

    rows = {who.name: selectors.rows(who, selectors.opinions(who), TODAY) for who in (secretary, commissioner, clerk)}
    assert [row.words for row in rows[secretary.name]] == ["某人的事"]
    assert [row.words for name in (commissioner.name, clerk.name) for row in rows[name]] == [selectors.COVERED] * 2
    with pytest.raises(NotAllowed, match="先转到自己这里"):
        services.opinion_answer(actor=clerk, opinion=made, text="知道了")
    services.opinion_pass(actor=clerk, opinion=made, to=tree["C1"])
    made.refresh_from_db()
    assert policies.reads(clerk, made)
    assert list(selectors.opinions_asked(commissioner, q="某人")) == []
    assert list(selectors.opinions(leader)) == []


def test_equal_ones_are_answered_together_and_can_be_parted(said: Opinion, secretary: Actor, tree: dict[str, Organisation]) -> None:
    other = services.opinion_take(actor=secretary, organisation=tree["B1"], text="楼道灯不亮", whose=Whose.MASSES)
    assert selectors.equal_ones(secretary, other) == [said]

    services.opinion_merge(actor=secretary, opinion=other, into=said)
    assert selectors.waiting_count(secretary) == 1
    assert services.opinion_part(actor=secretary, opinion=other).state == State.OPEN


def test_a_member_puts_in_his_own_in_his_line_only(people: dict[str, Member], tree: dict[str, Organisation], leader: Actor) -> None:
    himself = replace(actor("member", "B1", "M2"), roles=())
    made = services.opinion_put(actor=himself, organisation=tree["C1"], text="想说的话")

    with pytest.raises(NotAllowed):
        services.opinion_put(actor=himself, organisation=tree["B2"], text="别的支部")
    assert list(selectors.opinions(himself)) == [made]
    assert list(selectors.opinions(leader)) == []
    assert services.opinion_withdraw(actor=himself, opinion=made).state == State.WITHDRAWN


def test_days_come_from_the_directives_in_force(said: Opinion, secretary: Actor, tree: dict[str, Organisation]) -> None:
    [before] = selectors.rows(secretary, [said], TODAY)
    Adoption.objects.create(directive="loudi-groups-2023", organisation_id="C1", since=dt.date(2024, 1, 1))
    [after] = selectors.rows(secretary, [said], TODAY + dt.timedelta(days=12))

    assert before.due is None
    assert after.due is not None
    assert (after.due.days, after.due.article, after.late, after.age) == (10, "4", 2, 12)


def test_published_words_hold_no_name_of_the_sender(secretary: Actor, tree: dict[str, Organisation]) -> None:
    made = services.opinion_take(
        actor=secretary, organisation=tree["B1"], text="门口积水", whose=Whose.MASSES, speaker="钱七"
    )
    services.opinion_answer(actor=secretary, opinion=made, text="已通排水")
    with pytest.raises(Refused, match="名字"):
        services.opinion_publish(actor=secretary, opinion=made, public_text="钱七说门口积水", public_answer="已通")
    services.opinion_publish(actor=secretary, opinion=made, public_text="门口积水", public_answer="已通排水")
    box = services.box_open(actor=secretary, organisation=tree["B1"], shows_answers=True)

    assert selectors.published(box) == [made]
    made.refresh_from_db()
    services.opinion_hide(actor=secretary, opinion=made)
    assert selectors.published(box) == []


@pytest.fixture
def box(secretary: Actor, tree: dict[str, Organisation]) -> OpinionBox:
    return services.box_open(actor=secretary, organisation=tree["B1"])


def sent(box: OpinionBox, number: int = 0, text: str = "希望多放映老电影", **more: object) -> tuple[Opinion, str]:
    said = {"kind": "suggestion", "whose": "masses", "address": "10.0.0.1", "form": f"f{number}", **more}
    return services.opinion_send(box=box, text=text, **said)  # type: ignore[arg-type]  # any of its arguments


def test_of_the_sender_nothing_is_kept_but_a_mark_of_the_day(box: OpinionBox) -> None:
    made, code = sent(box)
    kept = " ".join(str(value) for row in (*Opinion.objects.values(), *BoxCount.objects.values(), *AuditEntry.objects.values()) for value in row.values())

    assert "10.0.0.1" not in kept
    assert code not in kept
    assert (made.member, made.speaker, made.taken_user) == (None, None, "")
    assert selectors.opinion_of_receipt(box, f"{code[:4]}-{code[4:8]}-{code[8:]}".upper()) == made
    with pytest.raises(NotFound, match="没有这个回执码"):
        selectors.opinion_of_receipt(box, "222222222222")
    assert "老电影" not in "".join(AuditEntry.objects.values_list("details", flat=True))


def test_one_machine_sends_so_many_a_day_and_marks_are_gone_the_day_after(box: OpinionBox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boxes, "OF_ONE", 2)
    sent(box, 1), sent(box, 2)
    with pytest.raises(Refused, match="明天再来"):
        sent(box, 3)
    sent(box, 4, address="10.0.0.2")
    BoxCount.objects.update(on=TODAY - dt.timedelta(days=1))
    sent(box, 5)

    assert not BoxCount.objects.filter(on__lt=TODAY).exists()
    assert Opinion.objects.count() == 4


def test_what_is_no_opinion_is_refused_with_a_word(box: OpinionBox, secretary: Actor, tree: dict[str, Organisation]) -> None:
    sent(box, 1)
    for text, word in (("太短", "至少写 5 个字"), ("看 http://a.example 便宜", "网址"), ("长" * 1001, "最多 1000 个字")):
        with pytest.raises(Refused, match=word):
            sent(box, 2, text)
    with pytest.raises(Refused, match="已经送出过一条"):
        sent(box, 1, "另外一件别的事")
    services.box_close(actor=secretary, organisation=tree["B1"])
    with pytest.raises(Refused, match="现在关着"):
        sent(box, 3)


def test_what_is_about_the_branch_itself_goes_past_it(box: OpinionBox, secretary: Actor) -> None:
    made, code = sent(box, above=True)

    assert (made.at_id, made.confidential) == ("C1", True)
    assert list(selectors.opinions(secretary)) == []
    assert selectors.opinion_of_receipt(box, code) == made


def test_the_same_form_sent_twice_is_one_opinion_with_one_receipt(box: OpinionBox) -> None:
    assert sent(box, 1) == sent(box, 1)
    assert Opinion.objects.count() == 1
    assert sent(box, 2)[1] != sent(box, 1)[1]


def test_one_network_of_ipv6_is_one_machine(box: OpinionBox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boxes, "OF_ONE", 1)
    sent(box, 1, address="2001:db8:1:2::7")
    with pytest.raises(Refused, match="明天再来"):
        sent(box, 2, address="2001:db8:1:2:ffff::9")
    sent(box, 3, address="2001:db8:1:3::7")


def test_nothing_goes_past_a_body_that_has_none_above(tree: dict[str, Organisation]) -> None:
    box = services.box_open(actor=Actor.system("test"), organisation=tree["C1"])
    with pytest.raises(Refused, match="上面没有别的组织"):
        sent(box, 1, above=True)


def test_whoever_enters_for_a_member_does_not_read_what_he_said_of_somebody(people: dict[str, Member], tree: dict[str, Organisation]) -> None:
    himself = Actor(name="党员M2", door="test", member="M2")
    made = services.opinion_put(actor=himself, organisation=tree["C1"], text="书记的事", confidential=True)
    for_him = replace(himself, user="U-secretary-B1", on_behalf="M2")

    assert policies.reads(himself, made)
    assert [row.words for row in selectors.rows(for_him, selectors.opinions(for_him), TODAY)] == [selectors.COVERED]
    with pytest.raises(NotAllowed):
        services.opinion_withdraw(actor=for_him, opinion=made)


def test_what_somebody_may_not_read_he_passes_only_upwards(secretary: Actor, tree: dict[str, Organisation]) -> None:
    both = actor("commissioner", "B1", "M1")
    both = replace(both, roles=(*both.roles, *actor("leader", "G11").roles))
    made = services.opinion_take(actor=secretary, organisation=tree["B1"], text="M1 的事", confidential=True)

    assert [one.pk for one in selectors.ways_on(both, made)] == ["C1"]
    with pytest.raises(NotAllowed, match="只能往上"):
        services.opinion_pass(actor=both, opinion=made, to=tree["G11"])
    assert "G11" in [one.pk for one in selectors.ways_on(secretary, made)]


def test_a_form_is_known_by_its_mark_and_takes_its_time() -> None:
    token = selectors.form_token()

    with pytest.raises(Refused, match="太快"):
        selectors.form_of_token(token, least=60, most=3600)
    assert selectors.form_of_token(token, least=-1, most=3600).startswith("f_")
    with pytest.raises(Refused, match="不完整"):
        selectors.form_of_token(token[:-3] + "abc", least=-1, most=3600)
