"""Filings between two levels: sent with a number, answered by somebody else, moving the case they stand for."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.domain.casework.test_roads_in_force import COUNTY, LOUDI, adopt
from tests.domain.conftest import KEEPER, actor
from zhibu.domain.activities.models import Activity
from zhibu.domain.casework.models import CaseRoad
from zhibu.domain.casework.selectors import progress
from zhibu.domain.casework.services import case_open, step_record
from zhibu.domain.filings import selectors
from zhibu.domain.filings.models import Filing
from zhibu.domain.filings.papers import letter
from zhibu.domain.filings.services import (
    Enclosed,
    filing_accept,
    filing_change,
    filing_discard,
    filing_draft,
    filing_receive,
    filing_reply,
    filing_return,
    filing_send,
    filing_withdraw,
    prefix_set,
)
from zhibu.domain.members.models import Member, Post
from zhibu.domain.organisations.models import Organisation
from zhibu.kernel import clock
from zhibu.kernel.actor import Actor
from zhibu.kernel.errors import NotAllowed, NotFound, Refused

People = dict[str, Member]
Tree = dict[str, Organisation]


@pytest.fixture
def secretary(people: People) -> Actor:
    return actor("secretary", "B1")


@pytest.fixture
def clerk(people: People) -> Actor:
    return actor("clerk", "C1")


def drafted(by: Actor, kind: str = "file", place: str = "B1", **more: object) -> Filing:
    body = Organisation.objects.get(pk=place)
    given = {"subject": "关于成立第三党小组的备案报告"} | more
    return filing_draft(actor=by, kind=kind, sender=body, **given)  # type: ignore[arg-type]  # one test, many wrongs


def sent(by: Actor, kind: str = "file", **more: object) -> Filing:
    return filing_send(actor=by, filing=drafted(by, kind, **more))


def events(filing: Filing) -> list[str]:
    return list(filing.events.values_list("what", flat=True))


def test_a_filing_goes_up_and_comes_back_on_file(secretary: Actor, clerk: Actor) -> None:
    prefix_set(actor=secretary, organisation=Organisation.objects.get(pk="B1"), text="青水支")
    filing = sent(secretary)
    assert filing.receiver_id == "C1"
    assert filing.number == f"青水支〔{clock.today().year}〕1号"

    filing_receive(actor=clerk, filing=filing)
    filing_accept(actor=clerk, filing=filing, number="C1备3号", note="存档")

    filing.refresh_from_db()
    assert (filing.state, filing.filed_number, filing.closed_on) == ("accepted", "C1备3号", clock.today())
    assert events(filing) == ["报送", "签收", "已备案"]


def test_numbers_follow_one_another_through_the_year_and_a_discarded_draft_leaves_no_gap(secretary: Actor) -> None:
    thrown = drafted(secretary)
    filing_discard(actor=secretary, filing=thrown)
    first, second = sent(secretary), sent(secretary)
    filing_withdraw(actor=secretary, filing=first, reason="写错了组")
    last_year = filing_send(actor=secretary, filing=drafted(secretary), on=dt.date(clock.today().year - 1, 12, 30))

    assert [first.serial, second.serial, sent(secretary).serial] == [1, 2, 3]
    assert last_year.serial == 1


def test_a_second_click_changes_nothing(secretary: Actor, clerk: Actor) -> None:
    draft = drafted(secretary, key="k1")
    assert drafted(secretary, key="k1").pk == draft.pk
    for _ in range(2):
        filing_send(actor=secretary, filing=draft)
    for _ in range(2):
        filing_accept(actor=clerk, filing=draft)

    assert Filing.objects.count() == 1
    assert events(draft) == ["报送", "已备案"]


def test_what_comes_back_is_mended_and_goes_again_under_its_number(secretary: Actor, clerk: Actor) -> None:
    filing = sent(secretary)
    with pytest.raises(Refused, match="为什么退回"):
        filing_return(actor=clerk, filing=filing, reason="")
    filing_return(actor=clerk, filing=filing, reason="附上会议记录")
    with pytest.raises(Refused, match="不能再答复"):
        filing_accept(actor=clerk, filing=filing)

    filing_change(actor=secretary, filing=filing, subject="关于成立第三党小组的备案报告", papers=[Enclosed("会议记录", "minutes")])
    again = filing_send(actor=secretary, filing=filing)

    assert (again.state, again.serial, again.reason) == ("sent", 1, "")
    assert events(filing) == ["报送", "退回", "再次报送"]


def test_a_request_is_answered_by_a_reply_with_a_number_of_its_own(secretary: Actor, clerk: Actor) -> None:
    filing = sent(secretary, "request", subject="关于提前换届的请示")
    with pytest.raises(Refused, match="要写批复"):
        filing_accept(actor=clerk, filing=filing)

    reply = filing_reply(actor=clerk, filing=filing, agrees=False, body="任期未满，不同意。")
    assert filing_reply(actor=clerk, filing=filing, agrees=True).pk == reply.pk

    filing.refresh_from_db()
    assert (filing.state, filing.agreed) == ("answered", False)
    assert (reply.kind, reply.sender_id, reply.receiver_id, reply.state) == ("reply", "C1", "B1", "sent")
    filing_accept(actor=actor("commissioner", "B1"), filing=reply)
    printed = letter(reply)
    assert (printed.to, printed.number, printed.body[-1]) == ("B1组织", reply.number, "此复。")


def test_a_letter_ends_with_copies_and_who_issued_it_when(secretary: Actor, clerk: Actor) -> None:
    filing = sent(secretary, "request", copies_to="县直机关工委、县委组织部，\n县委办公室。")
    printed = letter(filing)
    assert printed.copies_to == ["县直机关工委", "县委组织部", "县委办公室"]
    assert (printed.printed_by, printed.printed_on) == ("B1组织", filing.sent_on)

    filing_return(actor=clerk, filing=filing, reason="缺附件")
    filing_change(actor=secretary, filing=filing, subject="再报")
    filing.refresh_from_db()
    assert filing.copies_to.startswith("县直机关工委")
    filing_change(actor=secretary, filing=filing, subject="再报", copies_to="")
    filing.refresh_from_db()
    assert letter(filing).copies_to == []
    reply = filing_reply(actor=clerk, filing=filing_send(actor=secretary, filing=filing), agrees=True, copies_to="B2组织")
    assert letter(reply).copies_to == ["B2组织"]


def test_nobody_answers_his_own_and_no_stranger_sends_or_answers(secretary: Actor, clerk: Actor) -> None:
    filing = filing_send(actor=clerk, filing=drafted(clerk))
    with pytest.raises(NotAllowed, match="由另一个人答复"):
        filing_accept(actor=clerk, filing=filing)
    other = sent(secretary)
    for stranger in (secretary, actor("secretary", "B2"), actor("clerk", "C9"), actor("leader", "G11", "M1")):
        with pytest.raises(NotAllowed):
            filing_accept(actor=stranger, filing=other)
    with pytest.raises(NotAllowed):
        drafted(actor("secretary", "B9"))


def test_a_group_is_no_level_and_filings_run_between_levels_only(tree: Tree) -> None:
    with pytest.raises(Refused, match="由它的支部报送"):
        drafted(KEEPER, place="G11")
    with pytest.raises(Refused, match="没有上下级关系"):
        drafted(KEEPER, receiver=tree["B2"])
    with pytest.raises(Refused, match="批复由上级"):
        drafted(KEEPER, "reply")
    with pytest.raises(Refused, match="由下级报给上级"):
        drafted(KEEPER, "report", place="C1", receiver=tree["B1"])
    with pytest.raises(Refused, match="上面没有党组织"):
        drafted(KEEPER, "report", place="C1")


def test_each_side_sees_its_box_and_drafts_are_nobody_elses(secretary: Actor, clerk: Actor) -> None:
    draft, filing = drafted(secretary), sent(secretary)

    assert [one.pk for one in selectors.inbox(clerk)] == [filing.pk]
    assert {one.pk for one in selectors.outbox(secretary)} == {draft.pk, filing.pk}
    assert list(selectors.inbox(actor("clerk", "C9"))) == []
    with pytest.raises(NotFound):
        selectors.filing_get(actor("secretary", "B2"), filing.pk)


def test_the_inbox_counts_what_waits_and_what_is_overdue(secretary: Actor, clerk: Actor) -> None:
    today = clock.today()
    sent(secretary, due_on=today)
    sent(secretary)
    returned = sent(secretary)
    filing_return(actor=clerk, filing=returned, reason="改")

    assert selectors.waiting(clerk, today) == selectors.Waiting(2, 0, 0)
    assert selectors.waiting(clerk, today + dt.timedelta(days=1)).overdue == 1
    assert selectors.waiting(secretary, today).returned == 1


def test_filing_a_post_gives_it_day_and_number(secretary: Actor, clerk: Actor) -> None:
    filing = sent(secretary, about_kind="post", about="P1", subject="关于第一党小组组长的备案报告")
    filing_accept(actor=clerk, filing=filing, number="C1备5号")

    post = Post.objects.get(pk="P1")
    assert (post.filed_on, post.filing_number) == (filing.sent_on, "C1备5号")


def test_an_accepted_filing_records_the_step_of_its_case(people: People, secretary: Actor, clerk: Actor) -> None:
    adopt(LOUDI)
    today = clock.today()
    day = today - dt.timedelta(days=3)
    case = case_open(actor=secretary, procedure="group_setup", organisation=Organisation.objects.get(pk="B1"),
                     subject="G12", on=day)
    Activity.objects.create(id="K1", organisation_id="B1", type="general_meeting", on=day, status="held")
    step_record(actor=secretary, case=case, step="decision", on=day, decided_by="K1")
    assert CaseRoad.objects.get(pk=case.pk).acts == "own"  # the branch files

    filing = filing_send(actor=secretary, filing=drafted(secretary, case=case, step="filing"), on=today)
    assert CaseRoad.objects.get(pk=case.pk).acts == "above"
    assert not progress(case, today).overdue
    filing_accept(actor=clerk, filing=filing, number="C1备9号")

    done = progress(case, today).step("filing")
    assert done is not None
    assert [(one.on, one.by, one.outcome, one.filing) for one in done.done] == [(today, "C1", "C1备9号", filing.pk)]


def test_what_the_gates_refuse_is_told_on_the_filing_and_not_lost(people: People, secretary: Actor, clerk: Actor) -> None:
    adopt(COUNTY)
    case = case_open(actor=secretary, procedure="group_setup", organisation=Organisation.objects.get(pk="B1"),
                     subject="G12", on=clock.today())
    filing = sent(secretary, "review", case=case, step="review")  # nothing was decided yet

    filing_accept(actor=clerk, filing=filing)

    note = filing.events.latest("pk")
    assert note.what == "步骤没有登记"
    assert "还没有支部研究决定" in note.note


def test_a_reply_records_the_step_that_waited_for_it(people: People, secretary: Actor, clerk: Actor) -> None:
    adopt("branch-regulations-2018")
    case = case_open(actor=secretary, procedure="branch_adjustment", organisation=Organisation.objects.get(pk="B1"),
                     subject="B1", on=clock.today(), road="branch-regulations-2018/ADJUSTMENT")
    filing = sent(secretary, "request", case=case, step="request", papers=[Enclosed("请示", "request")])
    assert [one.code for one in progress(case, clock.today()).done] == ["request"]

    filing_reply(actor=clerk, filing=filing, agrees=True)

    found = progress(case, clock.today())
    assert [one.code for one in found.done] == ["request", "reply"]
    assert found.in_force_from == clock.today()


def test_days_and_texts_are_held(secretary: Actor, clerk: Actor) -> None:
    with pytest.raises(Refused, match="还没有写标题"):
        drafted(secretary, subject=" ")
    with pytest.raises(Refused, match="最多 200 个字"):
        drafted(secretary, subject="长" * 201)
    with pytest.raises(Refused, match="早于今天"):
        drafted(secretary, due_on=dt.date(2020, 1, 1))
    with pytest.raises(Refused, match="还没到"):
        filing_send(actor=secretary, filing=drafted(secretary), on=dt.date(2999, 1, 1))
    with pytest.raises(Refused, match="早于报送的日期"):
        filing_accept(actor=clerk, filing=sent(secretary), on=dt.date(2020, 1, 1))
    with pytest.raises(Refused, match="年份和“号”会自动加上"):
        prefix_set(actor=secretary, organisation=Organisation.objects.get(pk="B1"), text="青水支〔2026〕号")


@pytest.mark.parametrize(
    ("kind", "name", "begins"),
    [
        ("branch", "中共青溪镇机关第一支部委员会", "青溪镇机关第一支"), ("general_branch", "云岭镇机关党总支", "云岭镇机关总支"),
        ("committee", "云岭镇党委", "云岭镇委"), ("work_committee", "县委教育工委", "县委教育工委"),
    ],
)  # fmt: skip
def test_a_number_begins_with_the_name_and_says_the_kind_once(kind: str, name: str, begins: str, db: None) -> None:
    assert selectors.prefix_of(Organisation(pk="X", kind=kind, name=name)) == begins


def test_one_writes_for_all_below_that_have_somebody_above(people: People) -> None:
    named = [body.pk for body in selectors.senders(KEEPER, clock.today())]
    tops = set(Organisation.objects.filter(parent=None).values_list("pk", flat=True))

    assert "B1" in named
    assert not tops & set(named)
    there = Organisation.objects.in_bulk(named)
    assert [there[key].depth for key in named] == sorted(one.depth for one in there.values())
